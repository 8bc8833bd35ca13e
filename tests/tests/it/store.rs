//! The store: what it refuses, what it retries, and lists of every length.

mod bulk;
mod commit;
mod list;

use kindred::store::{Entity, Key, Order, Range, Table};
use serde::{Deserialize, Serialize};

/// A number under a name: the smallest thing that can be stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Sheep {
    flock: String,
    n: u64,
    version: u64,
}

impl Sheep {
    fn new(flock: &str, n: u64) -> Self {
        Self { flock: flock.to_owned(), n, version: 0 }
    }

    fn place(flock: &str, n: u64) -> Key {
        Key::new(Table::State, format!("FLOCK#{flock}"), format!("{n:016}"))
    }

    fn flock(flock: &str, order: Order) -> Range {
        Range::of(Table::State, format!("FLOCK#{flock}"), order)
    }
}

impl Entity for Sheep {
    const TYPE: &'static str = "sheep";

    fn key(&self) -> Key {
        Self::place(&self.flock, self.n)
    }

    fn version(&self) -> u64 {
        self.version
    }
}

/// How often something happened; one item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Tally {
    count: u64,
    version: u64,
}

impl Tally {
    fn place() -> Key {
        Key::state("TALLY", "x")
    }
}

impl Entity for Tally {
    const TYPE: &'static str = "tally";

    fn key(&self) -> Key {
        Self::place()
    }

    fn version(&self) -> u64 {
        self.version
    }
}
