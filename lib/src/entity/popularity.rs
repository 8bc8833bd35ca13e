//! What is popular: derived by the engine Popularity from the ratings of a kind.

use serde::{Deserialize, Serialize};

use super::kind::MediaKind;
use crate::store::{Entity, Key, Order, Range, Table};

/// How many contents of a kind have a popularity.
pub const MOST_POPULAR: usize = 1_000;

/// The most popular contents of a kind, in the order of its popular list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Popularity {
    /// The kind.
    pub kind: MediaKind,
    /// At most [`MOST_POPULAR`]; all others have no place and no score.
    pub entries: Vec<Popular>,
}

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Popular {
    /// Which content.
    pub content_id: u64,
    /// Its score, comparable in its kind only; none where the place comes from ratings that are too few for a score.
    pub score: Option<f64>,
}

/// What the popularity of a content depends on, kept together with that of its kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Votes {
    /// The kind.
    pub kind: MediaKind,
    /// The content.
    pub content_id: u64,
    /// The mean rating; 0.0 without one.
    pub rating: f64,
    /// How many votes it has.
    pub count: u64,
}

impl Popularity {
    /// Where the popular contents of a kind lie.
    pub fn place(kind: MediaKind) -> Key {
        Key::new(Table::Derived, format!("KIND#{kind}"), "POPULARITY")
    }

    /// The score of a content, if it has one.
    pub fn score(&self, content: u64) -> Option<f64> {
        self.entries.iter().find(|entry| entry.content_id == content)?.score
    }
}

impl Votes {
    /// Where the votes of a content of this kind lie.
    pub fn place(kind: MediaKind, content: u64) -> Key {
        Key::new(Table::Derived, format!("VOTES#{kind}"), format!("{content:016}"))
    }

    /// The votes of a kind, by id.
    pub fn all(kind: MediaKind) -> Range {
        Range::of(Table::Derived, format!("VOTES#{kind}"), Order::Ascending)
    }
}

impl Entity for Popularity {
    const TYPE: &'static str = "popularity";

    fn key(&self) -> Key {
        Self::place(self.kind)
    }
}

impl Entity for Votes {
    const TYPE: &'static str = "votes";

    fn key(&self) -> Key {
        Self::place(self.kind, self.content_id)
    }
}
