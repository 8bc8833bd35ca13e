//! What is told of a content: how it was published, and what is otherwise now.
//!
//! All of it together is the content as it is, but for what people did with it, which is told of them.

use super::Content;
use crate::event::{Event, Occurrence};

impl Content {
    /// What tells that it is published: its fields, then its genres and the ratings that it brings along, if any.
    pub fn announcement(&self, occurrence: Occurrence) -> Vec<Event> {
        let (kind, id) = (self.kind, self.id);
        let mut events = vec![Event::media_added(occurrence, kind, id, self.fields.clone())];
        if !self.genres.is_empty() {
            events.push(Event::genres(occurrence, kind, id, &self.genres));
        }
        let ratings = (self.rating_sum, self.rating_count);
        if ratings != (0, 0) {
            events.push(Event::ratings(occurrence, kind, id, ratings));
        }
        numbered(events, occurrence)
    }

    /// One event for each attribute that is another now.
    pub(super) fn differences(&self, after: &Self, occurrence: Occurrence) -> Vec<Event> {
        let changed =
            after.fields.iter().filter(|(name, value)| self.fields.get(*name) != Some(value));
        let changed = changed.map(|(name, value)| {
            Event::changed(occurrence, self.kind.name(), self.id, name, value)
        });
        let genres = (after.genres != self.genres)
            .then(|| Event::genres(occurrence, self.kind, self.id, &after.genres));
        numbered(changed.chain(genres).collect(), occurrence)
    }
}

/// Events of one change, with ids that count up.
fn numbered(mut events: Vec<Event>, occurrence: Occurrence) -> Vec<Event> {
    for (event, id) in events.iter_mut().zip(occurrence.id..) {
        event.id = id;
    }
    events
}
