//! The titles of a kind for the search: what is otherwise than in its snapshot, and now and then the next snapshot.
//!
//! Nothing is to be done for a new title: the search finds it in the catalogue. What was renamed, deleted, or came late
//! becomes an amendment. When so much lies beyond the snapshot that each search pays for it, the next one is made from
//! the last and what changed. Two generations are kept, because somebody may just be reading the older one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kindred::entity::content::CatalogueRow;
use kindred::entity::kind::MediaKind;
use kindred::entity::snapshot::{Amendment, Family, Snapshot};
use kindred::matching::titles::{Titles, snapshot};
use kindred::store::{ATTEMPTS, Change, Entity, outrun};
use kindred::{Result, Store};

use crate::Recompute;

/// Changes beyond a snapshot with which the search still lives well: some 30 read units.
pub(crate) const MOST_BEYOND: u64 = 500;

/// Which titles are to be looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Looked<'a> {
    /// Those of these contents, which came, went or changed.
    At(&'a BTreeSet<u64>),
    /// All of the kind, and whatever an interrupted work has left behind.
    Everywhere,
}

/// A snapshot as it was found, and what is in it.
struct Found {
    last: Snapshot,
    titles: Arc<Titles>,
}

/// Bring what is known beyond the snapshot of a kind up to date, and make the next one if that is due.
pub(crate) async fn refresh(
    recompute: &Recompute,
    kind: MediaKind,
    looked: Looked<'_>,
) -> Result<()> {
    for attempt in 0..ATTEMPTS {
        let last = Snapshot::of(&recompute.store, kind).await?;
        let titles = recompute.titles_of(&last).await?;
        let next = match (titles, looked) {
            (None, _) if last.blob.is_some() => recompute.replacement(&last).await?,
            (titles, looked) => {
                let found = Found { last: last.clone(), titles: titles.unwrap_or_default() };
                let n_beyond = found.amend(&recompute.store, looked).await?;
                match n_beyond > recompute.most_beyond {
                    true => recompute.successor(&found).await?,
                    false => Snapshot { n_beyond, ..last.clone() },
                }
            }
        };
        // Written even when nothing changed: who read older titles meanwhile must start again.
        let is_written = recompute.store.attempt(Change::new().save(&next), attempt).await?;
        if is_written && (next.blob != last.blob || matches!(looked, Looked::Everywhere)) {
            recompute.tidy(&next).await?;
        }
        if is_written {
            return Ok(());
        }
        if let Some(blob) = next.blob.filter(|_| next.generation != last.generation) {
            recompute.discard_blob(Family::Titles, kind, next.generation, blob).await?;
        }
    }
    Err(outrun())
}

impl Found {
    /// Note what is otherwise; returns how much lies beyond the snapshot then.
    async fn amend(&self, store: &Store, looked: Looked<'_>) -> Result<u64> {
        let (kind, max_id) = (self.last.kind, self.last.max_id);
        match looked {
            Looked::At(touched) => {
                let known: BTreeSet<u64> = touched.range(..=max_id).copied().collect();
                let places: Vec<_> =
                    known.iter().map(|id| CatalogueRow::place(kind, *id)).collect();
                let noted = known.iter().map(|id| self.last.amendment(*id, None).key());
                let noted: Vec<_> = noted.collect();
                let now: Vec<CatalogueRow> = store.batch(&places).await?;
                let noted: Vec<Amendment> = store.batch(&noted).await?;
                let n_newer = touched.len() - places.len();
                // Those that were noted before count again: nobody knows whether they were counted.
                let n_otherwise = self.note(store, known, &now, noted).await?;
                Ok(self.last.n_beyond + n_otherwise + n_newer as u64)
            }
            Looked::Everywhere => {
                let now: Vec<CatalogueRow> = store.list_all(&CatalogueRow::all(kind)).await?;
                let noted: Vec<Amendment> = store.list_all(&self.last.amendments()).await?;
                let noted_ids = noted.iter().map(|amendment| amendment.content_id);
                let known = now.iter().map(|row| row.content_id).filter(|id| *id <= max_id);
                let known = known.chain(self.titles.ids()).chain(noted_ids).collect();
                let n_otherwise = self.note(store, known, &now, noted).await?;
                let n_newer = now.iter().filter(|row| row.content_id > max_id).count();
                Ok(n_otherwise + n_newer as u64)
            }
        }
    }

