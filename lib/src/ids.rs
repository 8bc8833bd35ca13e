//! Fresh ids and randomness, which only come from here.
//!
//! Integers that the contracts promise (users, articles, contents) are counted in the store; see
//! [`Store::next_id`](crate::Store::next_id).

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rand::RngExt;
use uuid::Uuid;

use crate::Clock;
use crate::event::Occurrence;

/// Low bits of an event id that tell apart the events of one millisecond.
const SEQUENCE_BITS: u32 = 12;

/// How many ids an occurrence may count up.
pub const EVENTS_OF_ONE_CHANGE: u64 = 16;

/// 2020-01-01T00:00:00Z in milliseconds; 41 bits of milliseconds from there last until 2089.
const EPOCH_MS: i64 = 1_577_836_800_000;

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

    /// Random bytes fit for salts and secrets.
    #[expect(clippy::disallowed_methods, reason = "the one place that draws random numbers")]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        rand::rng().random()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    #[test]
    fn event_ids_grow_while_the_clock_stands_still() {
        let ids = Ids::new(Clock::manual(Timestamp::from_micros(1_800_000_000_000_000)));

        let drawn: Vec<u64> = (0..10_000).map(|_| ids.occurrence(None).id).collect();

        assert!(drawn.is_sorted_by(|a, b| a < b));
        assert!(drawn.iter().all(|id| *id < 1 << 53));
    }
}
