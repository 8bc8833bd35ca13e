//! A kind's catalogue as it is now: the snapshot, and what has changed since.
//!
//! A process keeps the snapshots that it has read ([`Snapshots`]); what lies beyond them is read each time, so a new
//! content is found with the transaction that made it, and looking for one costs the same however large the catalogue
//! is. There are two indexes, of the same contents: [`titles`](crate::titles) and [`records`](crate::records). Who
//! makes snapshots is the function `recompute`.

use std::sync::Arc;

use crate::entity::content::{CatalogueRow, Identity};
use crate::entity::kind::MediaKind;
use crate::entity::snapshot::{Amendment, Snapshot};
use crate::snapshots::{Readable, Snapshots};
use crate::{App, Result};

/// What is known of a content to those who look for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its id.
    pub content_id: u64,
    /// Its title, or name.
    pub title: String,
    /// What else tells it from others.
    pub identity: Identity,
}

/// An index of which snapshots are kept.
pub trait Index: Readable + Default {
    /// The blob of a snapshot that holds it.
    fn blob(snapshot: &Snapshot) -> Option<&str>;

    /// One of these contents, which come in any order.
    fn of(contents: impl Iterator<Item = Known>) -> Self;
}

/// All contents of a kind.
#[derive(Debug)]
pub struct Current<T> {
    /// As they were when it was made.
    pub snapshot: Arc<T>,
    /// Ids of which it does not tell the truth any more.
    pub amended: Vec<u64>,
    /// What is newer, or otherwise.
    pub newer: T,
}

impl<T: Index> Current<T> {
    /// Look at them. Without a snapshot that can be read, all come from the catalogue.
    ///
    /// Cost: a read, one for each 20 contents or so that have changed since the snapshot, and the blob, once in a
    /// process. It is one for each 20 of all contents without a snapshot.
    pub async fn of(app: &App, snapshots: &Snapshots<T>, kind: MediaKind) -> Result<Self> {
        let last = Snapshot::of(&app.store, kind).await?;
        let snapshot = snapshots.get(&app.blobs, kind, T::blob(&last)).await;
        let snapshot = snapshot.unwrap_or_else(|error| {
            tracing::warn!(%error, %kind, "it goes without {}", T::WHAT);
            None
        });
        let max_id = if snapshot.is_some() { last.max_id } else { 0 };
        let (range, after) = CatalogueRow::newer(kind, max_id);
        let (rows, amendments): (Vec<CatalogueRow>, Vec<Amendment>) =
            tokio::try_join!(app.store.list_after(&range, &after), async {
                match snapshot {
                    Some(_) => app.store.list_all(&last.amendments()).await,
                    None => Ok(Vec::new()),
                }
            })?;
        let amended = amendments.iter().map(|amendment| amendment.content_id).collect();
        let otherwise = amendments.into_iter().filter_map(|it| Known::of_amendment(it).1);
        let newer = T::of(otherwise.chain(rows.into_iter().map(Known::from)));
        Ok(Self { snapshot: snapshot.unwrap_or_default(), amended, newer })
    }
}

impl Known {
    /// What an amendment says of a content; nothing if it is gone.
    pub fn of_amendment(amendment: Amendment) -> (u64, Option<Self>) {
        let Amendment { content_id, title, identity, .. } = amendment;
        (content_id, title.map(|title| Self { content_id, title, identity }))
    }
}

impl From<CatalogueRow> for Known {
    fn from(row: CatalogueRow) -> Self {
        Self { content_id: row.content_id, title: row.title, identity: row.identity }
    }
}
