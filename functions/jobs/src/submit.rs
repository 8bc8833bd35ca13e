//! Submitting a job.

mod form;
mod languages;
mod order;
mod parts;
mod sound;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use kindred::entity::job::JobOrder;
use kindred::entity::user::User;
use kindred::http::Json;
use kindred::http::jobs::ActivatedUser;
use kindred::queue::{NewJob, Queue, Staged};
use kindred::{App, Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use form::{Source, Submission};
use sound::{BEGINNING_BYTES, is_sound};

/// The header under which a submission can be repeated.
const KEY: &str = "idempotency-key";
/// Characters that it has at most.
const MOST_KEY_CHARS: usize = 255;

/// Audio, and what to do with it. The file comes in the form, or it has been uploaded.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "the shape of a form, for the documentation")]
pub(crate) struct SubmitForm {
    /// Audio or video of any usual format, 1 GB at most; may be empty. Its name is kept.
    #[schema(nullable = false, format = Binary, value_type = Option<String>)]
    file: Option<String>,
    /// Instead of a file: the `uploadId` of a file that has been uploaded.
    #[schema(nullable = false)]
    upload_id: Option<String>,
    /// The model to use; the runner's own choice without it.
    #[schema(nullable = false, example = "small")]
    model: Option<String>,
    /// The language that is spoken: a code of Whisper, or its English name; found out without it.
    #[schema(nullable = false, example = "en")]
    language: Option<String>,
}

/// By what a repeated submission is known.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "for the documentation")]
pub(crate) struct Repetition {
    /// At most 255 visible characters, by which a repeated submission is known.
    #[param(rename = "Idempotency-Key", max_length = 255, nullable = false)]
    idempotency_key: Option<String>,
}

/// A job that was submitted.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Submitted {
    /// For a person.
    #[schema(example = "The job is submitted")]
    msg: &'static str,
    /// Its id.
    #[schema(example = 17)]
    job_id: u64,
}

/// Submit a job.
///
/// A runner that has nothing to do gets it at once, else it waits. Whoever repeats a submission under the same
/// `Idempotency-Key` within a day, or with the same `uploadId`, gets the same job again. A request to AWS carries about
/// 4 MB of audio; larger files are uploaded first.
#[utoipa::path(post, path = "/api/jobs/submit", tag = "Jobs",
    params(Repetition),
    request_body(content = SubmitForm, content_type = "multipart/form-data"),
    responses(
        (status = 200, body = Submitted, description = "The job is submitted"),
        (status = 400, description = "The form has no file | \
            The header Idempotency-Key must have 1 to 255 visible characters | \
            There is no model of this name, only tiny, tiny.en, base, base.en, small, small.en, medium, medium.en, large | \
            The language must be a code of Whisper or an English name | \
            The name of the file has more than 1024 characters | \
            A field of the form has more than 4096 bytes | operation: The file has not been uploaded yet | \
            The upload has another size than was announced"),
        (status = 403, description = "Please confirm your e-mail address first"),
        (status = 404, description = "There is no upload with this id"),
        (status = 413, description = "The file is larger than 1000000000 bytes"),
        (status = 415, description = "The file is neither audio nor video"),
    ))]
pub(crate) async fn submit_job(
    State(app): State<App>,
    ActivatedUser(user): ActivatedUser,
    request: Request,
) -> Result<Json<Submitted>> {
    let queue = app.queue();
    let key = key(request.headers());
    let known = match &key {
        Ok(Some(key)) => queue.submitted(user.id, key).await?,
        _ => None,
    };
    // What was submitted before need not be kept another time.
    let submission = Submission::read(&app, request, known.is_none()).await?;
    let job_id = match known {
        Some(job) => job,
        None => submit(&app, &user, key, submission).await?,
    };
    Ok(Json(Submitted { msg: "The job is submitted", job_id }))
}

/// The header by which a repeated submission is known, if it is there.
///
/// Refuses: `Invalid` 400.
fn key(headers: &HeaderMap) -> Result<Option<String>> {
    let Some(value) = headers.get(KEY) else { return Ok(None) };
    let is_fine = (1..=MOST_KEY_CHARS).contains(&value.len())
        && value.as_bytes().iter().all(u8::is_ascii_graphic);
    let key = value.to_str().ok().filter(|_| is_fine).map(str::to_owned);
    let message =
        format!("The header Idempotency-Key must have 1 to {MOST_KEY_CHARS} visible characters");
    key.map(Some).ok_or_else(|| Error::invalid(message))
}

async fn submit(
    app: &App,
    user: &User,
    key: Result<Option<String>>,
    submission: Submission,
) -> Result<u64> {
    let queue = app.queue();
    let checked = key.and_then(|key| Ok((key, order::read(app, &submission)?)));
    let (key, order) = match checked {
        Ok(checked) => checked,
        Err(refusal) => {
            submission.discard(&queue).await;
            return Err(refusal);
        }
    };
    match submission.source {
        Source::File { audio, .. } => {
            let (audio, key) = (audio.as_ref(), key.as_deref());
            queue.submit(NewJob { owner: user.id, order, audio, key }).await
        }
        Source::Upload(id) => {
            // With a blank, which no header can have.
            let key = key.unwrap_or_else(|| format!("upload {id}"));
            submit_upload(app, &queue, user, (&id, &key), order).await
        }
    }
}

async fn submit_upload(
    app: &App,
    queue: &Queue,
    user: &User,
    (id, key): (&str, &str),
    order: JobOrder,
) -> Result<u64> {
    // The first submission has used the upload up.
    if let Some(job) = queue.submitted(user.id, key).await? {
        return Ok(job);
    }
    let unknown = || Error::not_found("There is no upload with this id");
    let upload = queue.upload(user.id, id).await?.ok_or_else(unknown)?;
    let beginning = app.blobs.beginning(&upload.key, BEGINNING_BYTES as u64).await?;
    let missing = || Error::state("The file has not been uploaded yet");
    let beginning = beginning.ok_or_else(missing)?;
    if beginning.size_bytes != upload.size_bytes {
        return Err(Error::invalid("The upload has another size than was announced"));
    }
    let order = JobOrder { file_name: upload.file_name.clone(), ..order };
    let staged = Staged::from(upload);
    if !is_sound(&beginning.bytes) {
        queue.discard(&staged).await;
        return Err(no_sound());
    }
    queue.submit(NewJob { owner: user.id, order, audio: Some(&staged), key: Some(key) }).await
}

/// The refusal of a file that cannot be transcribed.
fn no_sound() -> Error {
    let refusal = Error::invalid("The file is neither audio nor video");
    refusal.with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE)
}
