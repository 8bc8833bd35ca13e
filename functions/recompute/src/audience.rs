//! Whose lists a content may be in, or a reason for: those who have ever met it, from its history, and their groups.

use std::collections::BTreeSet;

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::entity::group::Membership;
use kindred::entity::recommendation::Recipient;
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

/// Those who have met any of these contents, and their groups.
pub(crate) async fn of(store: &Store, contents: &BTreeSet<u64>) -> Result<BTreeSet<Recipient>> {
    let histories = stream::iter(contents.clone()).map(|content| history(store, content));
    let users = histories.buffer_unordered(AT_ONCE).try_fold(BTreeSet::new(), union).await?;
    with_groups(store, users).await
}

/// These users, and the groups to which they belong. Costs a read unit for each user.
pub(crate) async fn with_groups(
    store: &Store,
    users: BTreeSet<u64>,
) -> Result<BTreeSet<Recipient>> {
    let groups = stream::iter(users.clone()).map(|user| groups(store, user));
    let groups = groups.buffer_unordered(AT_ONCE).try_fold(BTreeSet::new(), union).await?;
    Ok(users.into_iter().map(Recipient::User).chain(groups).collect())
}

async fn groups(store: &Store, user: u64) -> Result<Vec<Recipient>> {
    let all: Vec<Membership> = store.list_all(&Membership::all(user)).await?;
    let belongs = all.into_iter().filter(|membership| membership.standing.belongs());
    Ok(belongs.map(|membership| Recipient::Group(membership.group_id)).collect())
}

async fn union<T: Ord>(mut all: BTreeSet<T>, more: Vec<T>) -> Result<BTreeSet<T>> {
    all.extend(more);
    Ok(all)
}

async fn history(store: &Store, content: u64) -> Result<Vec<u64>> {
    let history = Range::of(Table::Events, Event::partition(content), Order::Ascending);
    let traces: Vec<Trace> = store.list_all(&history).await?;
    let met = traces.iter().filter(|trace| trace.name == META_ADDED);
    Ok(met.filter_map(|trace| trace.occured_by.as_u64()).collect())
}
