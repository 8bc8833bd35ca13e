//! What is known of a kind as a whole, and whose turn it is to derive it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::kind::MediaKind;
use super::recommendation::Engine;
use crate::store::{Entity, Key, Table};

/// How many contents a kind has, in all and by genre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The kind.
    pub kind: MediaKind,
    /// Its contents.
    pub n_items: u64,
    /// Its contents by genre id; a genre without contents is absent.
    pub genres: BTreeMap<String, u64>,
}

/// The last launch of an engine on a kind.
///
/// Whoever derives something for a whole kind reads this first and raises its version with the result: of two that
/// worked at the same time, the second is refused and starts again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Launch {
    /// The engine.
    pub engine: Engine,
    /// The kind.
    pub kind: MediaKind,
    /// What the engine wants to know of its last launch; 0 before the first.
    pub fingerprint: u64,
    /// The newest event that its results surely take into account.
    #[serde(default)]
    pub position: u64,
    /// Raised by every launch.
    pub version: u64,
}

impl Summary {
    /// Where the summary of a kind lies.
    pub fn place(kind: MediaKind) -> Key {
        Key::new(Table::Derived, format!("KIND#{kind}"), "SUMMARY")
    }

    /// How many contents a genre has.
    pub fn of_genre(&self, genre: u64) -> u64 {
        self.genres.get(&genre.to_string()).copied().unwrap_or(0)
    }
}

impl Launch {
    /// Before the first launch.
    pub fn none(engine: Engine, kind: MediaKind) -> Self {
        Self { engine, kind, fingerprint: 0, position: 0, version: 0 }
    }

    /// The same after a launch that has looked at all events up to this one.
    #[must_use]
    pub fn reaching(self, position: u64) -> Self {
        Self { position: self.position.max(position), ..self }
    }

    /// The same as it lies in the store once it is saved.
    #[must_use]
    pub fn saved(self) -> Self {
        Self { version: self.version + 1, ..self }
    }
}

impl Entity for Summary {
    const TYPE: &'static str = "summary";

    fn key(&self) -> Key {
        Self::place(self.kind)
    }
}

impl Entity for Launch {
    const TYPE: &'static str = "launch";

    fn key(&self) -> Key {
        Key::new(Table::Derived, format!("ENGINE#{}", self.engine), self.kind.name())
    }

    fn version(&self) -> u64 {
        self.version
    }
}
