//! Genres that a persona likes.

use serde::{Deserialize, Serialize};

use super::partition;
use crate::entity::genre::Genre;
use crate::entity::kind::MediaKind;
use crate::store::{Entity, Key, Order, Range, Table};

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

    /// All that a persona likes, by genre id.
    pub fn all(persona: u64) -> Range {
        Range::of(Table::State, partition(persona), Order::Ascending).beginning("LIKE#")
    }

    /// Where a like lies.
    pub fn place(persona: u64, genre: u64) -> Key {
        Key::new(Table::State, partition(persona), format!("LIKE#{genre:016}"))
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
