//! Who has ever met a content, from its history.

use std::collections::BTreeSet;

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::event::META_ADDED;
use kindred::store::{Entity, Key, Order, Range, Table};
use kindred::{Event, Result, Store};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::AT_ONCE;

/// What counts here of an item in the event table.
///
/// One that is no event has none of it: it ends with the dead letters, and must not hold up its content for ever.
#[derive(Serialize, Deserialize)]
struct Trace {
    #[serde(rename = "PK")]
    partition: String,
    #[serde(rename = "SK")]
    sort: String,
    #[serde(default)]
    name: Value,
    #[serde(default)]
    occured_by: Value,
}

impl Entity for Trace {
    const TYPE: &'static str = "event";

    fn key(&self) -> Key {
        Key::new(Table::Events, &self.partition, &self.sort)
    }
}

/// The users who have met any of these contents.
pub(crate) async fn of(store: &Store, contents: &BTreeSet<u64>) -> Result<BTreeSet<u64>> {
    let histories = stream::iter(contents.clone()).map(|content| history(store, content));
    histories
        .buffer_unordered(AT_ONCE)
        .try_fold(BTreeSet::new(), async |mut users, met| {
            users.extend(met);
            Ok(users)
        })
        .await
}

async fn history(store: &Store, content: u64) -> Result<Vec<u64>> {
    let history = Range::of(Table::Events, Event::partition(content), Order::Ascending);
    let traces: Vec<Trace> = store.list_all(&history).await?;
    let met = traces.iter().filter(|trace| trace.name == META_ADDED);
    Ok(met.filter_map(|trace| trace.occured_by.as_u64()).collect())
}
