//! What is told of jobs of matching: by whose they are, and their uuid.

use serde_json::json;
use uuid::Uuid;

use super::{Event, Occurrence, into_map};

/// Somebody wants very many texts matched: `model_name`, `uuid`; `object_id` is whose job it is.
pub const MATCHING_SUBMITTED: &str = "MatchingJobSubmitted";
/// They are matched.
pub const MATCHING_DONE: &str = "MatchingJobDone";
/// They cannot be matched.
pub const MATCHING_FAILED: &str = "MatchingJobFailed";
/// The job was deleted, whatever had become of it.
pub const MATCHING_DELETED: &str = "MatchingJobDeleted";
/// The `model_name` of jobs of matching.
pub const MATCHING_MODEL: &str = "matching_job";

impl Event {
    /// Something happened to a job of matching.
    pub fn matching_job(occurrence: Occurrence, name: &str, owner: u64, uuid: Uuid) -> Self {
        let fields = json!({ "model_name": MATCHING_MODEL, "uuid": uuid });
        Self::new(occurrence, name, owner, into_map(fields))
    }
}
