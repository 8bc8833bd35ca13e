//! Genres that a user likes: said by them, not guessed.

use serde::{Deserialize, Serialize};

use super::genre::Genre;
use super::kind::MediaKind;
use crate::store::{Entity, Key, Order, Range, Table};

/// A genre that a user likes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Like {
    /// Who.
    pub user_id: u64,
    /// Which genre.
    pub genre_id: u64,
    /// Its name.
    pub name: String,
    /// The kind whose contents it groups.
    pub kind: MediaKind,
    /// Raised by every write.
    pub version: u64,
}

impl Like {
    /// This user likes this genre.
    pub fn new(user_id: u64, genre: Genre) -> Self {
        Self { user_id, genre_id: genre.genre_id, name: genre.name, kind: genre.kind, version: 0 }
    }

    /// All that a user likes, by genre id.
    pub fn all(user: u64) -> Range {
        Range::of(Table::State, format!("USER#{user}"), Order::Ascending).beginning("LIKE#")
    }

    /// Where a like lies.
    pub fn place(user: u64, genre: u64) -> Key {
        Key::new(Table::State, format!("USER#{user}"), format!("LIKE#{genre:016}"))
    }
}

impl Entity for Like {
    const TYPE: &'static str = "like";

    fn key(&self) -> Key {
        Self::place(self.user_id, self.genre_id)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
