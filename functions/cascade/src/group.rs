//! What belongs to a group: the memberships of its people, where they were too many to go with it; and groups of which
//! somebody whose account is gone was a part.

use kindred::Result;
use kindred::entity::group::{Disbanded, Group, Membership};
use kindred::store::{Change, Key};

use crate::Cascade;

/// Remove the memberships that a group has left behind, if it has.
///
/// Its people cannot come to it any more, and its id is never given again.
pub(crate) async fn remove_belongings(cascade: &Cascade, group: u64) -> Result<()> {
    let store = cascade.store();
    let place = Disbanded::place(group);
    let Some(left) = store.get::<Disbanded>(&place).await? else { return Ok(()) };
    let places: Vec<Key> = left.people.iter().map(|user| Membership::place(*user, group)).collect();
    store.put_all::<Membership>(&[], &places).await?;
    // The list last: as long as it is there, something may be left.
    store.put_all::<Disbanded>(&[], &[place]).await
}

/// Let a group do without this user, whose account is gone: where they own it, it goes.
pub(crate) async fn part(cascade: &Cascade, user: u64, key: &Key) -> Result<()> {
    let store = cascade.store();
    let Some(membership) = store.get::<Membership>(key).await? else { return Ok(()) };
    let decide = |found: Option<Group>| {
        let occurrence = cascade.queue.ids().occurrence(Some(user));
        let parting = found.map(|group| group.parting(user, occurrence));
        Ok((parting.unwrap_or_else(|| Change::new().clear(key.clone())), ()))
    };
    store.change(&Group::place(membership.group_id), decide).await
}
