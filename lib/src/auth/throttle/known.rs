//! Known clients: from where an account has been used.

use serde::{Deserialize, Serialize};

use crate::store::{Entity, Key};

const DAY_S: i64 = 86_400;

/// How long a client is known after the last success.
const REMEMBERED_S: i64 = 30 * DAY_S;

/// A client that an account has been used from; who they are cannot be read from it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Known {
    subject: String,
    expires_at: i64,
}

impl Entity for Known {
    const TYPE: &'static str = "known-client";

    fn key(&self) -> Key {
        Self::place(&self.subject)
    }
}

impl Known {
    /// Where it lies; `subject` stands for the account and the client.
    pub(super) fn place(subject: &str) -> Key {
        Key::state("KNOWN", subject)
    }

    /// Known from this second on.
    pub(super) fn from(second: i64, subject: String) -> Self {
        Self { subject, expires_at: second + REMEMBERED_S }
    }

    /// Whether it still counts: the table deletes what has expired in its own time.
    pub(super) fn is_good(&self, second: i64) -> bool {
        second < self.expires_at
    }

    /// Whether it was written within a day, and need not be written again.
    pub(super) fn is_fresh(&self, second: i64) -> bool {
        second < self.expires_at - REMEMBERED_S + DAY_S
    }
}
