//! What jobs look like.

use kindred::entity::job::Job;
use kindred::entity::job::step::Step;
use kindred::queue::Seen;
use serde::Serialize;
use utoipa::ToSchema;

/// A job.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Job)]
pub(crate) struct JobOut {
    /// Its id.
    #[schema(example = 17)]
    job_id: u64,
    /// The name of the file, as it was sent.
    #[schema(required, example = "interview.mp3")]
    file_name: Option<String>,
    /// The model that was asked for; null leaves it to the runner.
    #[schema(required, example = "small")]
    model: Option<String>,
    /// The language that is spoken; null means that it is found out.
    #[schema(required, example = "en")]
    language: Option<String>,
    /// Where it stands.
    status: JobStatus,
    /// The last line of the error; absent unless the job has failed.
    #[serde(rename = "error_msg", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    error_msg: Option<String>,
}

/// Where a job stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobStatus {
    /// `notQueued`, `pendingRunner`, `runnerAssigned`, `runnerInProgress`, `success`, `failed` or `downloaded`.
    #[schema(value_type = String, example = "runnerInProgress")]
    step: Step,
    /// The id of the runner that has it; absent while none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = 3)]
    runner: Option<u64>,
    /// How far the runner is, 0.0 to 1.0; absent unless it is in progress.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = 0.25)]
    progress: Option<f64>,
}

impl From<Seen> for JobOut {
    fn from(seen: Seen) -> Self {
        let error_msg = seen.job.last_error_line().map(str::to_owned);
        let Seen { job: Job { id, order, step, lease, .. }, progress_ratio } = seen;
        let status =
            JobStatus { step, runner: lease.map(|lease| lease.runner), progress: progress_ratio };
        Self {
            job_id: id,
            file_name: order.file_name,
            model: order.model,
            language: order.language,
            status,
            error_msg,
        }
    }
}
