//! The end of jobs before their time.

use axum::extract::State;
use kindred::entity::job::Job;
use kindred::http::jobs::{JobsUser, Message};
use kindred::http::{Form, Json};
use kindred::{App, Error, Result};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::asked::{each, find};
use crate::ids;

/// Which jobs.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "the shape of a form, for the documentation")]
pub(crate) struct JobIdsForm {
    /// At most 1,000 ids, with commas between them.
    #[schema(example = "17")]
    job_ids: String,
}

/// Ask for the end of jobs.
///
/// All or none: every job is looked at before the first is touched. A job that no runner knows of has failed with the
/// answer. A runner that knows of one is told with its next heartbeat; if it is done before, its result counts.
/// Administrators may do this to any.
#[utoipa::path(post, path = "/api/jobs/abort", tag = "Jobs",
    request_body(content((JobIdsForm = "application/x-www-form-urlencoded"), (JobIdsForm = "multipart/form-data"))),
    responses(
        (status = 200, body = Message, description = "The jobs end as soon as they can"),
        (status = 400, description = "The form has no field jobIds | \
            jobIds must be a list of integers with commas between them | jobIds has more than 1000 ids | \
            A job that has ended cannot be aborted"),
        (status = 403, description = "This is not a job of yours"),
        (status = 404, description = "There is no job with this id"),
    ))]
pub(crate) async fn abort_jobs(
    State(app): State<App>,
    JobsUser(caller): JobsUser,
    form: Form,
) -> Result<Json<Message>> {
    let ids = ids::list(form.required("jobIds")?)?;
    let jobs = find(&app, &caller, &ids, unfinished).await?;
    let queue = &app.queue();
    each(jobs, |job| queue.abort(job, caller.id)).await?;
    Ok(Json(Message::new("The jobs end as soon as they can")))
}

fn unfinished(job: &Job) -> Result<()> {
    let refused = || Error::invalid("A job that has ended cannot be aborted");
    (!job.step.is_final()).then_some(()).ok_or_else(refused)
}
