//! The records of a kind as they are now, and the look-up in them.
//!
//! What is kept and what is read each time is in [`current`](crate::current); how records are compared is in
//! [`matching::records`](crate::matching::records).

use crate::current::{Current, Index, Known};
use crate::entity::snapshot::Snapshot;
use crate::matching::records::{Match, Record, Records, look_up, snapshot};
use crate::matching::sealed::Unreadable;
use crate::snapshots::Readable;

/// From this probability on, an item is a likely duplicate of what was submitted.
///
/// Half: as likely as not. A moderator decides, to whom a duplicate that is not shown costs more than a look at one
/// that is none.
pub const LIKELY: f64 = 0.5;

impl Current<Records> {
    /// The items that a record may be, in the order of [`look_up`].
    pub fn look_up(&self, record: &Record, limit: usize) -> Vec<Match> {
        look_up(&self.snapshot, &self.amended, &self.newer, record, limit)
    }

    /// The items that a record is [likely](LIKELY) to be, in the same order.
    pub fn duplicates(&self, record: &Record, limit: usize) -> Vec<Match> {
        let mut found = self.look_up(record, limit);
        found.retain(|it| it.probability >= LIKELY);
        found
    }
}

impl Index for Records {
    fn blob(snapshot: &Snapshot) -> Option<&str> {
        snapshot.records.as_deref()
    }

    fn of(contents: impl Iterator<Item = Known>) -> Self {
        Self::of(contents.map(|known| (known.content_id, known.identity.record(known.title))))
    }
}

impl Readable for Records {
    const WHAT: &'static str = "a snapshot of records";

    fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        snapshot::read(bytes)
    }
}
