//! A runner comes, shows that it is there, and goes.

use axum::extract::State;
use kindred::entity::runner::{Answer, progress_ratio};
use kindred::http::jobs::Message;
use kindred::http::runners::{OnlineRunner, SignedRunner};
use kindred::http::{Form, Json};
use kindred::{App, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A runner that is online.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Registration {
    /// For a person.
    #[schema(example = "You are online")]
    msg: &'static str,
    /// Which runner this is.
    #[serde(rename = "runnerID")]
    #[schema(example = 3)]
    id: u64,
}

/// How far a runner is.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "the shape of a form, for the documentation")]
pub(crate) struct Heartbeat {
    /// The fraction of the audio that is done. What lies outside is moved to the edge; what is no number counts as
    /// absent.
    #[schema(nullable = false, minimum = 0, maximum = 1, example = 0.5)]
    progress: Option<f64>,
}

/// What a runner has to know: exactly one of these, and always true.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct HeartbeatAnswer {
    /// Stop what you do, and submit an error.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    abort: Option<bool>,
    /// There is work: fetch it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    job_assigned: Option<bool>,
    /// Nothing; go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = true)]
    ack: Option<bool>,
}

impl From<Answer> for HeartbeatAnswer {
    // Contract: runners go by which field is there, whatever its value.
    fn from(answer: Answer) -> Self {
        let none = Self::default();
        match answer {
            Answer::Abort => Self { abort: Some(true), ..none },
            Answer::JobAssigned => Self { job_assigned: Some(true), ..none },
            Answer::Ack => Self { ack: Some(true), ..none },
        }
    }
}

/// Come online.
///
/// From now on a heartbeat is due every 15 seconds; whoever gives none for more than 60 goes offline, and its job waits
/// again. Who comes back gets the job that it had, if nobody has begun with it meanwhile. A body is not read.
#[utoipa::path(post, path = "/api/runners/register", tag = "Runners", responses(
    (status = 200, body = Registration, description = "The runner is online"),
    (status = 400, description = "operation: This runner is already registered as online"),
))]
pub(crate) async fn register_runner(
    State(app): State<App>,
    SignedRunner(runner): SignedRunner,
) -> Result<Json<Registration>> {
    app.queue().register(&runner).await?;
    Ok(Json(Registration { msg: "You are online", id: runner.id }))
}

/// Go offline.
///
/// A job that is not finished waits again. A body is not read. Right after a registration that was refused this does
/// nothing as long as the runner's heartbeats come: then two machines have the same token, and the first goes on.
#[utoipa::path(post, path = "/api/runners/unregister", tag = "Runners", responses(
    (status = 200, body = Message, description = "The runner is offline"),
    (status = 400, description = "operation: This runner is not currently registered as online!"),
))]
pub(crate) async fn unregister_runner(
    State(app): State<App>,
    OnlineRunner(runner): OnlineRunner,
) -> Result<Json<Message>> {
    app.queue().unregister(&runner).await?;
    Ok(Json(Message::new("You are offline")))
}

/// Show that the runner is there, perhaps how far it is, and learn what is new.
///
/// The answer has one field. `jobAssigned` comes with every heartbeat from when there is work until its result is
/// submitted, `abort` instead of it once the work is fetched and somebody wants it to end.
#[utoipa::path(post, path = "/api/runners/heartbeat", tag = "Runners",
    request_body(content((Heartbeat = "application/x-www-form-urlencoded"), (Heartbeat = "multipart/form-data"))),
    responses(
        (status = 200, body = HeartbeatAnswer, description = "What is new"),
        (status = 400, description = "operation: This runner is not currently registered as online!"),
    ))]
pub(crate) async fn heartbeat(
    State(app): State<App>,
    OnlineRunner(runner): OnlineRunner,
    form: Form,
) -> Result<Json<HeartbeatAnswer>> {
    let progress_ratio = form.get("progress").and_then(progress_ratio);
    let answer = app.queue().heartbeat(&runner, progress_ratio).await?;
    Ok(Json(answer.into()))
}
