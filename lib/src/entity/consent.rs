//! Consent: that somebody agrees to be found by those whose taste is near theirs, and may find them in turn.
//!
//! It is there as long as it is given, and nothing of a person is compared, or shown by a comparison, without it. So
//! whoever shows anything looks here at that moment: what is derived of those who have consented follows later.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::event::{Event, Occurrence};
use crate::store::{Change, Entity, Key, Table};

/// That somebody has consented.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Who.
    pub user_id: u64,
    /// Since when.
    pub given_at: Timestamp,
    /// Raised by every write.
    pub version: u64,
}

impl Consent {
    /// Where it lies: it goes with the account.
    pub fn place(user: u64) -> Key {
        Key::new(Table::State, format!("USER#{user}"), "CONSENT")
    }

    /// What somebody's consent is from now on, and what to write for it: nothing when it stays as it was.
    pub fn decide(
        found: Option<Self>,
        (user_id, is_given): (u64, bool),
        occurrence: Occurrence,
    ) -> (Change, Option<Self>) {
        let told = Event::consented(occurrence, user_id, is_given);
        match (found, is_given) {
            (None, true) => {
                let given = Self { user_id, given_at: occurrence.at, version: 0 };
                (Change::new().create(&given).event(&told), Some(given))
            }
            (Some(given), false) => (Change::new().delete(&given).event(&told), None),
            (found, _) => (Change::new(), found),
        }
    }
}

impl Entity for Consent {
    const TYPE: &'static str = "consent";

    fn key(&self) -> Key {
        Self::place(self.user_id)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
