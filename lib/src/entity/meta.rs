//! Interactions: what one user did with one content.
//!
//! A user views (`review_see_count`), rates (`rating`) and uses (`count`: plays, hours, episodes) a content. Every
//! change is an event; the first makes the record.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::content::Content;
use super::content::votes::addition;
use super::kind::MediaKind;
use crate::event::{Event, META_MODEL, Occurrence};
use crate::store::{Change, Entity, Key, Order, Range, Table};
use crate::{Error, Problems, Result, Timestamp};

/// The best rating; the worst is 0.
pub const BEST_RATING: u8 = 5;
/// The greatest `count`.
pub const MOST_COUNT: u64 = 1_000_000_000;

/// An interaction as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// Who.
    pub user_id: u64,
    /// With what.
    pub content_id: u64,
    /// What that is.
    pub kind: MediaKind,
    /// 0 to [`BEST_RATING`].
    pub rating: Option<u8>,
    /// When it was last rated, also with the same rating.
    pub last_rating_date: Option<Timestamp>,
    /// How often its page was looked at.
    pub review_see_count: u64,
    /// When it was last looked at.
    pub last_review_see_date: Option<Timestamp>,
    /// How often, or how long, it was used.
    pub count: u64,
    /// When that was last reported.
    pub last_count_increment: Option<Timestamp>,
    /// Raised by every write.
    pub version: u64,
}

/// What a user reports of a content.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Report {
    /// A new rating, 0 to [`BEST_RATING`].
    pub rating: Option<u8>,
    /// To be added to `count`; 0.0 or more.
    pub additional_count: Option<f64>,
    /// What `count` must be at least after that; 0.0 or more. When it is already, nothing is reported.
    pub least_count: Option<f64>,
}

impl Report {
    /// What is wrong with it, field by field.
    ///
    /// Refuses: `Invalid` 400.
    pub fn check(&self) -> Result<()> {
        let mut problems = Problems::default();
        if self.rating.is_some_and(|rating| rating > BEST_RATING) {
            let what = format_args!("not a whole number from 0 to {BEST_RATING}");
            problems.note("rating", what);
        }
        let range = 0.0..=MOST_COUNT as f64;
        if self.additional_count.is_some_and(|count| !range.contains(&count)) {
            problems.note("additional_count", format_args!("not a number from 0 to {MOST_COUNT}"));
        }
        problems.done(())
    }
}

impl Meta {
    /// The record of a user who has not yet met the content.
    pub fn new(user_id: u64, content: &Content) -> Self {
        Self::first(user_id, content.kind, content.id)
    }

    /// The same, where only id and kind of the content are at hand.
    pub fn first(user_id: u64, kind: MediaKind, content_id: u64) -> Self {
        Self {
            user_id,
            content_id,
            kind,
            rating: None,
            last_rating_date: None,
            review_see_count: 0,
            last_review_see_date: None,
            count: 0,
            last_count_increment: None,
            version: 0,
        }
    }

    /// The user looks at the content's page.
    pub fn view(self, occurrence: Occurrence) -> (Self, Event) {
        let views = self.review_see_count + 1;
        let event = if self.version == 0 {
            Event::meta_added(occurrence, self.content_id, None, views, 0)
        } else {
            self.changed(occurrence, "review_see_count", &json!(views))
        };
        let last_review_see_date = Some(occurrence.at);
        (Self { review_see_count: views, last_review_see_date, ..self }, event)
    }

    /// The user reports a rating, a use, both or nothing.
    ///
    /// One event for a new record; else one for each attribute that changes, the dates of what was reported included.
    pub fn report(self, report: Report, occurrence: Occurrence) -> (Self, Vec<Event>) {
        let mut after = self.clone();
        if let Some(rating) = report.rating {
            after.rating = Some(rating);
            after.last_rating_date = Some(occurrence.at);
        }
        if let Some(additional) = report.additional_count {
            // Contract: fractions are added first and rounded then, halves away from zero.
            let count = (self.count as f64 + additional).round() as u64;
            after.count = count.min(MOST_COUNT);
            after.last_count_increment = Some(occurrence.at);
        }
        let least = (report.least_count.unwrap_or(0.0).round() as u64).min(MOST_COUNT);
        if after.count < least {
            after.count = least;
            after.last_count_increment = Some(occurrence.at);
        }
        if self.version == 0 {
            let views = after.review_see_count;
            let event =
                Event::meta_added(occurrence, after.content_id, after.rating, views, after.count);
            return (after, vec![event]);
        }
        // A date counts as changed whenever it was set, even twice in one microsecond.
        let rated = report.rating.is_some();
        let counted = report.additional_count.is_some() || after.count != self.count;
        let events = self.differences(&after, (rated, counted), occurrence);
        (after, events)
    }

