//! A runner fetches its work.

use std::time::Duration;

use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use kindred::entity::job::JobOrder;
use kindred::http::Json;
use kindred::http::runners::OnlineRunner;
use kindred::queue::AUDIO_TYPE;
use kindred::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;

/// How long a link to audio is good; a runner follows it at once, and gets another whenever it asks.
const LINK: Duration = Duration::from_secs(900);

/// What a runner has to do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobInfo {
    /// Which job it is.
    #[serde(rename = "jobID")]
    #[schema(example = 17)]
    id: u64,
    /// The model to use; null leaves it to the runner.
    #[schema(required, example = "small")]
    model: Option<String>,
    /// The language of the speech; null means that it has to be found out.
    #[schema(required, example = "en")]
    language: Option<String>,
}

/// Tell what there is to do.
///
/// From the first time on the runner works on it. May be repeated. Work that was announced can be fetched whatever has
/// become of its job meanwhile. A body is not read.
#[utoipa::path(post, path = "/api/runners/retrieveJobInfo", tag = "Runners", responses(
    (status = 200, body = JobInfo, description = "The work"),
    (status = 400, description = "operation: This runner is not currently registered as online! | \
        operation: No job is assigned to this runner"),
))]
pub(crate) async fn retrieve_job_info(
    State(app): State<App>,
    OnlineRunner(runner): OnlineRunner,
) -> Result<Json<JobInfo>> {
    let fetched = app.queue().fetch(&runner).await?;
    let JobOrder { model, language, .. } = fetched.job.map(|job| job.order).unwrap_or_default();
    Ok(Json(JobInfo { id: fetched.id, model, language }))
}

/// Fetch the audio.
///
/// A redirect leads to where it lies; the link is good for 15 minutes, needs no token, and answers `audio/basic`
/// whatever the audio is. From the first time on the runner works on it. May be repeated. Empty for a job without
/// audio, or one that was deleted meanwhile.
#[utoipa::path(get, path = "/api/runners/retrieveJobAudio", tag = "Runners", responses(
    (status = 200, description = "There is no audio: an empty body of type `audio/basic`"),
    (status = 307, description = "The audio is where the header `Location` says",
        headers(("Location" = String, description = "The link"))),
    (status = 400, description = "operation: This runner is not currently registered as online! | \
        operation: No job is assigned to this runner"),
))]
pub(crate) async fn retrieve_job_audio(
    State(app): State<App>,
    method: Method,
    OnlineRunner(runner): OnlineRunner,
) -> Result<Response> {
    let queue = app.queue();
    let fetched = match method {
        Method::HEAD => queue.assigned(&runner).await?,
        _ => queue.fetch(&runner).await?,
    };
    let Some(audio) = fetched.job.and_then(|job| job.audio) else {
        return Ok((AppendHeaders([(header::CONTENT_TYPE, AUDIO_TYPE)]), ()).into_response());
    };
    let link = app.blobs.link_to_get(&audio.key, AUDIO_TYPE, LINK).await?;
    Ok((StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, link)]).into_response())
}
