//! Personas: made-up people, the sandbox `profile`s of the media API, to see what they would be recommended.
//!
//! A persona belongs to one user, in whose partition it lies; what it likes ([`like`]), what it has done ([`meta`]) and
//! what it was recommended ([`launch`]) lie in a partition of its own. Every write there raises the persona's version
//! in the same transaction: so nothing is added to one that is gone, the limits hold however many write at once, and a
//! launch is a picture of one moment. Nothing of this is an event, nor counts in what is true of contents.

pub mod launch;
pub mod like;
pub mod meta;

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::erasure::Erasure;
use super::kind::MediaKind;
use crate::event::{Event, Occurrence, PERSONA_MODEL};
use crate::store::{Change, Claim, Entity, Key, Order, Range, Table};
use crate::{Error, Result, Timestamp};

/// Personas that somebody can have.
pub const MOST_PERSONAS: usize = 100;
/// Characters that a name may have.
pub const MOST_NAME_CHARS: usize = 45;
/// Genres that one can like.
pub const MOST_LIKES: usize = 1_000;
/// Contents of one kind that one can have met.
pub const MOST_METAS: u64 = 1_000;
/// Launches of one that are kept.
pub const MOST_LAUNCHES: u64 = 1_000;

/// A persona as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Persona {
    /// Counts up from 1; known to the store only.
    pub id: u64,
    /// The id that clients know.
    pub uuid: Uuid,
    /// Whose it is.
    pub owner: u64,
    /// Unique among those of its owner.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// How many contents it has met, by kind; a kind of which it has met none may be absent.
    pub n_metas: BTreeMap<MediaKind, u64>,
    /// How often it was launched.
    pub n_launches: u64,
    /// Raised by every write, also by those of what belongs to it.
    pub version: u64,
}

impl Persona {
    /// A new one, with nothing to its name.
    pub fn new(id: u64, uuid: Uuid, owner: u64, name: String, created_at: Timestamp) -> Self {
        Self {
            id,
            uuid,
            owner,
            name,
            created_at,
            n_metas: BTreeMap::new(),
            n_launches: 0,
            version: 0,
        }
    }

    /// All of somebody's, in no order that means anything.
    pub fn all(owner: u64) -> Range {
        Range::of(Table::State, format!("USER#{owner}"), Order::Ascending).beginning("PERSONA#")
    }

    /// Where one lies.
    pub fn place(owner: u64, uuid: Uuid) -> Key {
        Key::new(Table::State, format!("USER#{owner}"), format!("PERSONA#{uuid}"))
    }

    /// All that lies in the partition of the persona with this id.
    pub fn belongings(id: u64) -> Range {
        Range::of(Table::State, partition(id), Order::Ascending)
    }

    /// Write it under its name, new or after it had another.
    ///
    /// Refuses: `Taken` 400 when its owner has one of this name.
    pub fn saving(&self, before: Option<&Self>) -> Change {
        let change = Change::new().save(self);
        let held = before.map(Self::claim).map(|claim| claim.key());
        if held.as_ref() == Some(&self.claim().key()) {
            return change;
        }
        let detail = "profilename: you have a profile of this name";
        let taken = Error::taken("You have a profile of this name");
        let taken = taken.with_details(vec![detail.to_owned()]);
        held.into_iter().fold(change.claim(&self.claim(), taken), Change::clear)
    }

    /// Remove it and its name, and tell of it; what belongs to it goes when that is heard.
    pub fn removal(&self, occurrence: Occurrence) -> Change {
        let erasure = Erasure::of(PERSONA_MODEL, self.id, occurrence);
        self.end().put(&erasure).event(&Event::persona_deleted(occurrence, self.id))
    }

    /// Remove it and its name, where nothing belongs to it any more.
    pub fn end(&self) -> Change {
        Change::new().delete(self).clear(self.claim().key())
    }

    /// It has met one more content of this kind.
    ///
    /// Refuses: `Invalid` 400 when it has met [`MOST_METAS`].
    pub fn with_meta(mut self, kind: MediaKind) -> Result<Self> {
        let what = format_args!("knows {MOST_METAS} {kind}s");
        let n = one_more(self.n_metas_of(kind), MOST_METAS, "content_id", what)?;
        self.n_metas.insert(kind, n);
        Ok(self)
    }

    /// It was launched once more.
    ///
    /// Refuses: `Invalid` 400 when it was launched [`MOST_LAUNCHES`] times.
    pub fn with_launch(self) -> Result<Self> {
        let what = format_args!("has {MOST_LAUNCHES} launches");
        let n_launches = one_more(self.n_launches, MOST_LAUNCHES, "uuid", what)?;
        Ok(Self { n_launches, ..self })
    }

    /// How many contents of a kind it has met.
    pub fn n_metas_of(&self, kind: MediaKind) -> u64 {
        self.n_metas.get(&kind).copied().unwrap_or(0)
    }

    fn claim(&self) -> Claim {
        Claim::new(&format!("PERSONA#{}", self.owner), &self.name, self.id)
    }
}

/// Count one more, up to the most that there can be.
fn one_more(n: u64, most: u64, field: &str, what: impl Display) -> Result<u64> {
    if n < most {
        return Ok(n + 1);
    }
    let detail = format_args!("the profile {what}, and can have no more");
    Err(Error::invalid_field(field, detail))
}

fn partition(id: u64) -> String {
    format!("PERSONA#{id}")
}

impl Entity for Persona {
    const TYPE: &'static str = "persona";

    fn key(&self) -> Key {
        Self::place(self.owner, self.uuid)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
