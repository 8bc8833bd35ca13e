//! Groups: people who are recommended something together.
//!
//! A group has an owner, who made it, members, and people who are invited and not yet members. Whoever is something in
//! a group has a [`Membership`] beside their account, so that a user's groups are one query; it is written and removed
//! with the group, in one transaction, which also tells what happened. Every step is decided on the group as it is, so
//! of two at once one is right and the other is told so.
//!
//! A transaction has an end. So the memberships of a large group that is deleted go later, by an [`Erasure`].

mod disbanded;
mod membership;

use serde::{Deserialize, Serialize};

pub use disbanded::Disbanded;
pub use membership::{MOST_GROUPS, Membership, Standing};

use super::erasure::Erasure;
use super::names::GroupName;
use crate::event::{Event, GROUP_MODEL, Occurrence};
use crate::store::{Change, Entity, Key};
use crate::{Error, Result};

/// Members and invited people of a group at most.
pub const MOST_PEOPLE: usize = 200;

/// Memberships that fit into the transaction that deletes their group, with all else that it writes.
const MOST_AT_ONCE: usize = 90;

/// A group as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Counts up from 1.
    pub id: u64,
    /// Not unique.
    pub name: String,
    /// Who made it; neither member nor invited.
    pub owner: u64,
    /// Who has accepted, in this order.
    pub members: Vec<u64>,
    /// Who is invited, in this order; at most [`MOST_PEOPLE`] with the members.
    pub invitations: Vec<u64>,
    /// Raised by every write.
    pub version: u64,
}

impl Group {
    /// A new group of this owner.
    pub fn new(id: u64, name: &GroupName, owner: u64) -> Self {
        let name = name.as_str().to_owned();
        Self { id, name, owner, members: Vec::new(), invitations: Vec::new(), version: 0 }
    }

    /// Where a group lies.
    pub fn place(id: u64) -> Key {
        Key::state("GROUP", id)
    }

    /// What somebody is here.
    pub fn standing_of(&self, user: u64) -> Option<Standing> {
        match user {
            user if user == self.owner => Some(Standing::Owner),
            user if self.members.contains(&user) => Some(Standing::Member),
            user if self.invitations.contains(&user) => Some(Standing::Invited),
            _ => None,
        }
    }

    /// Those whose tastes count: owner and members.
    pub fn people(&self) -> impl Iterator<Item = u64> {
        [self.owner].into_iter().chain(self.members.iter().copied())
    }

    /// Write it for the first time.
    pub fn founding(&self, occurrence: Occurrence) -> Change {
        let owner = Membership::new(self, self.owner, Standing::Owner);
        Change::new().create(self).put(&owner).event(&Event::group_added(occurrence, self))
    }

    /// Invite somebody.
    ///
    /// Refuses: `State` 400 when they are something here already, or the group is full.
    pub fn invite(mut self, user: u64, occurrence: Occurrence) -> Result<(Change, Self)> {
        match self.standing_of(user) {
            Some(Standing::Invited) => return Err(Error::state("This user is already invited")),
            Some(Standing::Member) => return Err(Error::state("This user is already a member")),
            Some(Standing::Owner) => return Err(Error::state("You cannot invite yourself")),
            None => {}
        }
        if self.members.len() + self.invitations.len() >= MOST_PEOPLE {
            let full = format!("The group has {MOST_PEOPLE} members and invited people");
            return Err(Error::state(full + ", no more are possible"));
        }
        self.invitations.push(user);
        Ok(self.saving(user, &["invitations"], occurrence))
    }

    /// Make a member of somebody who is invited.
    ///
    /// Refuses: `NotFound` 404 when they are not.
    pub fn accept(mut self, user: u64, occurrence: Occurrence) -> Result<(Change, Self)> {
        take(&mut self.invitations, user).ok_or_else(not_invited)?;
        self.members.push(user);
        Ok(self.saving(user, &["invitations", "members"], occurrence))
    }

    /// Take an invitation back, or decline it.
    ///
    /// Refuses: `NotFound` 404 when there is none.
    pub fn uninvite(mut self, user: u64, occurrence: Occurrence) -> Result<(Change, Self)> {
        take(&mut self.invitations, user).ok_or_else(not_invited)?;
        Ok(self.saving(user, &["invitations"], occurrence))
    }

    /// Make a member one no more.
    ///
    /// Refuses: `NotFound` 404 when they are none.
    pub fn dismiss(mut self, user: u64, occurrence: Occurrence) -> Result<(Change, Self)> {
        let not_a_member = || Error::not_found("This user is not a member of the group");
        take(&mut self.members, user).ok_or_else(not_a_member)?;
        Ok(self.saving(user, &["members"], occurrence))
    }

    /// Delete it.
    pub fn disbanding(&self, occurrence: Occurrence) -> Change {
        let change = Change::new()
            .delete(self)
            .clear(Membership::place(self.owner, self.id))
            .event(&Event::group_deleted(occurrence, self.id));
        let others: Vec<u64> = self.members.iter().chain(&self.invitations).copied().collect();
        if others.len() <= MOST_AT_ONCE {
            let places = others.iter().map(|user| Membership::place(*user, self.id));
            return places.fold(change, Change::clear);
        }
        let erasure = Erasure::of(GROUP_MODEL, self.id, occurrence);
        change.put(&Disbanded { group_id: self.id, people: others }).put(&erasure)
    }

    /// Do without somebody whose account is gone: a group of theirs goes, too.
    pub fn parting(mut self, user: u64, occurrence: Occurrence) -> Change {
        if user == self.owner {
            return self.disbanding(occurrence);
        }
        let lists = [("members", &mut self.members), ("invitations", &mut self.invitations)];
        let left = lists.into_iter().filter_map(|(name, list)| take(list, user).map(|_| name));
        match *left.collect::<Vec<_>>() {
            [] => Change::new().clear(Membership::place(user, self.id)),
            ref left => self.saving(user, left, occurrence).0,
        }
    }

    /// Write it after somebody's standing changed, and tell which of the lists did.
    fn saving(self, user: u64, lists: &[&str], occurrence: Occurrence) -> (Change, Self) {
        let change = Change::new().update(&self);
        let change = match self.standing_of(user) {
            Some(standing) => change.put(&Membership::new(&self, user, standing)),
            None => change.clear(Membership::place(user, self.id)),
        };
        let events: Vec<_> = lists
            .iter()
            .zip(occurrence.id..)
            .map(|(list, id)| {
                Event::group_changed(Occurrence { id, ..occurrence }, self.id, list, user)
            })
            .collect();
        (change.events(&events), self)
    }
}

/// Remove somebody from a list that they are on.
fn take(list: &mut Vec<u64>, user: u64) -> Option<u64> {
    let position = list.iter().position(|id| *id == user)?;
    Some(list.remove(position))
}

fn not_invited() -> Error {
    Error::not_found("This user is not invited to the group")
}

impl Entity for Group {
    const TYPE: &'static str = "group";

    fn key(&self) -> Key {
        Self::place(self.id)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
