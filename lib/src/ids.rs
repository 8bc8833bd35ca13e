//! Fresh ids and randomness, which only come from here.
//!
//! Integers that the contracts promise (users, articles, contents) are counted in the store; see
//! [`Store::next_id`](crate::Store::next_id).

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rand::RngExt;
use uuid::Uuid;

use crate::event::Occurrence;
use crate::{Clock, Timestamp};

/// Low bits of an event id that tell apart the events of one millisecond.
const SEQUENCE_BITS: u32 = 12;

/// How many ids an occurrence may count up.
pub const EVENTS_OF_ONE_CHANGE: u64 = 16;

/// 2020-01-01T00:00:00Z in milliseconds; 41 bits of milliseconds from there last until 2089.
const EPOCH_MS: i64 = 1_577_836_800_000;

/// Ids of events are below this one.
pub const IDS_END: u64 = 1 << 53;

/// The least id that an event of this time may have; before 2020, that is 0.
///
/// Ids tell the time to the millisecond, or a little later when very much happens at once.
pub fn first_id(at: Timestamp) -> u64 {
    let ms = u64::try_from(at.micros().div_euclid(1_000) - EPOCH_MS).unwrap_or(0);
    ms.saturating_mul(1 << SEQUENCE_BITS).min(IDS_END)
}

/// The time that the id of an event tells, to the millisecond.
pub fn time_of(id: u64) -> Timestamp {
    let ms = i64::try_from(id >> SEQUENCE_BITS).unwrap_or(i64::MAX);
    Timestamp::from_micros(ms.saturating_add(EPOCH_MS).saturating_mul(1_000))
}

/// A source of ids; clones share it.
#[derive(Clone, Debug)]
pub struct Ids {
    clock: Clock,
    last_event: Arc<AtomicU64>,
}

impl Ids {
    /// A source that takes the time from this clock.
    pub fn new(clock: Clock) -> Self {
        Self { clock, last_event: Arc::default() }
    }

    /// Something that happens now, with time-ordered ids below 2^53 for its events, greater than any before.
    ///
    /// Milliseconds since 2020, then 12 bits that start at random, so that two instances rarely meet; the store
    /// refuses the second of two equal ids on one object.
    pub fn occurrence(&self, by: Option<u64>) -> Occurrence {
        let at = self.clock.now();
        let ms = u64::try_from(at.micros() / 1_000 - EPOCH_MS).unwrap_or(0);
        Occurrence {
            id: self.reserve((ms << SEQUENCE_BITS) | u64::from(self.random::<1>()[0])),
            at,
            by,
        }
    }

    fn reserve(&self, fresh: u64) -> u64 {
        let next = |last: u64| fresh.max(last + EVENTS_OF_ONE_CHANGE);
        let previous = self
            .last_event
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(next(last)))
            .unwrap_or(0);
        next(previous)
    }

    /// A random UUID, version 4.
    pub fn uuid(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.random()).into_uuid()
    }

    /// A random UUID, version 7: those of later milliseconds sort behind it.
    pub fn uuid_in_order(&self) -> Uuid {
        let ms = u64::try_from(self.clock.now().micros() / 1_000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(ms, &self.random()).into_uuid()
    }

    /// Random bytes fit for salts and secrets.
    #[expect(clippy::disallowed_methods, reason = "the one place that draws random numbers")]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        rand::rng().random()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn event_ids_grow_while_the_clock_stands_still() {
        let ids = Ids::new(Clock::manual(Timestamp::from_micros(1_800_000_000_000_000)));

        let drawn: Vec<u64> = (0..10_000).map(|_| ids.occurrence(None).id).collect();

        assert!(drawn.is_sorted_by(|a, b| a < b));
        assert!(drawn.iter().all(|id| *id < 1 << 53));
    }

    #[test]
    fn an_id_tells_its_time() {
        let at = Timestamp::from_micros(1_800_000_000_123_456);
        let ids = Ids::new(Clock::manual(at));

        let id = ids.occurrence(None).id;

        assert_eq!(time_of(id), Timestamp::from_micros(1_800_000_000_123_000));
        assert_eq!(first_id(time_of(id)), first_id(at));
        assert!((first_id(at)..first_id(at) + (1 << SEQUENCE_BITS)).contains(&id));
        assert_eq!(first_id(Timestamp::from_micros(0)), 0);
        assert_eq!(first_id(Timestamp::from_micros(i64::MAX)), IDS_END);
    }
}
