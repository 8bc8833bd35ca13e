//! Events in the order of their ids, out of all the partitions in which they lie.
//!
//! The events of a day are spread over shards, and those around midnight over two days. So partitions are merged: the
//! next event is the first of what all of them have next, and a day is opened as soon as it may have an earlier one. A
//! walk reads a bounded number of events and days; where it has to pause, another one goes on.

use std::ops::RangeInclusive;

use futures_util::future::try_join_all;
use kindred::event::DAY_SHARDS;
use kindred::store::Order;
use kindred::{Event, Result, Store};

use super::source::{Place, Source};
use crate::window::Day;

/// Events that one walk reads, but for a slice of each partition.
const MOST_EVENTS: usize = 2_000;

/// Days that one walk opens.
const MOST_DAYS: usize = 31;

/// A walk through a part of the history.
pub(super) struct Walk<'a> {
    store: &'a Store,
    order: Order,
    ids: RangeInclusive<u64>,
    /// The days that are not open yet.
    days: RangeInclusive<Day>,
    sources: Vec<Source>,
    n_events: usize,
    n_days: usize,
    /// The id of the last event.
    last: Option<u64>,
}

/// What comes next.
pub(super) enum Step {
    /// An event.
    Event(Event),
    /// This walk has read enough; everything up to this id was seen.
    Pause(u64),
    /// There is nothing more.
    End,
}

impl<'a> Walk<'a> {
    /// Through all events of these ids and days.
    pub(super) fn by_day(
        store: &'a Store,
        order: Order,
        ids: RangeInclusive<u64>,
        days: RangeInclusive<Day>,
    ) -> Self {
        let sources = Vec::new();
        Self { store, order, ids, days, sources, n_events: 0, n_days: 0, last: None }
    }

    /// Through the events of these ids in the partition of what they are about.
    pub(super) fn of_object(
        store: &'a Store,
        order: Order,
        ids: RangeInclusive<u64>,
        partition: String,
    ) -> Self {
        let mut walk = Self::by_day(store, order, ids.clone(), Day::NONE);
        walk.sources.push(Source::new(Place::Object(partition), order, ids));
        walk
    }

    /// Go on.
    pub(super) async fn next(&mut self) -> Result<Step> {
        loop {
            if let Some(pause) = self.read_drained().await? {
                return Ok(pause);
            }
            let first = self.first();
            let id = first.and_then(|first| self.sources[first].next_id());
            if let Some(day) = self.day_before(id) {
                if self.n_days == MOST_DAYS || self.n_events >= MOST_EVENTS {
                    return Ok(Step::Pause(self.edge(day)));
                }
                self.open(day).await?;
                continue;
            }
            self.last = id;
            let event = first.and_then(|first| self.sources[first].pop());
            return Ok(event.map_or(Step::End, Step::Event));
        }
    }

    /// Read on where nothing is known of the next event; the pause that there has to be instead, if enough was read.
    async fn read_drained(&mut self) -> Result<Option<Step>> {
        let drained = self.sources.iter_mut().filter(|source| source.is_drained());
        let drained: Vec<_> = drained.collect();
        if let Some(last) = self.last
            && self.n_events >= MOST_EVENTS
            && !drained.is_empty()
        {
            return Ok(Some(Step::Pause(last)));
        }
        let reads = drained.into_iter().map(|source| source.read(self.store));
        self.n_events += try_join_all(reads).await?.into_iter().sum::<usize>();
        Ok(None)
    }

    /// Which of the sources has the next event.
    fn first(&self) -> Option<usize> {
        let next = self.sources.iter().enumerate();
        let next = next.filter_map(|(position, source)| Some((source.next_id()?, position)));
        let next = match self.order {
            Order::Ascending => next.min(),
            Order::Descending => next.max(),
        };
        next.map(|(_, position)| position)
    }

    /// The next day, if it may have an event before the one of this id.
    fn day_before(&self, id: Option<u64>) -> Option<Day> {
        if self.days.is_empty() {
            return None;
        }
        let (day, is_near) = match self.order {
            Order::Ascending => {
                let day = *self.days.start();
                (day, id.is_none_or(|id| id >= *day.ids().start()))
            }
            Order::Descending => {
                let day = *self.days.end();
                (day, id.is_none_or(|id| id <= *day.ids().end()))
            }
        };
        is_near.then_some(day)
    }

    /// The id up to which everything was seen when this day has to be opened.
    fn edge(&self, day: Day) -> u64 {
        match self.order {
            Order::Ascending => day.ids().start().saturating_sub(1),
            Order::Descending => day.ids().end() + 1,
        }
    }

    async fn open(&mut self, day: Day) -> Result<()> {
        self.days = match self.order {
            Order::Ascending => day.after()..=*self.days.end(),
            Order::Descending => *self.days.start()..=day.before(),
        };
        let of_day = day.ids();
        let ids = *of_day.start().max(self.ids.start())..=*of_day.end().min(self.ids.end());
        let shards = (0..DAY_SHARDS).map(|shard| Place::Day(format!("{day}#{shard}")));
        self.sources.retain(|source| source.next_id().is_some());
        self.sources.extend(shards.map(|place| Source::new(place, self.order, ids.clone())));
        self.n_days += 1;
        Ok(())
    }
}
