//! Which part of the history is asked for: ids and times between two ends.
//!
//! Ids are counted up from the time, so the order of ids is the order of time, nearly: when very much happens at once,
//! ids run ahead of the clock, and instances do not quite agree on what time it is. What belongs to a window is decided
//! by what was said, time or id; the other follows from it with [`SKEW_MICROS`] to spare.

use std::ops::RangeInclusive;

use kindred::Timestamp;
use kindred::ids::{IDS_END, first_id, time_of};
use kindred::store::Order;

use crate::moment::Moment;

/// How far the time that an id tells may be from the time of its event: one minute.
pub(crate) const SKEW_MICROS: i64 = 60_000_000;

/// The greatest id that there can be.
const LAST_ID: u64 = IDS_END - 1;

/// No ids.
#[expect(clippy::reversed_empty_ranges, reason = "it is to be empty")]
pub(crate) const NOTHING: RangeInclusive<u64> = 1..=0;

const DAY_MICROS: i64 = 86_400_000_000;

/// A part of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// The ids that its events may have.
    pub(crate) ids: RangeInclusive<u64>,
    times: RangeInclusive<Timestamp>,
}

/// A day, counted from 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(i64);

impl Window {
    /// From one moment, or the beginning, to another one, both included.
    pub(crate) fn new(since: Option<Moment>, until: Moment) -> Self {
        let (first, start) = match since {
            Some(Moment::Time(at)) => (first_id(moved(at.micros(), -SKEW_MICROS)).min(LAST_ID), at),
            Some(Moment::Event(id)) => (id, moved(0, i64::MIN)),
            None => (0, moved(0, i64::MIN)),
        };
        let (last, end) = match until {
            Moment::Time(at) => (before(first_id(moved(at.micros(), SKEW_MICROS))), at),
            Moment::Event(id) => (id.min(LAST_ID), moved(0, i64::MAX)),
        };
        Self { ids: first..=last, times: start..=end }
    }

    /// Whether nothing can lie in it, because it ends before it begins.
    pub(crate) fn is_empty(&self) -> bool {
        self.ids.is_empty() || self.times.is_empty()
    }

    /// Whether an event of this id and time lies in it.
    pub(crate) fn contains(&self, id: u64, at: Timestamp) -> bool {
        self.ids.contains(&id) && self.times.contains(&at)
    }

    /// What is left of it after the event of this id.
    pub(crate) fn left(self, after: Option<u64>, order: Order) -> Self {
        let (first, last) = (*self.ids.start(), *self.ids.end());
        let ids = match (after, order) {
            (None, _) => first..=last,
            (Some(after), Order::Ascending) => first.max(after.saturating_add(1))..=last,
            (Some(0), Order::Descending) => NOTHING,
            (Some(after), Order::Descending) => first..=last.min(after - 1),
        };
        Self { ids, ..self }
    }

    /// The days on which its events may have happened, up to today.
    pub(crate) fn days(&self, now: Timestamp) -> RangeInclusive<Day> {
        let (first, last) = (time_of(*self.ids.start()), time_of(*self.ids.end()));
        let first = moved(first.micros(), -SKEW_MICROS).max(*self.times.start());
        let last = moved(last.micros().min(now.micros()), SKEW_MICROS).min(*self.times.end());
        Day::of(first)..=Day::of(last)
    }
}

impl Day {
    /// No days.
    pub(crate) const NONE: RangeInclusive<Self> = Self(1)..=Self(0);

    /// The day of this time.
    pub(crate) fn of(at: Timestamp) -> Self {
        Self(at.micros().div_euclid(DAY_MICROS))
    }

    /// The one before.
    pub(crate) fn before(self) -> Self {
        Self(self.0 - 1)
    }

    /// The one after.
    pub(crate) fn after(self) -> Self {
        Self(self.0 + 1)
    }

    /// The ids that its events may have.
    pub(crate) fn ids(self) -> RangeInclusive<u64> {
        let start = self.0.saturating_mul(DAY_MICROS);
        let end = start.saturating_add(DAY_MICROS);
        first_id(moved(start, -SKEW_MICROS))..=before(first_id(moved(end, SKEW_MICROS)))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&moved(self.0.saturating_mul(DAY_MICROS), 0).day())
    }
}

fn moved(micros: i64, by: i64) -> Timestamp {
    Timestamp::from_micros(micros.saturating_add(by))
}

/// The id before this one.
fn before(id: u64) -> u64 {
    id.saturating_sub(1)
}
