//! The titles of a kind as they are now: the snapshot, and what has changed since.
//!
//! A process keeps the snapshots that it has read ([`Snapshots`]); what lies beyond them is read with each search, so a new
//! title is found at once, and a search costs the same however large the catalogue is. Who makes snapshots is the function
//! `recompute`; how they are searched is in [`matching::titles`](crate::matching::titles).

use std::sync::Arc;

use crate::entity::content::CatalogueRow;
use crate::entity::kind::MediaKind;
use crate::entity::snapshot::{Amendment, Snapshot};
use crate::matching::sealed::Unreadable;
use crate::matching::titles::{Titles, search, snapshot};
use crate::snapshots::{Readable, Snapshots};
use crate::{App, Result};

/// All titles of a kind.
pub struct Current {
    snapshot: Arc<Titles>,
    /// Ids of which the snapshot does not tell the truth any more.
    amended: Vec<u64>,
    /// What is newer, or otherwise, than in the snapshot.
    newer: Titles,
}

impl Current {
    /// Look at them. Without a snapshot that can be read, all come from the catalogue.
    ///
    /// Cost: a read, one for each 30 titles or so that have changed since the snapshot, and the blob, once in a process. It
    /// is one for each 30 of all titles without a snapshot.
    pub async fn of(app: &App, snapshots: &Snapshots<Titles>, kind: MediaKind) -> Result<Self> {
        let last = Snapshot::of(&app.store, kind).await?;
        let titles = snapshots.get(&app.blobs, kind, last.blob.as_deref()).await;
        let titles = titles.unwrap_or_else(|error| {
            tracing::warn!(%error, %kind, "a search does without the snapshot of titles");
            None
        });
        let max_id = if titles.is_some() { last.max_id } else { 0 };
        let (range, after) = CatalogueRow::newer(kind, max_id);
        let (rows, amendments): (Vec<CatalogueRow>, Vec<Amendment>) =
            tokio::try_join!(app.store.list_after(&range, &after), async {
                match titles {
                    Some(_) => app.store.list_all(&last.amendments()).await,
                    None => Ok(Vec::new()),
                }
            })?;
        let amended = amendments.iter().map(|amendment| amendment.content_id).collect();
        let renamed = amendments.into_iter().filter_map(|it| Some((it.content_id, it.title?)));
        let new = rows.into_iter().map(|row| (row.content_id, row.title));
        let newer = Titles::of(renamed.chain(new));
        Ok(Self { snapshot: titles.unwrap_or_default(), amended, newer })
    }

    /// The ids that a term finds, in the order of [`search`].
    pub fn search(&self, term: &str) -> Vec<u64> {
        search(&self.snapshot, &self.amended, &self.newer, term)
    }
}

impl Readable for Titles {
    const WHAT: &'static str = "a snapshot of titles";

    fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        snapshot::read(bytes)
    }
}
