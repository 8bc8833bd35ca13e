//! A runner brings a result.

use axum::extract::State;
use kindred::entity::transcript::{Speech, segments};
use kindred::http::form::LargeForm;
use kindred::http::jobs::Message;
use kindred::http::runners::OnlineRunner;
use kindred::http::{Form, Json};
use kindred::queue::Outcome;
use kindred::{App, Error, Result};
use serde::Deserialize;
use utoipa::ToSchema;

/// What a runner has made of its work.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "the shape of a form, for the documentation")]
pub(crate) struct JobResult {
    /// What was said; may be empty.
    #[schema(nullable = false, example = "Hello, world.")]
    transcript: Option<String>,
    /// The same in parts: a JSON list of `{"start", "end", "text"}`, times in seconds from the beginning.
    #[schema(
        nullable = false,
        example = r#"[{"start": 0.0, "end": 1.5, "text": "Hello, world."}]"#
    )]
    segments: Option<String>,
    /// Why there is none; when it is not empty, the job has failed, whatever else there is.
    #[schema(nullable = false)]
    error_msg: Option<String>,
}

/// Submit a result.
///
/// The runner is free with the answer, and has the next job if one waits. Who works on nothing is answered the same,
/// and what it brings is dropped. On AWS a body has at most 6 MB.
#[utoipa::path(post, path = "/api/runners/submitJobResult", tag = "Runners",
    request_body(content((JobResult = "application/x-www-form-urlencoded"), (JobResult = "multipart/form-data"))),
    responses(
        (status = 200, body = Message, description = "Thank you"),
        (status = 400, description = "operation: This runner is not currently registered as online! | \
            The form has neither a field transcript nor error_msg | \
            The field segments is no JSON list of start, end and text"),
        (status = 413, description = "The body is larger than 67108864 bytes"),
    ))]
pub(crate) async fn submit_job_result(
    State(app): State<App>,
    OnlineRunner(runner): OnlineRunner,
    LargeForm(form): LargeForm,
) -> Result<Json<Message>> {
    app.queue().finish(&runner, outcome(&form)?).await?;
    Ok(Json(Message::new("Thank you")))
}

// Contract: an error that is empty is none, a transcript that is empty is one.
fn outcome(form: &Form) -> Result<Outcome> {
    if let Some(error) = form.get("error_msg").filter(|error| !error.is_empty()) {
        return Ok(Outcome::Error(error.to_owned()));
    }
    let missing = || Error::invalid("The form has neither a field transcript nor error_msg");
    let text = form.get("transcript").ok_or_else(missing)?.to_owned();
    let segments = form.get("segments").map(segments).transpose()?.unwrap_or_default();
    Ok(Outcome::Transcript(Speech { text, segments }))
}
