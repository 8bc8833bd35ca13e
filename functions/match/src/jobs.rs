//! Jobs of matching: what is too much for a request, done while nobody waits.

mod shapes;

use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kindred::entity::matching_job::{self, MatchingJob, Size};
use kindred::entity::user::User;
use kindred::http::media::{Caller, Content, Done};
use kindred::http::page::{MediaPage, MediaPaging, Paged};
use kindred::http::{Body, Created, Json, Path, Query};
use kindred::queue::NewMatchingJob;
use kindred::texts::{Limits, Question};
use kindred::{App, Error, Result};
use serde_json::{Map, Value};
use uuid::Uuid;

use self::shapes::{MatchingJobAnswer, MatchingJobOut, MatchingJobPage};
use crate::shapes::QuestionIn;

/// The content type of a result.
const JSON_LINES: &str = "application/x-ndjson";

/// How long a link to a result is good.
const LINK: Duration = Duration::from_secs(15 * 60);

/// Submit texts to be matched while nobody waits.
///
/// The body is that of `POST /api/match`, with the same refusals, and may be much more work. We begin within a minute;
/// `GET /api/match/jobs/{uuid}` tells how far it is. Seven days after it has ended, a job is deleted with its result.
/// Nobody has more than 10 jobs that have not ended, or more than 100 in all.
#[utoipa::path(post, path = "/api/match/jobs", tag = "Matching", request_body = QuestionIn, responses(
    (status = 201, body = MatchingJobAnswer, description = "It is submitted"),
    (status = 400, description = "query: missing, and so is queries | queries: more than 100000 | \
        choices: more than 100000 | scorer: not one of ratio, partial_ratio, token_sort_ratio, token_set_ratio, \
        token_ratio, partial_token_sort_ratio, partial_token_set_ratio, partial_token_ratio, WRatio, QRatio, \
        Levenshtein, DamerauLevenshtein, OSA, Indel, Jaro, JaroWinkler, LCSseq, Hamming | \
        operation: 10 of your jobs have not ended yet | operation: You have 100 jobs; delete some of them"),
    (status = 413, description = "This is too much work for a job; divide it → estimate 6285032100000 allowance 1000000000000 | \
        The body is larger than 6291456 bytes"),
))]
pub(crate) async fn submit_matching_job(
    State(app): State<App>,
    caller: Caller,
    Body(body): Body<Map<String, Value>>,
) -> Result<Created<Content<MatchingJobOut>>> {
    let json = serde_json::to_vec(&body).map_err(Error::internal)?;
    let question = Question::read(body, &Limits::JOB)?;
    let estimate = question.estimate();
    Limits::JOB.allow(estimate)?;
    let Question { queries, choices, .. } = question;
    let size = Size { n_queries: queries.len(), n_choices: choices.len(), estimate };
    let new = NewMatchingJob { owner: caller.user.id, size, question: json.into() };
    let job = app.queue().submit_matching_job(new).await?;
    Ok(Created(Content::new(job.into())))
}

/// List your jobs of matching.
///
/// The newest first, also those that have ended or failed, until they are deleted.
#[utoipa::path(get, path = "/api/match/jobs", tag = "Matching", params(MediaPaging), responses(
    (status = 200, body = MatchingJobPage, description = "The page"),
    (status = 400, description = "page: 'x' is not an integer"),
))]
pub(crate) async fn list_matching_jobs(
    State(app): State<App>,
    caller: Caller,
    query: Query,
) -> Result<Json<Paged<MatchingJobOut>>> {
    let page = MediaPage::strict(&query)?;
    let jobs = app.queue().matching_jobs(caller.user.id).await?;
    let total = jobs.len() as u64;
    let shown = page.of(jobs).into_iter().map(MatchingJobOut::from).collect();
    Ok(Json(Paged::new(page, total, shown)))
}

