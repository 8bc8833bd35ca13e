//! Who was in a large group that is gone, until their memberships are.

use serde::{Deserialize, Serialize};

use crate::store::{Entity, Key, Table};

/// The people of a group that is gone, without its owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Disbanded {
    /// Which it was.
    pub group_id: u64,
    /// Who may still have a membership of it.
    pub people: Vec<u64>,
}

impl Disbanded {
    /// Where this lies of a group.
    pub fn place(group: u64) -> Key {
        Key::new(Table::State, format!("GROUP#{group}"), "DISBANDED")
    }
}

impl Entity for Disbanded {
    const TYPE: &'static str = "disbanded";

    fn key(&self) -> Key {
        Self::place(self.group_id)
    }
}
