//! What one batch of events made the engines do: told once, and forgotten after a month.
//!
//! For administrators who ask what became of an event. Nothing is decided by it, so it says how much was looked at and
//! written, and not what. Where an engine stands is another thing: [`Launch`](super::summary::Launch).

use serde::{Deserialize, Serialize};

use super::kind::MediaKind;
use crate::Timestamp;
use crate::event::Occurrence;
use crate::store::{Entity, Key, Order, Range, Table};

/// How long launches are remembered: 30 days.
pub const REMEMBERED_SECONDS: i64 = 30 * 86_400;

/// Names of people, which are derived like what engines derive.
pub const NAMES: &str = "Names";

/// Titles of contents, by which a search finds them: what is written is where their snapshot stands.
pub const TITLES: &str = "Titles";

/// What people who have consented think of contents, for comparing tastes.
pub const OPINIONS: &str = "Opinions";

/// The launches that one batch brought, or one run of the schedule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Launches {
    /// Grows with time.
    pub id: u64,
    /// When they were done.
    pub at: Timestamp,
    /// What brought them.
    pub trigger: Trigger,
    /// The ids of the batch's events, ascending.
    pub events: Vec<u64>,
    /// What was launched, in this order.
    pub engines: Vec<Launched>,
    /// When they are forgotten, seconds since 1970; the store deletes them some time later.
    pub expires_at: i64,
    /// Raised by every write.
    pub version: u64,
}

/// What brings launches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Trigger {
    /// Events.
    Stream,
    /// The time of day.
    Schedule,
}

/// What one engine did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Launched {
    /// Its name, or [`NAMES`], [`TITLES`], [`OPINIONS`].
    pub engine: String,
    /// The kind of media; none where kinds do not matter.
    pub kind: Option<MediaKind>,
    /// How many it looked at: contents; for lists and names people and groups.
    pub touched: u64,
    /// How many results it wrote; the others were as they should be.
    pub written: u64,
    /// How long that took, in milliseconds.
    pub ms: u64,
}

impl Launches {
    /// What was launched for these events.
    pub fn new(
        occurrence: Occurrence,
        trigger: Trigger,
        mut events: Vec<u64>,
        engines: Vec<Launched>,
    ) -> Self {
        let Occurrence { id, at, .. } = occurrence;
        events.sort_unstable();
        let expires_at = at.seconds() + REMEMBERED_SECONDS;
        Self { id, at, trigger, events, engines, expires_at, version: 0 }
    }

    /// The launches of a day: `2026-11-21`.
    pub fn of_day(day: &str, order: Order) -> Range {
        Range::of(Table::Derived, format!("LAUNCHES#{day}"), order)
    }
}

impl Entity for Launches {
    const TYPE: &'static str = "launches";

    fn key(&self) -> Key {
        let partition = format!("LAUNCHES#{}", self.at.day());
        Key::new(Table::Derived, partition, format!("{:016}", self.id))
    }

    fn version(&self) -> u64 {
        self.version
    }
}
