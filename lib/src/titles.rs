//! The titles of a kind as they are now, and the search in them.
//!
//! What is kept and what is read each time is in [`current`](crate::current); how titles are searched is in
//! [`matching::titles`](crate::matching::titles).

use crate::current::{Current, Index, Known};
use crate::entity::snapshot::Snapshot;
use crate::matching::sealed::Unreadable;
use crate::matching::titles::{Titles, search, snapshot};
use crate::snapshots::Readable;

impl Current<Titles> {
    /// The ids that a term finds, in the order of [`search`].
    pub fn search(&self, term: &str) -> Vec<u64> {
        search(&self.snapshot, &self.amended, &self.newer, term)
    }
}

impl Index for Titles {
    fn blob(snapshot: &Snapshot) -> Option<&str> {
        snapshot.blob.as_deref()
    }

    fn of(contents: impl Iterator<Item = Known>) -> Self {
        Self::of(contents.map(|known| (known.content_id, known.title)))
    }
}

impl Readable for Titles {
    const WHAT: &'static str = "a snapshot of titles";

    fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        snapshot::read(bytes)
    }
}
