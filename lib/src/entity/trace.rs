//! Traces: what the history of a content says of who has ever met it.
//!
//! An interaction lies with its user, so it cannot be asked for by its content; but its first event tells of it for
//! ever.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::event::{Event, META_ADDED};
use crate::store::{Entity, Key, Order, Range, Table};

/// What counts of an item in a content's history.
///
/// One that is no event has none of it: it ends with the dead letters, and must not hold up its content for ever.
#[derive(Debug, Serialize, Deserialize)]
pub struct Trace {
    #[serde(rename = "PK")]
    partition: String,
    #[serde(rename = "SK")]
    sort: String,
    #[serde(default)]
    name: Value,
    #[serde(default)]
    occured_by: Value,
}

impl Trace {
    /// The history of a content, oldest first.
    pub fn history(content: u64) -> Range {
        Range::of(Table::Events, Event::partition(content), Order::Ascending)
    }

    /// The user who met the content then, if it tells of a first meeting. One who came back is told of again.
    pub fn met_by(&self) -> Option<u64> {
        if self.name == META_ADDED { self.occured_by.as_u64() } else { None }
    }
}

impl Entity for Trace {
    const TYPE: &'static str = "event";

    fn key(&self) -> Key {
        Key::new(Table::Events, &self.partition, &self.sort)
    }
}
