//! Who is online, and who is idle: rows that are written with the runner.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::store::{Entity, Key, Order, Range, Table};

const ONLINE: &str = "RUNNERS#ONLINE";
const IDLE: &str = "RUNNERS#IDLE";

/// That a runner is online.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Online {
    /// Which.
    pub runner: u64,
}

/// That a runner has nothing to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Idle {
    /// Which.
    pub runner: u64,
    /// Since when it is online.
    pub since: Timestamp,
}

impl Online {
    /// All runners that are online, by id.
    pub fn all() -> Range {
        Range::of(Table::State, ONLINE, Order::Ascending)
    }
}

impl Idle {
    /// All runners that have nothing to do, in the order in which they came online.
    pub fn all() -> Range {
        Range::of(Table::State, IDLE, Order::Ascending)
    }
}

impl Entity for Online {
    const TYPE: &'static str = "runner online";

    fn key(&self) -> Key {
        Key::new(Table::State, ONLINE, format!("{:016}", self.runner))
    }
}

impl Entity for Idle {
    const TYPE: &'static str = "idle runner";

    fn key(&self) -> Key {
        Key::new(Table::State, IDLE, format!("{}#{:016}", self.since, self.runner))
    }
}
