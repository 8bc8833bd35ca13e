//! What lists have yet to follow: noted before what they follow from is written, gone when they have.
//!
//! Whoever dies in between leaves it behind, and whoever comes next works it off with their own. It is derived like the
//! lists themselves.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::kind::MediaKind;
use crate::store::{Entity, Key, Table};

/// Contents that are noted one by one; beyond them it is all of the kind.
const MOST_CONTENTS: usize = 5_000;

/// What the lists of a kind have yet to follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backlog {
    /// The kind.
    pub kind: MediaKind,
    /// Contents that have other neighbours or are described anew; none when it is all of the kind.
    pub contents: Option<BTreeSet<u64>>,
    /// The sets of genres of contents that came, went or got others, as they were and as they are; ids ascending.
    pub genres: BTreeSet<Vec<u64>>,
    /// Raised by whoever adds to it.
    pub version: u64,
}

impl Backlog {
    /// Nothing.
    pub fn none(kind: MediaKind) -> Self {
        Self { kind, contents: Some(BTreeSet::new()), genres: BTreeSet::new(), version: 0 }
    }

    /// The same, and these contents and sets of genres besides.
    #[must_use]
    pub fn with(mut self, contents: &BTreeSet<u64>, genres: BTreeSet<Vec<u64>>) -> Self {
        self.contents = self.contents.map(|known| &known | contents);
        self.contents.take_if(|all| all.len() > MOST_CONTENTS);
        self.genres.extend(genres);
        self
    }

    /// Where that of a kind lies.
    pub fn place(kind: MediaKind) -> Key {
        Key::new(Table::Derived, format!("KIND#{kind}"), "BACKLOG")
    }
}

impl Entity for Backlog {
    const TYPE: &'static str = "backlog";

    fn key(&self) -> Key {
        Self::place(self.kind)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
