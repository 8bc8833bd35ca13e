//! Whether groups and the memberships of their people say the same.

use std::collections::BTreeSet;

use kindred::entity::group::{Disbanded, Group, Membership, Standing};
use kindred::event::GROUP_MODEL;
use kindred::store::Entity;

use super::Picture;

impl Picture {
    pub(super) fn groups_have_their_memberships_and_memberships_their_groups(&self) {
        let mut wanted = BTreeSet::new();
        for group in self.entities::<Group>() {
            let members = group.members.iter().map(|user| (*user, Standing::Member));
            let invited = group.invitations.iter().map(|user| (*user, Standing::Invited));
            let people = [(group.owner, Standing::Owner)].into_iter().chain(members).chain(invited);
            let before = wanted.len();
            let rows: Vec<_> = people.map(|(user, standing)| row(user, &group, standing)).collect();
            wanted.extend(rows.iter().cloned());
            assert_eq!(wanted.len(), before + rows.len(), "somebody is there twice: {group:?}");
        }
        // Of groups that were too large to go at once, some may be left.
        let left: BTreeSet<(u64, u64)> = self
            .entities::<Disbanded>()
            .flat_map(|left| left.people.into_iter().map(move |user| (user, left.group_id)))
            .collect();
        let there = self
            .entities::<Membership>()
            .filter(|membership| !left.contains(&(membership.user_id, membership.group_id)));
        let there: BTreeSet<_> = there.map(|membership| text(&membership)).collect();
        assert_eq!(there, wanted, "memberships, and what groups say");
        for left in self.entities::<Disbanded>() {
            let place = Group::place(left.group_id);
            assert!(!self.state.contains_key(&(place.partition, place.sort)), "{left:?}");
            assert!(self.events.iter().any(|event| {
                event.text("model_name") == Some(GROUP_MODEL) && event.object_id == left.group_id
            }));
        }
    }
}

fn row(user_id: u64, group: &Group, standing: Standing) -> String {
    let name = group.name.clone();
    text(&Membership { user_id, group_id: group.id, name, standing })
}

/// Where it lies, and what it says.
fn text(membership: &Membership) -> String {
    format!("{} {membership:?}", membership.key().partition)
}
