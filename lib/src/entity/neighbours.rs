//! What is like what: derived by the engine `ContentSimilarities` from the texts of a kind.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::kind::MediaKind;
use crate::matching::tfidf::Neighbour;
use crate::store::{Entity, Key, Order, Range, Table};

/// The contents most like one content, best first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Neighbours {
    /// The content.
    pub content_id: u64,
    /// Those like it.
    pub neighbours: Vec<Similar>,
}

/// One neighbour.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Similar {
    /// Which content.
    pub content_id: u64,
    /// The cosine of the two, 0.0 to 1.0.
    pub similarity: f64,
}

/// The text by which a content is compared, kept together with those of its kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorpusEntry {
    /// The kind.
    pub kind: MediaKind,
    /// The content.
    pub content_id: u64,
    /// Its text, see [`Content::soup`](super::content::Content::soup).
    pub soup: String,
    /// Its genres.
    pub genres: Vec<u64>,
}

impl Neighbours {
    /// Where the neighbours of a content lie.
    pub fn place(content: u64) -> Key {
        Key::new(Table::Derived, format!("CONTENT#{content}"), "NEIGHBOURS")
    }
}

impl CorpusEntry {
    /// Where the text of a content of this kind lies.
    pub fn place(kind: MediaKind, content: u64) -> Key {
        Key::new(Table::Derived, format!("CORPUS#{kind}"), format!("{content:016}"))
    }

    /// Its genres, ascending, each once.
    pub fn genre_set(&self) -> Vec<u64> {
        let genres: BTreeSet<u64> = self.genres.iter().copied().collect();
        genres.into_iter().collect()
    }

    /// The texts of a kind, by id.
    pub fn all(kind: MediaKind) -> Range {
        Range::of(Table::Derived, format!("CORPUS#{kind}"), Order::Ascending)
    }
}

impl From<Neighbour> for Similar {
    fn from(neighbour: Neighbour) -> Self {
        Self { content_id: neighbour.id, similarity: neighbour.similarity }
    }
}

impl From<Similar> for Neighbour {
    fn from(similar: Similar) -> Self {
        Self { id: similar.content_id, similarity: similar.similarity }
    }
}

impl Entity for Neighbours {
    const TYPE: &'static str = "neighbours";

    fn key(&self) -> Key {
        Self::place(self.content_id)
    }
}

impl Entity for CorpusEntry {
    const TYPE: &'static str = "corpus";

    fn key(&self) -> Key {
        Self::place(self.kind, self.content_id)
    }
}