    /// Write the amendments for these contents; returns how many there are.
    async fn note(
        &self,
        store: &Store,
        known: BTreeSet<u64>,
        now: &[CatalogueRow],
        noted: Vec<Amendment>,
    ) -> Result<u64> {
        let now: BTreeMap<u64, &str> =
            now.iter().map(|row| (row.content_id, row.title.as_str())).collect();
        let noted: BTreeMap<u64, Amendment> =
            noted.into_iter().map(|amendment| (amendment.content_id, amendment)).collect();
        let otherwise = known.iter().map(|id| (*id, now.get(id).copied()));
        let otherwise = otherwise.filter(|(id, title)| !self.titles.has(*id, *title));
        let wanted: BTreeMap<u64, Amendment> = otherwise
            .map(|(id, title)| (id, self.last.amendment(id, title.map(str::to_owned))))
            .collect();
        let new: Vec<Amendment> =
            wanted.values().filter(|it| noted.get(&it.content_id) != Some(it)).cloned().collect();
        let gone = noted.values().filter(|it| !wanted.contains_key(&it.content_id));
        store.put_all(&new, &gone.map(Entity::key).collect::<Vec<_>>()).await?;
        Ok(wanted.len() as u64)
    }
}

impl Recompute {
    /// What is in a snapshot.
    async fn titles_of(&self, snapshot: &Snapshot) -> Result<Option<Arc<Titles>>> {
        self.snapshots.get(&self.blobs, snapshot.kind, snapshot.blob.as_deref()).await
    }

    /// The snapshot after this one.
    async fn successor(&self, found: &Found) -> Result<Snapshot> {
        let Found { last, titles } = found;
        let amendments: Vec<Amendment> = self.store.list_all(&last.amendments()).await?;
        let (range, after) = CatalogueRow::newer(last.kind, last.max_id);
        let rows: Vec<CatalogueRow> = self.store.list_after(&range, &after).await?;
        let changes: Vec<(u64, Option<String>)> = amendments
            .into_iter()
            .map(|amendment| (amendment.content_id, amendment.title))
            .chain(rows.into_iter().map(|row| (row.content_id, Some(row.title))))
            .collect();
        self.publish(last, titles.amended(&changes)).await
    }

    /// The snapshot after one whose blob is lost or damaged.
    async fn replacement(&self, last: &Snapshot) -> Result<Snapshot> {
        let rows: Vec<CatalogueRow> = self.store.list_all(&CatalogueRow::all(last.kind)).await?;
        let titles = rows.into_iter().map(|row| (row.content_id, row.title));
        self.publish(last, Titles::of(titles)).await
    }

    /// Write the blob of the generation after this one.
    async fn publish(&self, last: &Snapshot, titles: Titles) -> Result<Snapshot> {
        let (kind, generation) = (last.kind, last.generation + 1);
        let next = Snapshot {
            generation,
            blob: None,
            previous: last.blob.clone(),
            max_id: titles.max_id(),
            n_titles: titles.len() as u64,
            n_beyond: 0,
            ..last.clone()
        };
        if titles.is_empty() {
            return Ok(next);
        }
        let blob =
            self.publish_blob(Family::Titles, kind, generation, snapshot::write(&titles)).await?;
        self.snapshots.keep(kind, &blob, titles);
        Ok(Snapshot { blob: Some(blob), ..next })
    }

    /// Delete what nobody reads any more: all but the last two generations.
    async fn tidy(&self, snapshot: &Snapshot) -> Result<()> {
        let kept = [&snapshot.blob, &snapshot.previous];
        self.tidy_blobs(Family::Titles, snapshot.kind, snapshot.generation, kept).await?;
        let amendments: Vec<Amendment> =
            self.store.list_all(&Amendment::all(snapshot.kind)).await?;
        let old = amendments.iter().filter(|it| it.generation + 1 < snapshot.generation);
        self.store.put_all::<Amendment>(&[], &old.map(Entity::key).collect::<Vec<_>>()).await
    }
}
