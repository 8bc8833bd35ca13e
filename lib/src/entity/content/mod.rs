//! Contents: the media of the catalogue, all kinds in one shape.
//!
//! A content holds the fields of its kind, its genres and the sum and number of its ratings, which interactions raise
//! by atomic addition, there or in [shards](votes). Beside it lies a [row](CatalogueRow) in its kind's catalogue.

mod elements;
mod events;
pub(super) mod fields;
mod identity;
mod row;
pub mod votes;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::identity::Identity;
pub use self::row::{CatalogueRow, EpisodeOf};

use self::fields::complete;
use self::votes::Sums;
use super::erasure::Erasure;
use super::kind::{Elements, MediaKind};
use crate::event::{Event, Occurrence};
use crate::matching::text::{soup, split_list};
use crate::store::{Change, Claim, Entity, Key};
use crate::{Error, Result};

/// The claim space of keys that other systems know a content by.
pub const SOURCE: &str = "SOURCE";

/// The field that says to which serie an episode belongs.
const SERIE: &str = "serie_id";

/// A content as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// Counts up from 1 over all kinds.
    pub id: u64,
    /// What it is.
    pub kind: MediaKind,
    /// All fields of the kind; null where unknown.
    pub fields: Map<String, Value>,
    /// What it is about.
    pub genres: Vec<GenreRef>,
    /// The sum of the ratings that are counted here.
    pub rating_sum: i64,
    /// How many there are.
    pub rating_count: i64,
    /// Over how many [shards](votes) ratings are spread; 0 while all are counted here.
    #[serde(default)]
    pub shards: u64,
    /// What is counted there, if it was read, too; written by none but the shards.
    #[serde(skip)]
    pub in_shards: Sums,
    /// The key by which the system that it was imported from knows it.
    pub source: Option<String>,
    /// Raised by every write, also by ratings.
    pub version: u64,
}

/// A genre as a content names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenreRef {
    /// The genre's id.
    pub genre_id: u64,
    /// Its name.
    pub name: String,
}

/// What somebody wants to say of a content.
#[derive(Clone, Debug, Default)]
pub struct Description {
    /// Fields of the kind; absent means unknown.
    pub fields: Map<String, Value>,
    /// Genres of the kind.
    pub genres: Vec<GenreRef>,
}

impl Content {
    /// Publish a new content.
    ///
    /// Refuses: `Invalid` 400 with a detail for each field that breaks a rule.
    pub fn publish(
        kind: MediaKind,
        id: u64,
        description: Description,
        occurrence: Occurrence,
    ) -> Result<(Self, Vec<Event>)> {
        let fields = complete(kind, &description.fields)?;
        let content = Self {
            id,
            kind,
            fields,
            genres: description.genres,
            rating_sum: 0,
            rating_count: 0,
            shards: 0,
            in_shards: Sums::default(),
            source: None,
            version: 0,
        };
        let events = content.announcement(occurrence);
        Ok((content, events))
    }

    /// Describe it anew; one event for each attribute that changes, none when nothing does.
    ///
    /// Refuses: as [`publish`](Self::publish); also for an episode that would belong to another serie.
    pub fn revise(
        self,
        description: Description,
        occurrence: Occurrence,
    ) -> Result<(Self, Vec<Event>)> {
        let fields = complete(self.kind, &description.fields)?;
        if fields.get(SERIE) != self.fields.get(SERIE) {
            return Err(Error::invalid_field(SERIE, "an episode stays with its serie"));
        }
        let after = Self { fields, genres: description.genres, ..self.clone() };
        let events = self.differences(&after, occurrence);
        Ok((after, events))
    }

    /// Describe it anew and tell so; nothing is written when it is described so already.
    ///
    /// Refuses: as [`revise`](Self::revise).
    pub fn revision(&self, description: Description, occurrence: Occurrence) -> Result<Change> {
        let (after, events) = self.clone().revise(description, occurrence)?;
        if events.is_empty() {
            return Ok(Change::new());
        }
        Ok(after.saving(Some(self)).events(&events))
    }

    /// Write it, new or revised, with its row and the names that only it may have.
    pub fn saving(&self, before: Option<&Self>) -> Change {
        let row = self.row();
        let moved = before.map(|content| content.row().key()).filter(|key| *key != row.key());
        let change = moved.into_iter().fold(Change::new().save(self).put(&row), Change::clear);
        let held: Vec<_> = before.iter().flat_map(|content| content.claims()).collect();
        let wanted = self.claims();
        let taken = || {
            let name = self.kind.differences().unique.unwrap_or(self.kind.differences().title);
            let detail = format!("{name}: another {} of the catalogue has the same", self.kind);
            Error::taken("Another content of the catalogue has the same identifier")
                .with_details(vec![detail])
        };
        let change = wanted
            .iter()
            .filter(|claim| held.iter().all(|other| other.key() != claim.key()))
            .fold(change, |change, claim| change.claim(claim, taken()));
        held.iter()
            .map(Entity::key)
            .filter(|key| wanted.iter().all(|claim| claim.key() != *key))
            .fold(change, Change::clear)
    }

    /// Remove it, its row, its names and its shards, and tell of it; what hung on it goes when that is heard.
    pub fn withdrawal(&self, occurrence: Occurrence) -> Change {
        let change = Change::new()
            .delete(self)
            .clear(self.row().key())
            .put(&Erasure::of(self.kind.name(), self.id, occurrence))
            .event(&Event::deleted(occurrence, self.kind, self.id));
        let names = self.claims().into_iter().map(|claim| claim.key());
        names.chain(self.shard_places()).fold(change, Change::clear)
    }

    /// Its title, or name.
    pub fn title(&self) -> &str {
        self.text(self.kind.differences().title)
    }

    /// What it is compared by with others of its kind.
    pub fn soup(&self) -> String {
        let mut elements: Vec<Cow<'_, str>> = Vec::new();
        for (name, taken) in self.kind.differences().soup {
            match taken {
                Elements::Whole => elements.push(self.written(name)),
                Elements::FirstFive(separator) => {
                    let listed = split_list(self.text(name), *separator).take(5);
                    elements.extend(listed.map(Cow::from));
                }
            }
        }
        // Contract: a genre whose name has a comma counts as several.
        let genres = self.genres.iter().flat_map(|genre| split_list(&genre.name, ','));
        elements.extend(genres.map(Cow::from));
        soup(elements)
    }

    /// Where a content lies.
    pub fn place(id: u64) -> Key {
        Key::state("CONTENT", id)
    }

    fn text(&self, field: &str) -> &str {
        self.fields.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    /// A field as a text; nothing for a number that is 0.
    fn written(&self, field: &str) -> Cow<'_, str> {
        match self.fields.get(field).and_then(Value::as_i64) {
            Some(number) if number != 0 => number.to_string().into(),
            _ => self.text(field).into(),
        }
    }

    /// A field that holds a number.
    pub fn number(&self, field: &str) -> Option<i64> {
        self.fields.get(field).and_then(Value::as_i64)
    }

    fn claims(&self) -> Vec<Claim> {
        let source = self.source.as_ref().map(|source| Claim::new(SOURCE, source, self.id));
        let unique = self.kind.differences().unique.filter(|name| !self.text(name).is_empty());
        let unique = unique.map(|name| {
            let space = format!("{}#{name}", self.kind);
            Claim::new(&space, self.text(name), self.id)
        });
        source.into_iter().chain(unique).collect()
    }
}

impl Entity for Content {
    const TYPE: &'static str = "content";

    fn key(&self) -> Key {
        Self::place(self.id)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
