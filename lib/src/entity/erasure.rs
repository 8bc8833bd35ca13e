//! Erasures: what is deleted, as long as something that belonged to it may be left.
//!
//! A deletion removes the thing itself and its names at once, in one transaction, and leaves this row. Whoever owns
//! what hung on it removes that when the event comes; the schedule goes through the rows again, finishes what was
//! broken off, catches what was written by requests that were still under way, and removes the row at last.

use serde::{Deserialize, Serialize};

use super::kind::MediaKind;
use crate::Timestamp;
use crate::event::Occurrence;
use crate::store::{Entity, Key, Order, Range, Table};

/// The partition of all erasures.
const EVERYTHING: &str = "ERASURES";

/// How long a request can still be under way that knew the thing: a function's time limit, and plenty.
const PATIENCE_MICROS: i64 = 300_000_000;

/// Something whose belongings have to go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Erasure {
    /// What it was: the `model_name` of its deletion event.
    pub model: String,
    /// Its id.
    pub id: u64,
    /// Of which kind it was, where the model does not say so: a genre.
    #[serde(default)]
    pub kind: Option<MediaKind>,
    /// Who deleted it; none for the system.
    #[serde(default)]
    pub by: Option<u64>,
    /// When it was deleted.
    pub deleted_at: Timestamp,
}

impl Erasure {
    /// Of the thing of this model, when it is deleted.
    pub fn of(model: &str, id: u64, occurrence: Occurrence) -> Self {
        let Occurrence { at, by, .. } = occurrence;
        Self { model: model.to_owned(), id, kind: None, by, deleted_at: at }
    }

    /// Where the erasure of a thing lies.
    pub fn place(model: &str, id: u64) -> Key {
        Key::new(Table::State, EVERYTHING, format!("{model}#{id:016}"))
    }

    /// All that are not finished, in order of model and id.
    pub fn all() -> Range {
        Range::of(Table::State, EVERYTHING, Order::Ascending)
    }

    /// Whether nobody can write anything more that would belong to it.
    pub fn is_settled(&self, now: Timestamp) -> bool {
        now.micros() - self.deleted_at.micros() > PATIENCE_MICROS
    }
}

impl Entity for Erasure {
    const TYPE: &'static str = "erasure";

    fn key(&self) -> Key {
        Self::place(&self.model, self.id)
    }
}