/// Tell how far a job of matching is.
#[utoipa::path(get, path = "/api/match/jobs/{uuid}", tag = "Matching",
    description = "Others have jobs of their own, of which you see nothing.",
    params(("uuid" = String, Path, description = "The job's uuid", example = "019a9f3e-5c00-7b3d-9d5c-3f1a2b4c5d6e")),
    responses(
        (status = 200, body = MatchingJobAnswer, description = "How far it is"),
        (status = 404, description = "You have no job of matching with the uuid 019a9f3e-5c00-7b3d-9d5c-3f1a2b4c5d6e"),
    ))]
pub(crate) async fn get_matching_job(
    State(app): State<App>,
    caller: Caller,
    Path(segment): Path<String>,
) -> Result<Json<Content<MatchingJobOut>>> {
    let job = named(&app, &caller.user, &segment).await?;
    Ok(Json(Content::new(job.into())))
}

/// Fetch what a job of matching has found.
///
/// A redirect leads to it; the link is good for 15 minutes and needs no token. It is JSON Lines
/// (`application/x-ndjson`): for each query, in their order, a line with an object as in the `results` of `POST
/// /api/match`.
#[utoipa::path(get, path = "/api/match/jobs/{uuid}/result", tag = "Matching",
    params(("uuid" = String, Path, description = "The job's uuid", example = "019a9f3e-5c00-7b3d-9d5c-3f1a2b4c5d6e")),
    responses(
        (status = 307, description = "The result is where the header `Location` says",
            headers(("Location" = String, description = "The link"))),
        (status = 400, description = "operation: The job has not ended yet | operation: The job has failed"),
        (status = 404, description = "You have no job of matching with the uuid 019a9f3e-5c00-7b3d-9d5c-3f1a2b4c5d6e"),
    ))]
pub(crate) async fn get_matching_result(
    State(app): State<App>,
    caller: Caller,
    Path(segment): Path<String>,
) -> Result<Response> {
    let job = named(&app, &caller.user, &segment).await?;
    let Some(key) = job.result else {
        let is_failed = job.state == matching_job::State::Failed;
        let why = if is_failed { "The job has failed" } else { "The job has not ended yet" };
        return Err(Error::state(why));
    };
    let link = app.blobs.link_to_get(&key, JSON_LINES, LINK).await?;
    Ok((StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, link)]).into_response())
}

/// Delete a job of matching, for ever.
///
/// One that has not ended is not worked on any more. Its question and its result are deleted with it; links to the
/// result lead nowhere.
#[utoipa::path(delete, path = "/api/match/jobs/{uuid}", tag = "Matching",
    params(("uuid" = String, Path, description = "The job's uuid", example = "019a9f3e-5c00-7b3d-9d5c-3f1a2b4c5d6e")),
    responses(
        (status = 201, body = Done, description = "It is deleted"),
        (status = 404, description = "You have no job of matching with the uuid 019a9f3e-5c00-7b3d-9d5c-3f1a2b4c5d6e"),
    ))]
pub(crate) async fn delete_matching_job(
    State(app): State<App>,
    caller: Caller,
    Path(segment): Path<String>,
) -> Result<Created<Done>> {
    let uuid = segment.parse().map_err(|_| unknown(&segment))?;
    let id = caller.user.id;
    let was_there = app.queue().remove_matching_job(id, uuid, Some(id)).await?;
    was_there.then(|| Created(Done::new("It is deleted"))).ok_or_else(|| unknown(&segment))
}

/// The job of this user that a segment names.
///
/// Refuses: `NotFound` 404, also when it is somebody else's.
async fn named(app: &App, owner: &User, segment: &str) -> Result<MatchingJob> {
    let uuid: Uuid = segment.parse().map_err(|_| unknown(segment))?;
    let found = app.queue().matching_job(owner.id, uuid).await?;
    found.ok_or_else(|| unknown(segment))
}

fn unknown(segment: &str) -> Error {
    Error::not_found(format!("You have no job of matching with the uuid {segment}"))
}
