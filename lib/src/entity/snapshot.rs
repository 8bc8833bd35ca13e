//! Snapshots: which blob holds the titles of a kind for the search, and what is otherwise by now.
//!
//! A snapshot is made from all titles and never changed. Contents that are newer than it are in the catalogue, behind the
//! greatest id that it knows; what was renamed, deleted or came late stands beside it as an amendment. When both have
//! become many, the next generation takes its place. All this is derived: without a snapshot, the catalogue is what is
//! searched. How a blob is read is in [`matching::titles`](crate::matching::titles), who reads it in
//! [`titles`](crate::titles).

use serde::{Deserialize, Serialize};

use super::kind::MediaKind;
use crate::store::{Entity, Key, Order, Range, Table};
use crate::{Result, Store};

/// The snapshot of a kind's titles that counts.
///
/// Whoever amends it or makes the next one raises its version: of two that worked at the same time, the second is refused
/// and starts again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The kind.
    pub kind: MediaKind,
    /// Counts up from 1; 0 before the first.
    pub generation: u64,
    /// Where it lies in the bucket; none where there are few titles.
    pub blob: Option<String>,
    /// Where that of the generation before lies, for those who still read it.
    pub previous: Option<String>,
    /// The greatest id in it: what has a greater one is newer.
    pub max_id: u64,
    /// Titles in it.
    pub n_titles: u64,
    /// Changes since then: amendments and newer contents, some perhaps counted twice.
    pub n_beyond: u64,
    /// Raised by every write.
    pub version: u64,
}

/// What is otherwise than a snapshot has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// The kind.
    pub kind: MediaKind,
    /// The generation of the snapshot.
    pub generation: u64,
    /// Which content; not newer than the snapshot.
    pub content_id: u64,
    /// Its title; none when it is gone.
    pub title: Option<String>,
}

/// What a blob holds that is derived for a whole kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// Titles for the search.
    #[default]
    Titles,
    /// What collaborative filtering has learned, see [`model`](super::model).
    Models,
}

/// That a blob may lie in the bucket, written before the blob is, so that none is ever forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotBlob {
    /// What it holds.
    #[serde(default)]
    pub family: Family,
    /// The kind.
    pub kind: MediaKind,
    /// The generation that it was made for.
    pub generation: u64,
    /// Its key in the bucket.
    pub blob: String,
}

impl Snapshot {
    /// The one that counts; before the first, none of anything. Cost: a read.
    pub async fn of(store: &Store, kind: MediaKind) -> Result<Self> {
        let none = Self {
            kind,
            generation: 0,
            blob: None,
            previous: None,
            max_id: 0,
            n_titles: 0,
            n_beyond: 0,
            version: 0,
        };
        Ok(store.get(&none.key()).await?.unwrap_or(none))
    }

    /// Its amendments, by id.
    pub fn amendments(&self) -> Range {
        Amendment::all(self.kind).beginning(format!("{:010}#", self.generation))
    }

    /// An amendment to it: what a content is called now, if it is still there.
    pub fn amendment(&self, content_id: u64, title: Option<String>) -> Amendment {
        Amendment { kind: self.kind, generation: self.generation, content_id, title }
    }
}

impl Amendment {
    /// All amendments of a kind, the oldest generation first.
    pub fn all(kind: MediaKind) -> Range {
        Range::of(Table::Derived, format!("TITLES#{kind}"), Order::Ascending)
    }
}

impl Family {
    /// Where its blobs lie in the bucket.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Titles => "search",
            Self::Models => "models",
        }
    }

    fn partition(self, kind: MediaKind) -> String {
        match self {
            Self::Titles => format!("SNAPSHOTS#{kind}"),
            Self::Models => format!("MODELS#{kind}"),
        }
    }
}

impl SnapshotBlob {
    /// All blobs of a family and a kind that there may be.
    pub fn all(family: Family, kind: MediaKind) -> Range {
        Range::of(Table::Derived, family.partition(kind), Order::Ascending)
    }
}

impl Entity for Snapshot {
    const TYPE: &'static str = "snapshot";

    fn key(&self) -> Key {
        Key::new(Table::Derived, format!("KIND#{}", self.kind), "TITLES")
    }

    fn version(&self) -> u64 {
        self.version
    }
}

impl Entity for Amendment {
    const TYPE: &'static str = "amendment";

    fn key(&self) -> Key {
        let sort = format!("{:010}#{:016}", self.generation, self.content_id);
        Key::new(Table::Derived, format!("TITLES#{}", self.kind), sort)
    }
}

impl Entity for SnapshotBlob {
    const TYPE: &'static str = "snapshot blob";

    fn key(&self) -> Key {
        Key::new(Table::Derived, self.family.partition(self.kind), &self.blob)
    }
}
