//! Genres that somebody likes: said by them, not guessed.
//!
//! A like lies with whoever likes; a short row beside the genre says who that is, so that likes are found when the
//! genre goes. The two are written and removed together.

use serde::{Deserialize, Serialize};

use super::genre::Genre;
use super::kind::MediaKind;
use crate::store::{Change, Entity, Key, Order, Range, Table};

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

/// That somebody likes a genre: a user, or anything else whose likes lie at [`like_place`](Self::like_place).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Liker {
    /// Which genre.
    pub genre_id: u64,
    /// The partition of whoever likes it: `USER#7`.
    pub liker: String,
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
        Range::of(Table::State, partition(user), Order::Ascending).beginning("LIKE#")
    }

    /// Where a like lies.
    pub fn place(user: u64, genre: u64) -> Key {
        like_of(partition(user), genre)
    }

    /// Write it for the first time.
    pub fn creation(&self) -> Change {
        Change::new().create(self).create(&self.liker())
    }

    /// Remove it.
    pub fn removal(&self) -> Change {
        Change::new().delete(self).clear(self.liker().key())
    }

    fn liker(&self) -> Liker {
        Liker::new(self.genre_id, partition(self.user_id))
    }
}

impl Liker {
    /// Whoever has this partition likes this genre.
    pub fn new(genre_id: u64, liker: impl Into<String>) -> Self {
        Self { genre_id, liker: liker.into(), version: 0 }
    }

    /// All who like a genre.
    pub fn all(genre: u64) -> Range {
        Range::of(Table::State, format!("LIKERS#{genre}"), Order::Ascending)
    }

    /// Where the like itself lies.
    pub fn like_place(&self) -> Key {
        like_of(&self.liker, self.genre_id)
    }

    /// The user, if it is one.
    pub fn user(&self) -> Option<u64> {
        self.liker.strip_prefix("USER#")?.parse().ok()
    }

    /// Remove it, and the like with it.
    pub fn removal(&self) -> Change {
        Change::new().delete(self).clear(self.like_place())
    }
}

fn partition(user: u64) -> String {
    format!("USER#{user}")
}

fn like_of(liker: impl Into<String>, genre: u64) -> Key {
    Key::new(Table::State, liker, format!("LIKE#{genre:016}"))
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

impl Entity for Liker {
    const TYPE: &'static str = "liker";

    fn key(&self) -> Key {
        Key::new(Table::State, format!("LIKERS#{}", self.genre_id), &self.liker)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
