//! What is told of groups: that one was made or is gone, and whose standing in it changed.
//!
//! Who is what in a group now is read from the group; an event only says whom to look at.

use serde_json::json;

use super::{DELETION, Event, Occurrence, into_map};
use crate::entity::group::Group;

/// A group was made: `model_name`, `name`.
pub const GROUP_ADDED: &str = "GroupAddedEvent";
/// The `model_name` of groups.
pub const GROUP_MODEL: &str = "group";

impl Event {
    /// A group was made.
    pub fn group_added(occurrence: Occurrence, group: &Group) -> Self {
        let fields = json!({ "model_name": GROUP_MODEL, "name": group.name });
        Self::new(occurrence, GROUP_ADDED, group.id, into_map(fields))
    }

    /// Somebody came to, or went from, a group's `members` or `invitations`.
    pub fn group_changed(occurrence: Occurrence, group: u64, name: &str, user: u64) -> Self {
        Self::changed(occurrence, GROUP_MODEL, group, name, &json!(user))
    }

    /// A group was deleted.
    pub fn group_deleted(occurrence: Occurrence, group: u64) -> Self {
        let fields = json!({ "model_name": GROUP_MODEL });
        Self::new(occurrence, DELETION, group, into_map(fields))
    }
}
