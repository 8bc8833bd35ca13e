//! One partition of events, read slice by slice in the order of their ids.

use std::collections::VecDeque;
use std::ops::RangeInclusive;

use kindred::store::{Cursor, Order, Range, Stretch, Table};
use kindred::{Event, Result, Store};

use crate::window::NOTHING;

/// How many events are read at once.
const SLICE: usize = 25;

/// Where events lie.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// A day and a shard of the index: `2026-11-21#3`.
    Day(String),
    /// The partition of what they are about: `CONTENT#42`.
    Object(String),
}

/// What is left of a partition.
#[derive(Debug)]
pub(super) struct Source {
    place: Place,
    order: Order,
    /// The ids that were not read yet; none when there is no more.
    rest: RangeInclusive<u64>,
    slice: VecDeque<Event>,
}

impl Source {
    /// The events of these ids; nothing is read yet.
    pub(super) fn new(place: Place, order: Order, ids: RangeInclusive<u64>) -> Self {
        Self { place, order, rest: ids, slice: VecDeque::new() }
    }

    /// The id of the next event that was read.
    pub(super) fn next_id(&self) -> Option<u64> {
        self.slice.front().map(|event| event.id)
    }

    /// Take the next event that was read.
    pub(super) fn pop(&mut self) -> Option<Event> {
        self.slice.pop_front()
    }

    /// Whether nothing is known of the next event before a slice is read.
    pub(super) fn is_drained(&self) -> bool {
        self.slice.is_empty() && !self.rest.is_empty()
    }

    /// Read the next slice; how many events that were.
    pub(super) async fn read(&mut self, store: &Store) -> Result<usize> {
        let events = match &self.place {
            Place::Day(day) => {
                let (day, ids) = (day.clone(), self.rest.clone());
                store.list_by_day(&Stretch { day, ids, order: self.order }, SLICE).await?
            }
            Place::Object(partition) => {
                let range = Range::of(Table::Events, partition, self.order);
                store.list::<Event>(&range, self.before_rest().as_ref(), SLICE).await?.items
            }
        };
        let n_read = events.len();
        let wanted = self.rest.clone();
        // A list does not end where the ids do, so the last one may lie beyond.
        self.rest = match (events.last().filter(|_| n_read == SLICE), self.order) {
            (None, _) => NOTHING,
            (Some(last), Order::Ascending) => last.id + 1..=*wanted.end(),
            (Some(last), Order::Descending) => {
                last.id.checked_sub(1).map_or(NOTHING, |id| *wanted.start()..=id)
            }
        };
        self.slice.extend(events.into_iter().filter(|event| wanted.contains(&event.id)));
        Ok(n_read)
    }

    /// The place in the partition's list before which everything is read, or not wanted.
    fn before_rest(&self) -> Option<Cursor> {
        let id = match self.order {
            Order::Ascending => self.rest.start().checked_sub(1),
            Order::Descending => Some(self.rest.end() + 1),
        };
        id.map(|id| Cursor::after(format!("{id:016}")))
    }
}