    /// The user takes their rating back; the record is as if they had never rated.
    ///
    /// Refuses: `State` when there is none.
    pub fn withdraw_rating(self, occurrence: Occurrence) -> Result<(Self, Vec<Event>)> {
        if self.rating.is_none() {
            return Err(Error::state("You have not rated this"));
        }
        let after = Self { rating: None, last_rating_date: None, ..self.clone() };
        let events = self.differences(&after, (true, false), occurrence);
        Ok((after, events))
    }

    /// One event for each attribute that is another now, and for the dates of rating and use if they were set.
    fn differences(
        &self,
        after: &Self,
        (rated, counted): (bool, bool),
        occurrence: Occurrence,
    ) -> Vec<Event> {
        let date = |at: Option<Timestamp>| json!(at.map(|at| at.to_string().replace('T', " ")));
        let attributes = [
            (self.rating != after.rating, "rating", json!(after.rating)),
            (rated, "last_rating_date", date(after.last_rating_date)),
            (self.count != after.count, "count", json!(after.count)),
            (counted, "last_count_increment", date(after.last_count_increment)),
        ];
        let changed = attributes.iter().filter(|(changed, ..)| *changed);
        changed
            .zip(occurrence.id..)
            .map(|((_, name, value), id)| {
                self.changed(Occurrence { id, ..occurrence }, name, value)
            })
            .collect()
    }

    /// What a changed rating adds to the content's sum and number of ratings.
    pub fn rating_difference(&self, before: Option<u8>) -> Option<(i64, i64)> {
        if self.rating == before {
            return None;
        }
        let value = |rating: Option<u8>| i64::from(rating.unwrap_or(0));
        let votes = |rating: Option<u8>| i64::from(rating.is_some());
        let sum = value(self.rating) - value(before);
        Some((sum, votes(self.rating) - votes(before)))
    }

    /// Write it, what happened, and its share in the content's average, which is counted in the content.
    pub fn saving(&self, before: Option<u8>, events: &[Event]) -> Change {
        self.saving_at(Content::place(self.content_id), before, events)
    }

    /// The same where its share is counted at this place; see [`Content::ballot`].
    pub fn saving_at(&self, ballot: Key, before: Option<u8>, events: &[Event]) -> Change {
        let change = Change::new().save(self).events(events);
        match self.rating_difference(before) {
            Some((sum, votes)) => change.and(addition(ballot, sum, votes)),
            None => change,
        }
    }

    /// Forget it, and tell so; its share in the content's average is another matter.
    pub fn removal(&self, occurrence: Occurrence) -> Change {
        let event = Event::meta_deleted(occurrence, self.kind, self.content_id);
        Change::new().delete(self).event(&event)
    }

    /// Take its share, counted at this place, out of the content's average; nothing when it has none.
    pub fn share_removal(&self, ballot: Key) -> Change {
        let unrated = Self { rating: None, ..self.clone() };
        let share = unrated.rating_difference(self.rating);
        share.map_or_else(Change::new, |(sum, votes)| addition(ballot, sum, votes))
    }

    /// Where an interaction lies.
    pub fn place(user: u64, kind: MediaKind, content: u64) -> Key {
        Key::new(Table::State, partition(user), format!("META#{kind}#{content:016}"))
    }

    /// All interactions of a user with contents of a kind.
    pub fn all(user: u64, kind: MediaKind) -> Range {
        Range::of(Table::State, partition(user), Order::Ascending)
            .beginning(format!("META#{kind}#"))
    }

    /// All interactions of a user, by kind.
    pub fn everything(user: u64) -> Range {
        Range::of(Table::State, partition(user), Order::Ascending).beginning("META#")
    }

    fn changed(&self, occurrence: Occurrence, name: &str, value: &serde_json::Value) -> Event {
        Event::changed(occurrence, META_MODEL, self.content_id, name, value)
    }
}

/// Add to the sum and number of ratings that are counted in a content.
pub fn rating_addition(content: u64, sum: i64, votes: i64) -> Change {
    addition(Content::place(content), sum, votes)
}

fn partition(user: u64) -> String {
    format!("USER#{user}")
}

impl Entity for Meta {
    const TYPE: &'static str = "meta";

    fn key(&self) -> Key {
        Self::place(self.user_id, self.kind, self.content_id)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
