//! The titles of a kind as they are now: the snapshot, and what has changed since.
//!
//! A process keeps the snapshots that it has read ([`Snapshots`]); what lies beyond them is read with each search, so a new
//! title is found at once, and a search costs the same however large the catalogue is. Who makes snapshots is the function
//! `recompute`; how they are searched is in [`matching::titles`](crate::matching::titles).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use crate::entity::content::CatalogueRow;
use crate::entity::kind::MediaKind;
use crate::entity::snapshot::{Amendment, Snapshot};
use crate::matching::titles::{Titles, search, snapshot};
use crate::{App, Blobs, Result};

/// The snapshots that this process has read, one for each kind; clones share them.
#[derive(Clone, Default)]
pub struct Snapshots {
    kinds: Arc<Mutex<BTreeMap<MediaKind, Held>>>,
}

/// What is known of a blob.
#[derive(Clone)]
struct Held {
    blob: String,
    /// Empty while it is being read; none in it when there is nothing to read.
    titles: Arc<OnceCell<Option<Arc<Titles>>>>,
}

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
    pub async fn of(app: &App, snapshots: &Snapshots, kind: MediaKind) -> Result<Self> {
        let last = Snapshot::of(&app.store, kind).await?;
        let titles = snapshots.get(&app.blobs, &last).await.unwrap_or_else(|error| {
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

impl Snapshots {
    /// The titles in a snapshot; none if there is none, or if its blob is lost or cannot be understood.
    ///
    /// Read from the bucket once, also when many ask at the same time.
    pub async fn get(&self, blobs: &Blobs, last: &Snapshot) -> Result<Option<Arc<Titles>>> {
        let Some(blob) = &last.blob else { return Ok(None) };
        let cell = self.cell(last.kind, blob);
        cell.get_or_try_init(async || read(blobs, blob).await).await.cloned()
    }

    /// Keep titles that were just written.
    pub fn keep(&self, kind: MediaKind, blob: &str, titles: Titles) {
        // Who is reading the same blob meanwhile finds the same.
        let _ = self.cell(kind, blob).set(Some(Arc::new(titles)));
    }

    /// Where the titles of this blob are kept; those of another blob of the kind go.
    fn cell(&self, kind: MediaKind, blob: &str) -> Arc<OnceCell<Option<Arc<Titles>>>> {
        let mut kinds = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        let held = kinds.get(&kind).filter(|held| held.blob == blob).cloned();
        let held = held.unwrap_or_else(|| Held { blob: blob.to_owned(), titles: Arc::default() });
        kinds.insert(kind, held.clone());
        held.titles
    }
}

async fn read(blobs: &Blobs, blob: &str) -> Result<Option<Arc<Titles>>> {
    let Some(bytes) = blobs.get(blob).await? else {
        tracing::warn!(blob, "a snapshot of titles is lost");
        return Ok(None);
    };
    match snapshot::read(&bytes) {
        Ok(titles) => Ok(Some(Arc::new(titles))),
        Err(error) => {
            tracing::warn!(blob, %error, "a snapshot of titles cannot be read");
            Ok(None)
        }
    }
}

impl std::fmt::Debug for Snapshots {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Not the titles themselves: they are many.
        f.debug_struct("Snapshots").finish_non_exhaustive()
    }
}
