//! Snapshots: which blobs hold the titles and the records of a kind for searches and look-ups, and what is otherwise by
//! now.
//!
//! A snapshot is made from the whole catalogue and never changed. Contents that are newer than it are in the catalogue,
//! behind the greatest id that it knows; what was renamed, deleted or came late stands beside it as an amendment. When
//! both have become many, the next generation takes its place. All this is derived: without a snapshot, the catalogue
//! is what is searched. How a blob is read is in [`matching::titles`](crate::matching::titles) and
//! [`matching::records`](crate::matching::records), who reads it in [`current`](crate::current).

use serde::{Deserialize, Serialize};

use super::content::{CatalogueRow, Identity};
use super::kind::MediaKind;
use crate::store::{Entity, Key, Order, Range, Table};
use crate::{Result, Store};

/// The snapshot of a kind's catalogue that counts.
///
/// Whoever amends it or makes the next one raises its version: of two that worked at the same time, the second is
/// refused and starts again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The kind.
    pub kind: MediaKind,
    /// Counts up from 1; 0 before the first.
    pub generation: u64,
    /// Where the titles lie in the bucket; none where there are few.
    pub blob: Option<String>,
    /// Where those of the generation before lie, for those who still read them.
    pub previous: Option<String>,
    /// Where the records lie, which are made of the same contents.
    #[serde(default)]
    pub records: Option<String>,
    /// Where those of the generation before lie.
    #[serde(default)]
    pub previous_records: Option<String>,
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
    /// What else tells it from others.
    #[serde(default, skip_serializing_if = "Identity::is_empty")]
    pub identity: Identity,
}

/// What a blob holds that is derived for a whole kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// Titles for the search.
    #[default]
    Titles,
    /// Records for the look-up.
    Records,
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
            records: None,
            previous_records: None,
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

    /// An amendment to it: what a content is now, if it is still there.
    pub fn amendment(&self, content_id: u64, row: Option<&CatalogueRow>) -> Amendment {
        let title = row.map(|row| row.title.clone());
        let identity = row.map(|row| row.identity.clone()).unwrap_or_default();
        Amendment { kind: self.kind, generation: self.generation, content_id, title, identity }
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
            Self::Records => "records",
            Self::Models => "models",
        }
    }

    fn partition(self, kind: MediaKind) -> String {
        match self {
            Self::Titles => format!("SNAPSHOTS#{kind}"),
            Self::Records => format!("RECORDS#{kind}"),
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
