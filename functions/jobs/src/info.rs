//! What is known of jobs.

use axum::extract::State;
use kindred::http::jobs::JobsUser;
use kindred::http::{Json, Query};
use kindred::{App, Error, Result};
use serde::Serialize;
use utoipa::ToSchema;

use crate::asked::find;
use crate::ids::{self, JobId};
use crate::shapes::JobOut;

/// Jobs that were asked for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobDetails {
    /// For a person.
    #[schema(example = "Here you are")]
    msg: &'static str,
    /// The jobs, in the order of the request.
    jobs: Vec<JobOut>,
}

/// Tell what is known of jobs.
///
/// Administrators may ask for any. A job that a runner had which has not been heard of for a minute waits again.
#[utoipa::path(get, path = "/api/jobs/info", tag = "Jobs",
    params(("jobIds" = String, Query, description = "At most 1,000 ids, with commas between them", example = "17")),
    responses(
        (status = 200, body = JobDetails, description = "The jobs, in the order of the request"),
        (status = 400, description = "The query has no parameter jobIds | \
            jobIds must be a list of integers with commas between them | jobIds has more than 1000 ids"),
        (status = 403, description = "This is not a job of yours"),
        (status = 404, description = "There is no job with this id"),
    ))]
pub(crate) async fn job_info(
    State(app): State<App>,
    JobsUser(caller): JobsUser,
    query: Query,
) -> Result<Json<JobDetails>> {
    let jobs = find(&app, &caller, &ids_of(&query)?, |_| Ok(())).await?;
    Ok(Json(JobDetails { msg: "Here you are", jobs: jobs.into_iter().map(JobOut::from).collect() }))
}

/// The parameter `jobIds`.
///
/// Refuses: `Invalid` 400 when it is absent or no list of ids.
pub(crate) fn ids_of(query: &Query) -> Result<Vec<JobId>> {
    let missing = || Error::invalid("The query has no parameter jobIds");
    ids::list(query.get("jobIds").ok_or_else(missing)?)
}
