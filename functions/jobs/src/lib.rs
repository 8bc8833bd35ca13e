//! Jobs: audio that somebody wants transcribed, from its submission to the transcript.
//!
//! The rules lie in [`kindred::entity::job`], what happens to a job and its runner in [`kindred::queue`]; here is how
//! its owner tells and asks over HTTP. Audio comes in through us, streamed, or goes from the client into the bucket by
//! a link; nothing here holds a file in memory. What runners call is another function.

mod abort;
mod asked;
mod deletion;
mod ids;
mod info;
mod list;
mod shapes;
mod submit;
mod transcript;
mod upload;
mod wait;

use kindred::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Bytes that audio has at most.
///
/// Contract: what the documented reverse proxy lets through.
const MOST_AUDIO_BYTES: u64 = 1_000_000_000;

/// Characters that the name of a file has at most.
const MOST_NAME_CHARS: usize = 1_024;

/// The routes of this function.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(submit::submit_job))
        .routes(routes!(upload::announce_upload))
        .routes(routes!(list::list_jobs))
        .routes(routes!(info::job_info))
        .routes(routes!(wait::wait_for_jobs))
        .routes(routes!(abort::abort_jobs))
        .routes(routes!(deletion::delete_jobs))
        .routes(routes!(transcript::download_transcript))
}

/// The name of a file, if it is not too long to be kept.
///
/// Refuses: `Invalid` 400.
fn file_name(name: &str) -> kindred::Result<String> {
    if name.chars().nth(MOST_NAME_CHARS).is_some() {
        let message = format!("The name of the file has more than {MOST_NAME_CHARS} characters");
        return Err(kindred::Error::invalid(message));
    }
    Ok(name.to_owned())
}

/// The refusal of audio that is too large.
fn too_large() -> kindred::Error {
    let message = format!("The file is larger than {MOST_AUDIO_BYTES} bytes");
    kindred::Error::invalid(message).with_status(axum::http::StatusCode::PAYLOAD_TOO_LARGE)
}
