//! Uploads: audio that a client puts into the bucket by itself, before it submits the job.

use serde::{Deserialize, Serialize};

use super::agenda::Task;
use crate::Timestamp;
use crate::store::{Entity, Key};

/// An upload that was announced, as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Upload {
    /// Random; who knows it and owns it can submit it.
    pub id: String,
    /// Whose.
    pub owner: u64,
    /// The name of the file, as it was announced.
    pub file_name: Option<String>,
    /// How many bytes it has to have.
    pub size_bytes: u64,
    /// Where in the bucket it goes.
    pub key: String,
    /// Until when it can be submitted, seconds since 1970; the store deletes it some time later.
    pub expires_at: i64,
    /// When the blob goes unless it was submitted.
    pub removal_at: Timestamp,
    /// Raised by every write.
    pub version: u64,
}

impl Upload {
    /// Where an upload lies.
    pub fn place(id: &str) -> Key {
        Key::state("UPLOAD", id)
    }

    /// Whether a text can be the id of one: a UUID without its hyphens.
    pub fn is_id(text: &str) -> bool {
        text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
    }

    /// Whether it can be submitted.
    pub fn is_open(&self, now: Timestamp) -> bool {
        now.seconds() < self.expires_at
    }

    /// That its blob goes unless it was submitted.
    pub fn removal_task(&self) -> Task {
        Task::removal_of_blob(&self.key, self.removal_at)
    }
}

impl Entity for Upload {
    const TYPE: &'static str = "upload";

    fn key(&self) -> Key {
        Self::place(&self.id)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
