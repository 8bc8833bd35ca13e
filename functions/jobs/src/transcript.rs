//! Transcripts, as somebody takes them away.

mod subtitles;

use axum::extract::State;
use axum::http::Method;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use kindred::entity::job::Job;
use kindred::entity::transcript::Speech;
use kindred::http::jobs::JobsUser;
use kindred::http::{Json, Query};
use kindred::{App, Error, Result};
use serde::Serialize;
use utoipa::ToSchema;

use crate::asked::permitted;
use crate::ids;

/// A transcript.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobTranscript {
    /// For a person.
    #[schema(example = "Here you are")]
    msg: &'static str,
    /// What was said; may be empty.
    #[schema(example = "Hello, world.")]
    transcript: String,
}

/// How a transcript is wanted.
#[derive(Clone, Copy)]
enum Format {
    /// JSON with everything in one text.
    Json,
    /// The text alone, as a file.
    Text,
    /// Subtitles of `SubRip`.
    Srt,
    /// Subtitles of the web.
    Vtt,
}

/// Fetch the transcript of a job.
///
/// By this the job is `downloaded`; it can be fetched again, and looking with `HEAD` does not count. With `format` it
/// is the file itself: `text`, or the subtitles `srt` and `vtt` if the runner has told times. Administrators may fetch
/// any.
#[utoipa::path(get, path = "/api/jobs/downloadTranscript", tag = "Jobs",
    params(
        ("jobId" = String, Query, description = "The id of the job", example = "17"),
        ("format" = Option<String>, Query, description = "text, srt or vtt: a file instead of JSON"),
    ),
    responses(
        (status = 200, body = JobTranscript, description = "The transcript"),
        (status = 400, description = "The query has no parameter jobId | format must be one of text, srt, vtt | \
            operation: There is no transcript yet | operation: job was aborted | \
            operation: The runner has told no times, so there are no subtitles"),
        (status = 403, description = "This is not a job of yours"),
        (status = 404, description = "There is no job with this id"),
    ))]
pub(crate) async fn download_transcript(
    State(app): State<App>,
    JobsUser(caller): JobsUser,
    method: Method,
    query: Query,
) -> Result<Response> {
    let missing = || Error::invalid("The query has no parameter jobId");
    let text = query.get("jobId").ok_or_else(missing)?;
    let format = Format::read(&query)?;
    let job = job(&app, text).await?;
    permitted(&caller, &job)?;
    let speech = app.queue().transcript(job.id).await?.ok_or_else(|| without_transcript(&job))?;
    let response = format.response(&job, speech)?;
    if method != Method::HEAD {
        app.queue().downloaded(&job, caller.id).await?;
    }
    Ok(response)
}

/// Contract: 404 for everybody, also for what is no id.
async fn job(app: &App, text: &str) -> Result<Job> {
    let id = ids::integer(text).flatten();
    let found = app.queue().look(id.as_slice()).await?.pop();
    Ok(found.ok_or_else(|| Error::not_found("There is no job with this id"))?.job)
}

fn without_transcript(job: &Job) -> Error {
    let error = job.error.clone().filter(|error| !error.trim().is_empty());
    Error::state(error.unwrap_or_else(|| "There is no transcript yet".to_owned()))
}

impl Format {
    fn read(query: &Query) -> Result<Self> {
        match query.get("format") {
            None => Ok(Self::Json),
            Some("text") => Ok(Self::Text),
            Some("srt") => Ok(Self::Srt),
            Some("vtt") => Ok(Self::Vtt),
            Some(_) => Err(Error::invalid("format must be one of text, srt, vtt")),
        }
    }

    fn response(self, job: &Job, speech: Speech) -> Result<Response> {
        let (content_type, ending, text) = match self {
            Self::Json => {
                let body = JobTranscript { msg: "Here you are", transcript: speech.text };
                return Ok(Json(body).into_response());
            }
            Self::Text => ("text/plain; charset=utf-8", "txt", speech.text),
            Self::Srt => ("application/x-subrip; charset=utf-8", "srt", subtitles::srt(&speech)?),
            Self::Vtt => ("text/vtt; charset=utf-8", "vtt", subtitles::vtt(&speech)?),
        };
        let file = format!("attachment; filename=\"transcript-{}.{ending}\"", job.id);
        let headers = [(CONTENT_TYPE, content_type.to_owned()), (CONTENT_DISPOSITION, file)];
        Ok((headers, text).into_response())
    }
}
