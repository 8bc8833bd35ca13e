//! Submissions under an idempotency key: which job the first of them made.
//!
//! They lie in the partition of their user, and go with the account or when they have expired.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Timestamp;
use crate::store::{Entity, Key, Table};

/// How long a key stands for its job.
const LIFETIME_SECONDS: i64 = 86_400;

/// A submission as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    /// Whose.
    pub user: u64,
    /// SHA-256 of the key, base64url.
    pub key_hash: String,
    /// The job that it made.
    pub job: u64,
    /// When the key is free again, seconds since 1970; the store deletes it some time later.
    pub expires_at: i64,
    /// Raised by every write.
    pub version: u64,
}

impl Submission {
    /// Under this key this user made this job.
    pub fn new(user: u64, key: &str, job: u64, now: Timestamp) -> Self {
        let expires_at = now.seconds() + LIFETIME_SECONDS;
        Self { user, key_hash: hash(key), job, expires_at, version: 0 }
    }

    /// Where the submission under a key would lie.
    pub fn place(user: u64, key: &str) -> Key {
        place(user, &hash(key))
    }

    /// Whether the key still stands for the job.
    pub fn holds(&self, now: Timestamp) -> bool {
        now.seconds() < self.expires_at
    }
}

fn place(user: u64, key_hash: &str) -> Key {
    Key::new(Table::State, format!("USER#{user}"), format!("SUBMISSION#{key_hash}"))
}

fn hash(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(key))
}

impl Entity for Submission {
    const TYPE: &'static str = "submission";

    fn key(&self) -> Key {
        place(self.user, &self.key_hash)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
