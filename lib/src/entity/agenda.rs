//! The agenda: what has to be done at a time, by the sweep.
//!
//! A task is a row; rows sort by when they are due, so that finding what is due costs nothing but that. Whatever a task
//! is about may have come to its end otherwise: then its row goes with it, or doing it changes nothing.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Timestamp;
use crate::store::{Entity, Key, Order, Range, Table};

/// The partition of all tasks.
const EVERYTHING: &str = "AGENDA";

/// Something that has to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// From when on.
    pub due_at: Timestamp,
    /// What.
    pub deed: Deed,
}

/// What has to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Delete the blob of this key: nothing refers to it, or nothing will.
    RemoveBlob(String),
    /// Delete this job, which has ended long ago.
    RemoveJob(u64),
    /// Delete this job of matching, which has ended some days ago.
    RemoveMatchingJob {
        /// Whose it is.
        owner: u64,
        /// Which.
        uuid: Uuid,
    },
}

impl Task {
    /// A blob that nobody refers to at this time is to be deleted then.
    ///
    /// Whoever writes a blob notes this before, and takes it back in the transaction that refers to the blob.
    pub fn removal_of_blob(key: impl Into<String>, due_at: Timestamp) -> Self {
        Self { due_at, deed: Deed::RemoveBlob(key.into()) }
    }

    /// A job is to be deleted.
    pub fn removal_of_job(job: u64, due_at: Timestamp) -> Self {
        Self { due_at, deed: Deed::RemoveJob(job) }
    }

    /// A job of matching is to be deleted.
    pub fn removal_of_matching_job(owner: u64, uuid: Uuid, due_at: Timestamp) -> Self {
        Self { due_at, deed: Deed::RemoveMatchingJob { owner, uuid } }
    }

    /// All tasks, the earliest first.
    pub fn all() -> Range {
        Range::of(Table::State, EVERYTHING, Order::Ascending)
    }
}

impl Entity for Task {
    const TYPE: &'static str = "task";

    fn key(&self) -> Key {
        let deed = match &self.deed {
            Deed::RemoveBlob(key) => format!("blob#{key}"),
            Deed::RemoveJob(job) => format!("job#{job:016}"),
            Deed::RemoveMatchingJob { uuid, .. } => format!("matching#{uuid}"),
        };
        Key::new(Table::State, EVERYTHING, format!("{}#{deed}", self.due_at))
    }
}
