//! Genres that a persona likes.

use serde::{Deserialize, Serialize};

use super::{MOST_LIKES, one_more, partition};
use crate::Result;
use crate::entity::genre::Genre;
use crate::entity::kind::MediaKind;
use crate::entity::like::Liker;
use crate::store::{Change, Entity, Key, Order, Range, Table};

/// A genre that a persona likes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonaLike {
    /// Which persona.
    pub persona: u64,
    /// Which genre.
    pub genre_id: u64,
    /// Its name.
    pub name: String,
    /// The kind whose contents it groups.
    pub kind: MediaKind,
    /// Raised by every write.
    pub version: u64,
}

impl PersonaLike {
    /// This persona likes this genre.
    pub fn new(persona: u64, genre: Genre) -> Self {
        Self { persona, genre_id: genre.genre_id, name: genre.name, kind: genre.kind, version: 0 }
    }

    /// Write it for the first time, among the others that the persona likes.
    ///
    /// Refuses: `Invalid` 400 when there are [`MOST_LIKES`] of them.
    pub fn creation(&self, n_others: usize) -> Result<Change> {
        let what = format_args!("likes {MOST_LIKES} genres");
        one_more(n_others as u64, MOST_LIKES as u64, "genre_id", what)?;
        Ok(Change::new().create(self).create(&self.liker()))
    }

    /// Remove it.
    pub fn removal(&self) -> Change {
        Change::new().delete(self).clear(self.liker().key())
    }

    /// The row beside the genre, by which the like is found when that goes.
    fn liker(&self) -> Liker {
        Liker::new(self.genre_id, partition(self.persona))
    }

    /// All that a persona likes, by genre id.
    pub fn all(persona: u64) -> Range {
        Range::of(Table::State, partition(persona), Order::Ascending).beginning("LIKE#")
    }

    /// Where a like lies.
    pub fn place(persona: u64, genre: u64) -> Key {
        Liker::new(genre, partition(persona)).like_place()
    }
}

impl Entity for PersonaLike {
    const TYPE: &'static str = "persona_like";

    fn key(&self) -> Key {
        Self::place(self.persona, self.genre_id)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
