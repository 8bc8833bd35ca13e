//! All events in the order of their ids, out of the index by day.
//!
//! The events of a day lie in shards, and those around midnight may have ids of either day. So the shards of the days
//! that overlap are merged: the next event is the first of what all of them have next, and a day is opened as soon as
//! it may have an earlier one. In memory is a slice of each shard.

use std::collections::VecDeque;
use std::ops::RangeInclusive;

use futures_util::future::try_join_all;
use kindred::event::DAY_SHARDS;
use kindred::ids::first_id;
use kindred::store::{Order, Stretch};
use kindred::{Event, Result, Store, Timestamp};

use super::moment::{Moment, SKEW_MICROS};

/// 2026-01-01, in microseconds since 1970: no event is older.
const FIRST_DAY_MICROS: i64 = 1_767_225_600_000_000;
const DAY_MICROS: i64 = 86_400_000_000;
/// How many events of a shard are read at once.
const SLICE: usize = 1_000;

/// A walk through all events until a moment.
pub(super) struct History<'a> {
    store: &'a Store,
    until: Moment,
    /// Where the first day begins that is not open yet.
    next_day: Timestamp,
    shards: Vec<Shard>,
}

/// What is left of the events of a day in one shard.
struct Shard {
    place: String,
    /// The ids that were not read yet; none when there is no more.
    rest: Option<RangeInclusive<u64>>,
    slice: VecDeque<Event>,
}

impl<'a> History<'a> {
    /// From the first event on.
    pub(super) fn until(store: &'a Store, until: Moment) -> Self {
        let next_day = Timestamp::from_micros(FIRST_DAY_MICROS);
        Self { store, until, next_day, shards: Vec::new() }
    }

    /// The next event; none after the last.
    pub(super) async fn next(&mut self) -> Result<Option<Event>> {
        loop {
            let drained = self.shards.iter_mut().filter(|shard| shard.slice.is_empty());
            try_join_all(drained.map(|shard| shard.read(self.store))).await?;
            self.shards.retain(|shard| !shard.slice.is_empty());
            let next = self.shards.iter_mut().min_by_key(|shard| shard.next_id());
            let id = next.as_ref().and_then(|shard| shard.next_id());
            let edge = first_id(moved(self.next_day, -SKEW_MICROS));
            // The day after the last moment may still have events of before.
            let has_more_days = edge <= self.until.last_id();
            if has_more_days && id.is_none_or(|id| id >= edge) {
                self.open_day();
                continue;
            }
            let Some(event) = next.and_then(|shard| shard.slice.pop_front()) else {
                return Ok(None);
            };
            if self.until.covers(&event) {
                return Ok(Some(event));
            }
        }
    }

    fn open_day(&mut self) {
        let day = self.next_day.day();
        let shard = |number| Shard {
            place: format!("{day}#{number}"),
            rest: Some(0..=self.until.last_id()),
            slice: VecDeque::new(),
        };
        self.shards.extend((0..DAY_SHARDS).map(shard));
        self.next_day = moved(self.next_day, DAY_MICROS);
    }
}

impl Shard {
    fn next_id(&self) -> Option<u64> {
        self.slice.front().map(|event| event.id)
    }

    async fn read(&mut self, store: &Store) -> Result<()> {
        let Some(ids) = self.rest.take() else { return Ok(()) };
        let last = *ids.end();
        let stretch = Stretch { day: self.place.clone(), ids, order: Order::Ascending };
        let events: Vec<Event> = store.list_by_day(&stretch, SLICE).await?;
        if let Some(seen) = events.last().filter(|_| events.len() == SLICE) {
            self.rest = Some(seen.id + 1..=last);
        }
        self.slice.extend(events);
        Ok(())
    }
}

fn moved(at: Timestamp, by_micros: i64) -> Timestamp {
    Timestamp::from_micros(at.micros().saturating_add(by_micros))
}
