//! How jobs of matching are shown.

use kindred::Timestamp;
use kindred::entity::matching_job::{MatchingJob, State};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A job of matching.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatchingJob)]
pub(crate) struct MatchingJobOut {
    /// By what it is known.
    #[schema(value_type = String, example = "019a9f3e-5c00-7b3d-9d5c-3f1a2b4c5d6e")]
    uuid: Uuid,
    /// `pending` until somebody begins with it, `running`, and at last `done` or `failed`.
    #[schema(value_type = String, example = "done")]
    state: State,
    /// The share of queries that are answered, from 0 to 1.
    #[schema(example = 1.0)]
    progress: f64,
    /// How many queries it has.
    #[schema(example = 10_000)]
    queries: usize,
    /// How many choices it has.
    #[schema(example = 20_000)]
    choices: usize,
    /// How much work it is, in the units of `GET /api/match`.
    #[schema(example = 400_000_000_000_u64)]
    estimate: u64,
    /// How many bytes its answers have so far.
    #[schema(example = 3_400_000)]
    result_bytes: u64,
    /// Why it failed; null as long as it has not.
    #[schema(required, example = json!(null))]
    error: Option<String>,
    /// When it was submitted, UTC.
    #[schema(value_type = String, example = "2026-11-21T06:30:00.000000")]
    submitted_at: Timestamp,
    /// When somebody began with it.
    #[schema(required, value_type = Option<String>, example = "2026-11-21T06:30:40.000000")]
    started_at: Option<Timestamp>,
    /// When it ended.
    #[schema(required, value_type = Option<String>, example = "2026-11-21T06:38:10.000000")]
    finished_at: Option<Timestamp>,
    /// When it will be deleted.
    #[schema(required, value_type = Option<String>, example = "2026-11-28T06:38:10.000000")]
    expires_at: Option<Timestamp>,
}

/// A job of matching, or what became of it.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "the shape of `Content<MatchingJobOut>` under a name of its own, for the documentation"
)]
pub(crate) struct MatchingJobAnswer {
    /// Always true.
    #[schema(example = true)]
    status: bool,
    /// For a person.
    #[schema(example = "Here you are")]
    message: String,
    /// The job.
    content: MatchingJobOut,
}

/// A page of jobs of matching.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "the shape of `Paged<MatchingJobOut>` under a name of its own, for the documentation"
)]
pub(crate) struct MatchingJobPage {
    /// Always true.
    #[schema(example = true)]
    status: bool,
    /// For a person.
    #[schema(example = "Here you are")]
    message: String,
    /// The jobs, at most 24.
    content: Vec<MatchingJobOut>,
    /// How many jobs this page has.
    #[schema(example = 1)]
    number_of_elements: usize,
    /// The number of the page, as it was asked for.
    #[schema(example = 1)]
    page: i64,
    /// How many pages there are; 0 when there is no job.
    #[schema(example = 1)]
    total_pages: u64,
}

impl From<MatchingJob> for MatchingJobOut {
    fn from(job: MatchingJob) -> Self {
        Self {
            uuid: job.uuid,
            state: job.state,
            progress: job.n_answered as f64 / job.size.n_queries.max(1) as f64,
            queries: job.size.n_queries,
            choices: job.size.n_choices,
            estimate: job.size.estimate,
            result_bytes: job.result_bytes,
            submitted_at: job.submitted_at,
            started_at: job.started_at,
            finished_at: job.finished_at,
            expires_at: job.removed_at(),
            error: job.error,
        }
    }
}
