//! How events of people and groups change what is known of them.

use serde_json::Value;

use super::{Deed, Past};
use crate::Event;
use crate::entity::group::Group;
use crate::event::{CONSENT, FLAGGED, LIKED_GENRES, REASONS};

impl Past {
    pub(super) fn add_deed(&mut self, event: &Event, user: u64) {
        let number = |field: &str| event.fields.get(field).and_then(Value::as_u64);
        let deed = Deed {
            rating: number("rating").and_then(|rating| u8::try_from(rating).ok()),
            views: number("review_see_count").unwrap_or(0),
            count: number("count").unwrap_or(0),
        };
        self.deeds.insert((user, event.object_id), deed);
    }

    pub(super) fn change_deed(&mut self, event: &Event, user: u64) {
        let Some(deed) = self.deeds.get_mut(&(user, event.object_id)) else { return };
        let text = event.text("new_value").unwrap_or_default();
        match (event.text("attribute_name"), text.parse()) {
            (Some("rating"), _) => deed.rating = text.parse().ok(),
            (Some("review_see_count"), Ok(views)) => deed.views = views,
            (Some("count"), Ok(count)) => deed.count = count,
            _ => {}
        }
    }

    pub(super) fn change_person(&mut self, event: &Event) {
        let (user, text) = (event.object_id, event.text("new_value").unwrap_or_default());
        match event.text("attribute_name") {
            Some(LIKED_GENRES) => self.change_like(user, event),
            Some(CONSENT) if text == "true" => {
                self.consents.insert(user, event.occured_at);
            }
            Some(CONSENT) => {
                self.consents.remove(&user);
            }
            Some(FLAGGED) => self.change_flag(user, event),
            _ => {}
        }
    }

    fn change_flag(&mut self, user: u64, event: &Event) {
        let Some((content, is_gone)) = event.one_of_several() else { return };
        if is_gone {
            self.flags.remove(&(user, content));
            return;
        }
        let said = self.flags.entry((user, content)).or_default();
        for (category, words) in reasons(event) {
            said.entry(category.clone()).or_default().extend(words.map(str::to_owned));
        }
    }

    fn change_like(&mut self, user: u64, event: &Event) {
        let Some((genre, taken_back)) = event.one_of_several() else { return };
        // The end of a like was once told like its beginning.
        if !self.likes.remove(&(user, genre)) && !taken_back {
            self.likes.insert((user, genre));
        }
    }

    /// What they did goes by events of its own, and so do groups.
    pub(super) fn remove_person(&mut self, user: u64) {
        self.accounts.remove(&user);
        self.departed.insert(user);
        self.consents.remove(&user);
        let own = (user, 0)..=(user, u64::MAX);
        self.likes.extract_if(own.clone(), |_| true).for_each(drop);
        self.flags.extract_if(own, |_, _| true).for_each(drop);
    }

    pub(super) fn add_group(&mut self, event: &Event, owner: u64) {
        let name = event.text("name").unwrap_or_default().to_owned();
        let (members, invitations) = (Vec::new(), Vec::new());
        let id = event.object_id;
        self.groups.insert(id, Group { id, name, owner, members, invitations, version: 1 });
    }

    /// Who was on the list leaves it; who was not comes to its end.
    pub(super) fn change_group(&mut self, event: &Event) {
        let Some(group) = self.groups.get_mut(&event.object_id) else { return };
        let list = match event.text("attribute_name") {
            Some("members") => &mut group.members,
            Some("invitations") => &mut group.invitations,
            _ => return,
        };
        let Some(user) = event.text("new_value").and_then(|id| id.parse::<u64>().ok()) else {
            return;
        };
        match list.iter().position(|other| *other == user) {
            Some(place) => {
                list.remove(place);
            }
            None => list.push(user),
        }
    }
}

/// Why something was flagged, by category.
fn reasons(event: &Event) -> impl Iterator<Item = (&String, impl Iterator<Item = &str>)> {
    let categories = event.fields.get(REASONS).and_then(Value::as_object).into_iter().flatten();
    categories.filter_map(|(category, words)| {
        Some((category, words.as_array()?.iter().filter_map(Value::as_str)))
    })
}
