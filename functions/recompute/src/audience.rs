//! Whose lists a content may be in, or a reason for: those who have ever met it, from its history, and their groups.

use std::collections::BTreeSet;

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::entity::group::Membership;
use kindred::entity::recommendation::Recipient;
use kindred::entity::trace::Trace;
use kindred::{Result, Store};

use crate::AT_ONCE;

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
    let traces: Vec<Trace> = store.list_all(&Trace::history(content)).await?;
    Ok(traces.iter().filter_map(Trace::met_by).collect())
}
