//! Models: what collaborative filtering has learned of a kind, and up to which event.
//!
//! The model itself is a blob, read by [`collaborative`](crate::collaborative); here stands which one counts. It is
//! derived: without one, nothing is recommended by what others use.

use serde::{Deserialize, Serialize};

use super::kind::MediaKind;
use crate::matching::collaborative::Ridge;
use crate::store::{Entity, Key, Table};
use crate::{Result, Store, Timestamp};

/// The model of a kind that counts.
///
/// Whoever makes the next one raises its version: of two that worked at the same time, the second is refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// The kind.
    pub kind: MediaKind,
    /// Counts up from 1; 0 before the first.
    pub generation: u64,
    /// Where it lies in the bucket; none before the first.
    pub blob: Option<String>,
    /// Where that of the generation before lies, for those who still read it.
    pub previous: Option<String>,
    /// The newest event that it surely takes into account.
    pub position: u64,
    /// When it was made.
    pub trained_at: Option<Timestamp>,
    /// From whom it was learned.
    pub n_users: u64,
    /// Contents in it.
    pub n_items: u64,
    /// Interactions from which it was learned.
    pub n_interactions: u64,
    /// How far its weights are shrunk: `lambda`.
    pub lambda: f64,
    /// How far, the more the more often an item is met: `gamma`.
    pub gamma: f64,
    /// Interactions from which that was chosen; it is chosen again when they have doubled.
    pub n_chosen_from: u64,
    /// Raised by every write.
    pub version: u64,
}

impl Model {
    /// The one that counts; before the first, none of anything. Cost: a read.
    pub async fn of(store: &Store, kind: MediaKind) -> Result<Self> {
        let none = Self::none(kind);
        Ok(store.get(&none.key()).await?.unwrap_or(none))
    }

    /// Before the first.
    pub fn none(kind: MediaKind) -> Self {
        Self {
            kind,
            generation: 0,
            blob: None,
            previous: None,
            position: 0,
            trained_at: None,
            n_users: 0,
            n_items: 0,
            n_interactions: 0,
            lambda: 0.0,
            gamma: 0.0,
            n_chosen_from: 0,
            version: 0,
        }
    }

    /// How far its weights are shrunk.
    pub fn ridge(&self) -> Ridge {
        Ridge { lambda: self.lambda, gamma: self.gamma }
    }
}

impl Entity for Model {
    const TYPE: &'static str = "model";

    fn key(&self) -> Key {
        Key::new(Table::Derived, format!("KIND#{}", self.kind), "MODEL")
    }

    fn version(&self) -> u64 {
        self.version
    }
}
