//! Waiting until something happens to jobs, instead of asking again and again.
//!
//! The store tells nobody of changes, so it is us who ask again: less often the longer it takes. Time is the machine's,
//! not that of [`Clock`](kindred::Clock), which need not pass.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use axum::extract::State;
use kindred::http::jobs::JobsUser;
use kindred::http::params::id;
use kindred::http::{Json, Query};
use kindred::queue::Seen;
use kindred::{App, Error, Result};
use serde::Serialize;
use tokio::time::{Instant, sleep_until};
use utoipa::ToSchema;

use crate::asked::find;
use crate::info::ids_of;
use crate::shapes::JobOut;

/// For how many seconds a request waits at most; a gateway gives up after 30.
const MOST_SECONDS: u64 = 20;
/// How soon the store is asked again.
const SOON: Duration = Duration::from_millis(250);
/// How long it takes at most until the store is asked again.
const LATER: Duration = Duration::from_secs(1);

/// Jobs, and how they are told apart from what they become.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobChanges {
    /// For a person.
    #[schema(example = "Here you are")]
    msg: &'static str,
    /// The jobs, in the order of the request.
    jobs: Vec<JobOut>,
    /// What to send as `since` to wait for what comes next.
    #[schema(example = "9f86d081884c7d65")]
    since: String,
}

/// Wait until the state of a job changes.
///
/// Answers as soon as one of the jobs is not as it was when `since` was given out: in another state, with another
/// runner, asked to abort. Answers at once without `since`, and as it is when the time is over. Progress alone is no
/// change.
#[utoipa::path(get, path = "/api/jobs/wait", tag = "Jobs",
    params(
        ("jobIds" = String, Query, description = "At most 1,000 ids, with commas between them", example = "17"),
        ("since" = Option<String>, Query, description = "The `since` of the answer before"),
        ("timeout" = Option<u64>, Query, description = "For how many seconds to wait; 20 unless it says otherwise",
            minimum = 0, maximum = 20, example = 20),
    ),
    responses(
        (status = 200, body = JobChanges, description = "The jobs as they are now"),
        (status = 400, description = "The query has no parameter jobIds | \
            jobIds must be a list of integers with commas between them | jobIds has more than 1000 ids | \
            timeout must be a number from 0 to 20"),
        (status = 403, description = "This is not a job of yours"),
        (status = 404, description = "There is no job with this id"),
    ))]
pub(crate) async fn wait_for_jobs(
    State(app): State<App>,
    JobsUser(caller): JobsUser,
    query: Query,
) -> Result<Json<JobChanges>> {
    let (ids, timeout) = (ids_of(&query)?, timeout(&query)?);
    let before = query.get("since").filter(|since| !since.is_empty());
    let end = Instant::now() + timeout;
    let mut pause = SOON;
    let (jobs, since) = loop {
        let jobs = find(&app, &caller, &ids, |_| Ok(())).await?;
        let since = state(&jobs);
        let now = Instant::now();
        if before.is_none_or(|before| before != since) || now >= end {
            break (jobs, since);
        }
        sleep_until(end.min(now + pause)).await;
        pause = LATER.min(pause * 2);
    };
    let jobs = jobs.into_iter().map(JobOut::from).collect();
    Ok(Json(JobChanges { msg: "Here you are", jobs, since }))
}

/// A text that is another one when a job is in another state.
fn state(jobs: &[Seen]) -> String {
    let mut hasher = DefaultHasher::new();
    for Seen { job, .. } in jobs {
        (job.id, job.step, job.abort_requested, job.n_leases).hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

fn timeout(query: &Query) -> Result<Duration> {
    let Some(text) = query.get("timeout") else { return Ok(Duration::from_secs(MOST_SECONDS)) };
    let seconds = id(text).filter(|seconds| *seconds <= MOST_SECONDS);
    let refused = || Error::invalid(format!("timeout must be a number from 0 to {MOST_SECONDS}"));
    seconds.map(Duration::from_secs).ok_or_else(refused)
}
