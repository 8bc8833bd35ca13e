//! One step of a record: from what the store has to what both tell, and the events between.

use kindred::entity::meta::Meta;
use kindred::event::{META_MODEL, Occurrence};
use kindred::{Event, Timestamp};
use serde_json::{Value, json};

use super::catalogue::Known;
use super::formats::Record;
use super::interactions::Seen;
use super::summary::Outcome;

/// A record before and after, and the events between.
pub(super) struct Step {
    pub(super) content: Known,
    /// The rating before.
    pub(super) before: Option<u8>,
    pub(super) after: Meta,
    pub(super) events: Vec<Event>,
}

impl From<&Meta> for Record {
    fn from(meta: &Meta) -> Self {
        Self {
            rating: meta.rating,
            rated_at: meta.last_rating_date,
            views: meta.review_see_count,
            viewed_at: meta.last_review_see_date,
            count: meta.count,
            counted_at: meta.last_count_increment,
        }
    }
}

impl Record {
    /// The interaction as this tells it.
    fn written(self, before: &Meta) -> Meta {
        Meta {
            rating: self.rating,
            last_rating_date: self.rated_at,
            review_see_count: self.views,
            last_review_see_date: self.viewed_at,
            count: self.count,
            last_count_increment: self.counted_at,
            ..before.clone()
        }
    }
}

impl Seen {
    /// What is to be written where this record lies, if anything.
    pub(super) fn step(
        &self,
        found: Option<Meta>,
        content: Known,
        now: Occurrence,
    ) -> Option<Step> {
        let before = found.unwrap_or_else(|| Meta::first(self.user, content.kind, content.id));
        let after = Record::from(&before).joined(self.record).dated(now.at).written(&before);
        let events = if before.version == 0 {
            let (views, count) = (after.review_see_count, after.count);
            vec![Event::meta_added(now, content.id, after.rating, views, count)]
        } else {
            changes(&before, &after, now)
        };
        let step = Step { content, before: before.rating, after, events };
        (!step.events.is_empty()).then_some(step)
    }
}

impl Step {
    /// How many items it writes, but for the content's.
    pub(super) fn n_actions(&self) -> usize {
        1 + self.events.len()
    }

    pub(super) fn outcome(&self) -> Outcome {
        if self.after.version == 0 { Outcome::Added } else { Outcome::Revised }
    }
}

/// An event for each attribute that is another than before.
fn changes(before: &Meta, after: &Meta, now: Occurrence) -> Vec<Event> {
    let attributes = |meta: &Meta| {
        let date = |at: Option<Timestamp>| json!(at.map(|at| at.to_string().replace('T', " ")));
        [
            ("rating", json!(meta.rating)),
            ("last_rating_date", date(meta.last_rating_date)),
            ("review_see_count", json!(meta.review_see_count)),
            ("last_review_see_date", date(meta.last_review_see_date)),
            ("count", json!(meta.count)),
            ("last_count_increment", date(meta.last_count_increment)),
        ]
    };
    let changed = attributes(before).into_iter().zip(attributes(after));
    let changed = changed.filter(|(before, after)| before != after).map(|(_, after)| after);
    let event = |(id, (name, value)): (u64, (&str, Value))| {
        Event::changed(Occurrence { id, ..now }, META_MODEL, after.content_id, name, &value)
    };
    (now.id..).zip(changed).map(event).collect()
}
