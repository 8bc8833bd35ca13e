//! Turnovers: what a run changed in a user's lists of a kind, told once and forgotten after a month.
//!
//! For administrators who ask why somebody is recommended something else than before. It is written with the lists, in
//! one transaction, so nothing that was ever served is missing. Ids alone tell what came and went; where something
//! stood, and how much it counted, is told of the first [`TOLD`] places, which are what people see. That is enough to
//! [add up](Net) what happened between any two moments.

mod net;
mod shift;

use serde::{Deserialize, Serialize};

pub use net::{Movement, Net};
pub use shift::{Place, Shift, Spot, TOLD, differences};

use super::kind::MediaKind;
use super::launches::REMEMBERED_SECONDS;
use crate::Timestamp;
use crate::event::{Event, Occurrence};
use crate::store::{Cursor, Entity, Key, Order, Range, Table};

/// Events that are told of as causes at most: the newest.
pub const MOST_CAUSES: usize = 50;

/// What a run changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turnover {
    /// Whose lists.
    pub user_id: u64,
    /// Of what.
    pub kind: MediaKind,
    /// Grows with time.
    pub id: u64,
    /// When.
    pub at: Timestamp,
    /// The newest event that surely shows in it.
    pub position: u64,
    /// The events of the batch that had to do with it, oldest first; none where a round found what was to be changed.
    pub causes: Vec<Cause>,
    /// What is otherwise than before, by engine.
    pub shifts: Vec<Shift>,
    /// When it is forgotten, seconds since 1970; the store deletes it some time later.
    pub expires_at: i64,
}

/// Where an event lies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cause {
    /// Its id.
    pub id: u64,
    /// Its partition: `CONTENT#42`.
    pub partition: String,
}

impl Turnover {
    /// A user's lists have shifted so.
    pub fn new(
        occurrence: Occurrence,
        (user_id, kind): (u64, MediaKind),
        position: u64,
        mut causes: Vec<Cause>,
        shifts: Vec<Shift>,
    ) -> Self {
        let Occurrence { id, at, .. } = occurrence;
        causes.sort_unstable();
        causes.dedup();
        causes.drain(..causes.len().saturating_sub(MOST_CAUSES));
        let expires_at = at.seconds() + REMEMBERED_SECONDS;
        Self { user_id, kind, id, at, position, causes, shifts, expires_at }
    }

    /// All of a user, oldest first.
    pub fn all(user: u64) -> Range {
        Range::of(Table::Derived, partition(user), Order::Ascending)
    }

    /// The place in that list before which all ids are less than this one.
    pub fn before(id: u64) -> Option<Cursor> {
        (id > 0).then(|| Cursor::after(format!("{id:016}")))
    }
}

impl Cause {
    /// The event that lies there.
    pub fn place(&self) -> Key {
        Key::new(Table::Events, &self.partition, format!("{:016}", self.id))
    }
}

impl From<&Event> for Cause {
    fn from(event: &Event) -> Self {
        Self { id: event.id, partition: event.key().partition }
    }
}

fn partition(user: u64) -> String {
    format!("TURNOVERS#USER#{user}")
}

impl Entity for Turnover {
    const TYPE: &'static str = "turnover";

    fn key(&self) -> Key {
        let sort = format!("{:016}#{}", self.id, self.kind);
        Key::new(Table::Derived, partition(self.user_id), sort)
    }
}
