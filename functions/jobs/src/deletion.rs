//! The deletion of jobs.

use axum::extract::State;
use kindred::entity::job::Job;
use kindred::http::jobs::{JobsUser, Message};
use kindred::http::{Form, Json};
use kindred::{App, Error, Result};

use crate::abort::JobIdsForm;
use crate::asked::{each, find};
use crate::ids;

/// Delete jobs that have ended, with audio and transcripts.
///
/// All or none: every job is looked at before the first is touched. One that has not ended is aborted first, and
/// deleted when it has. Administrators may do this to any.
#[utoipa::path(post, path = "/api/jobs/delete", tag = "Jobs",
    request_body(content((JobIdsForm = "application/x-www-form-urlencoded"), (JobIdsForm = "multipart/form-data"))),
    responses(
        (status = 200, body = Message, description = "The jobs are deleted"),
        (status = 400, description = "The form has no field jobIds | \
            jobIds must be a list of integers with commas between them | jobIds has more than 1000 ids | \
            A job that has not ended cannot be deleted; abort it first"),
        (status = 403, description = "This is not a job of yours"),
        (status = 404, description = "There is no job with this id"),
    ))]
pub(crate) async fn delete_jobs(
    State(app): State<App>,
    JobsUser(caller): JobsUser,
    form: Form,
) -> Result<Json<Message>> {
    let ids = ids::list(form.required("jobIds")?)?;
    let jobs = find(&app, &caller, &ids, finished).await?;
    let queue = &app.queue();
    each(jobs, |job| queue.delete(job, Some(caller.id))).await?;
    Ok(Json(Message::new("The jobs are deleted")))
}

fn finished(job: &Job) -> Result<()> {
    let refused = || Error::invalid("A job that has not ended cannot be deleted; abort it first");
    job.step.is_final().then_some(()).ok_or_else(refused)
}
