//! What somebody is in a group: a row beside their account, which follows from the group and is written with it.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::Group;
use crate::store::{Entity, Key, Order, Range, Table};
use crate::{Result, Store};

/// Groups in which somebody is something at most; when several come at once, it may be a few more.
///
/// So that reading a user's groups has an end, and one rating does not bring thousands of lists up to date.
pub const MOST_GROUPS: usize = 200;

/// What somebody is in a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Membership {
    /// Who.
    pub user_id: u64,
    /// In which group.
    pub group_id: u64,
    /// Its name.
    pub name: String,
    /// What they are there.
    pub standing: Standing,
}

/// What somebody is in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// They made it.
    Owner,
    /// They have accepted an invitation.
    Member,
    /// They have not yet.
    Invited,
}

impl Standing {
    /// Whether the group's recommendations are also theirs: those of owner and members are.
    pub fn belongs(self) -> bool {
        self != Self::Invited
    }
}

impl Membership {
    /// Somebody is this in a group.
    pub(super) fn new(group: &Group, user_id: u64, standing: Standing) -> Self {
        Self { user_id, group_id: group.id, name: group.name.clone(), standing }
    }

    /// Where a membership lies.
    pub fn place(user: u64, group: u64) -> Key {
        Key::new(Table::State, format!("USER#{user}"), format!("GROUP#{group:016}"))
    }

    /// All of a user, by group id; for a moment also of groups that are gone.
    pub fn all(user: u64) -> Range {
        Range::of(Table::State, format!("USER#{user}"), Order::Ascending).beginning("GROUP#")
    }

    /// Whether somebody may be something in one more group. Costs a read unit for each 40 in which they are.
    pub async fn has_room(store: &Store, user: u64) -> Result<bool> {
        let all = store.list::<Self>(&Self::all(user), None, MOST_GROUPS).await?;
        Ok(all.items.len() < MOST_GROUPS)
    }

    /// All of a user in groups that are there, by group id. Costs a read unit for each.
    pub async fn of(store: &Store, user: u64) -> Result<Vec<Self>> {
        let mut all: Vec<Self> = store.list_all(&Self::all(user)).await?;
        let places: Vec<_> = all.iter().map(|row| Group::place(row.group_id)).collect();
        let groups: Vec<Group> = store.batch(&places).await?;
        let there: HashSet<u64> = groups.iter().map(|group| group.id).collect();
        all.retain(|row| there.contains(&row.group_id));
        Ok(all)
    }
}

impl Entity for Membership {
    const TYPE: &'static str = "membership";

    fn key(&self) -> Key {
        Self::place(self.user_id, self.group_id)
    }
}
