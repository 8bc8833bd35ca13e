//! Audio that a client puts into the bucket by itself: what one request cannot carry.

use std::collections::BTreeMap;

use axum::extract::State;
use kindred::http::jobs::ActivatedUser;
use kindred::http::params::id;
use kindred::http::{Form, Json};
use kindred::queue::LargeUpload;
use kindred::{App, Error, Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{MOST_AUDIO_BYTES, file_name, too_large};

/// A file to be uploaded.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "the shape of a form, for the documentation")]
pub(crate) struct UploadForm {
    /// Its name.
    #[schema(nullable = false, max_length = 1024, example = "interview.mp3")]
    file_name: Option<String>,
    /// How many bytes it has.
    #[schema(minimum = 1, maximum = 1_000_000_000, example = 73_400_320)]
    size: u64,
}

/// Where and how to upload a file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UploadOut {
    /// For a person.
    #[schema(example = "Upload the file, then submit the job with uploadId")]
    msg: &'static str,
    /// What to submit as `uploadId` when the file is there.
    #[schema(example = "0f8fad5bd9cb469fa16570867728950e")]
    upload_id: String,
    /// Where to send the file; good for an hour.
    #[schema(
        example = "https://kindred.s3.eu-central-1.amazonaws.com/audio/7c9e6679?X-Amz-Expires=3600"
    )]
    url: String,
    /// How to send it.
    #[schema(example = "PUT")]
    method: &'static str,
    /// The headers to send with it, exactly.
    #[schema(value_type = UploadHeaders)]
    headers: BTreeMap<String, String>,
    /// Until when the job can be submitted, UTC.
    #[schema(value_type = String, example = "2026-11-21T06:30:00.000000")]
    expires_at: Timestamp,
}

/// Headers of an upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "what the signature of a link covers, for the documentation")]
struct UploadHeaders {
    /// How many bytes follow, as they were announced.
    #[schema(rename = "content-length", example = "73400320")]
    content_length: String,
    /// The type of all audio.
    #[schema(rename = "content-type", example = "audio/basic")]
    content_type: String,
}

impl From<LargeUpload> for UploadOut {
    fn from(LargeUpload { upload, link }: LargeUpload) -> Self {
        Self {
            msg: "Upload the file, then submit the job with uploadId",
            upload_id: upload.id,
            url: link.url,
            method: "PUT",
            headers: link.headers.into_iter().collect(),
            expires_at: Timestamp::from_micros(upload.expires_at.saturating_mul(1_000_000)),
        }
    }
}

/// Announce the upload of a large file.
///
/// One request to us carries a few megabytes on AWS. A larger file goes into the bucket directly: announce it here,
/// send it to `url`, then submit the job with `uploadId`. What is not submitted is deleted within a day.
#[utoipa::path(post, path = "/api/jobs/upload", tag = "Jobs",
    request_body(content((UploadForm = "application/x-www-form-urlencoded"), (UploadForm = "multipart/form-data"))),
    responses(
        (status = 200, body = UploadOut, description = "Where to send the file"),
        (status = 400, description = "The form has no field size | size must be a number of bytes from 1 to 1000000000 | \
            The name of the file has more than 1024 characters"),
        (status = 403, description = "Please confirm your e-mail address first"),
        (status = 413, description = "The file is larger than 1000000000 bytes | \
            The body is larger than 6291456 bytes"),
    ))]
pub(crate) async fn announce_upload(
    State(app): State<App>,
    ActivatedUser(user): ActivatedUser,
    form: Form,
) -> Result<Json<UploadOut>> {
    let size_bytes = size(form.required("size")?)?;
    let file_name = form.get("fileName").map(file_name).transpose()?;
    let upload = app.queue().announce_upload(user.id, file_name, size_bytes).await?;
    Ok(Json(upload.into()))
}

fn size(text: &str) -> Result<u64> {
    let text = text.trim();
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match id(text) {
        Some(size) if (1..=MOST_AUDIO_BYTES).contains(&size) => Ok(size),
        Some(0) => Err(unreadable_size()),
        _ if is_number => Err(too_large()),
        _ => Err(unreadable_size()),
    }
}

fn unreadable_size() -> Error {
    Error::invalid(format!("size must be a number of bytes from 1 to {MOST_AUDIO_BYTES}"))
}
