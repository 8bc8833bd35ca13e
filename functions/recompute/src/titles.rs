//! The titles and records of a kind: what is otherwise than in its snapshot, and now and then the next snapshot.
//!
//! Nothing is to be done for a new content: who looks for it finds it in the catalogue. What was renamed, described
//! otherwise, deleted, or came late becomes an amendment. Both indexes are made of the same contents, in two blobs.
//! When so much lies beyond the snapshot that each search pays for it, the next one is made from the last and what
//! changed. Two generations are kept, because somebody may just be reading the older one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kindred::current::{Index, Known};
use kindred::entity::content::CatalogueRow;
use kindred::entity::kind::MediaKind;
use kindred::entity::snapshot::{Amendment, Family, Snapshot};
use kindred::matching::records::{self, Records};
use kindred::matching::titles::{self, Titles};
use kindred::store::{ATTEMPTS, Change, Entity, outrun};
use kindred::{Result, Store};

use crate::Recompute;

/// Changes beyond a snapshot with which the search still lives well: some 30 read units.
pub(crate) const MOST_BEYOND: u64 = 500;

/// Which contents are to be looked at.
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
    indexes: Indexes,
}

/// All contents of a kind, by their titles and by all that is known of them.
#[derive(Clone, Default)]
struct Indexes {
    titles: Arc<Titles>,
    records: Arc<Records>,
}

/// Bring what is known beyond the snapshot of a kind up to date, and make the next one if that is due.
pub(crate) async fn refresh(
    recompute: &Recompute,
    kind: MediaKind,
    looked: Looked<'_>,
) -> Result<()> {
    for attempt in 0..ATTEMPTS {
        let last = Snapshot::of(&recompute.store, kind).await?;
        let next = match recompute.indexes_of(&last).await? {
            None if last.blob.is_some() => recompute.replacement(&last).await?,
            indexes => {
                let indexes = indexes.unwrap_or_default();
                let found = Found { last: last.clone(), indexes };
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
        if next.generation != last.generation {
            let (titles, records) = (next.blob, next.records);
            for (family, blob) in [(Family::Titles, titles), (Family::Records, records)] {
                let Some(blob) = blob else { continue };
                recompute.discard_blob(family, kind, next.generation, blob).await?;
            }
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
                let known = known.chain(self.indexes.titles.ids()).chain(noted_ids).collect();
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
        let now: BTreeMap<u64, &CatalogueRow> =
            now.iter().map(|row| (row.content_id, row)).collect();
        let noted: BTreeMap<u64, Amendment> =
            noted.into_iter().map(|amendment| (amendment.content_id, amendment)).collect();
        let otherwise = known.iter().map(|id| (*id, now.get(id).copied()));
        let otherwise = otherwise.filter(|(id, row)| !self.indexes.have(*id, *row));
        let wanted: BTreeMap<u64, Amendment> =
            otherwise.map(|(id, row)| (id, self.last.amendment(id, row))).collect();
        let new: Vec<Amendment> =
            wanted.values().filter(|it| noted.get(&it.content_id) != Some(it)).cloned().collect();
        let gone = noted.values().filter(|it| !wanted.contains_key(&it.content_id));
        store.put_all(&new, &gone.map(Entity::key).collect::<Vec<_>>()).await?;
        Ok(wanted.len() as u64)
    }
}

impl Indexes {
    /// Of these contents.
    fn of(contents: Vec<Known>) -> Self {
        let titles = <Titles as Index>::of(contents.iter().cloned());
        Self { titles: titles.into(), records: Arc::new(Index::of(contents.into_iter())) }
    }

    /// The same with some contents otherwise.
    fn amended(&self, changes: Vec<(u64, Option<Known>)>) -> Self {
        let title = |known: &Known| known.title.clone();
        let titles: Vec<_> =
            changes.iter().map(|(id, known)| (*id, known.as_ref().map(title))).collect();
        let record = |known: Known| known.identity.record(known.title);
        let records: Vec<_> =
            changes.into_iter().map(|(id, known)| (id, known.map(record))).collect();
        Self {
            titles: self.titles.amended(&titles).into(),
            records: self.records.amended(&records).into(),
        }
    }

    /// Whether both tell the truth of a content.
    fn have(&self, id: u64, row: Option<&CatalogueRow>) -> bool {
        let record = row.map(|row| row.identity.clone().record(row.title.clone()));
        self.titles.has(id, row.map(|row| &*row.title)) && self.records.has(id, record.as_ref())
    }
}

impl Recompute {
    /// What is in a snapshot; none unless all of it can be read.
    async fn indexes_of(&self, snapshot: &Snapshot) -> Result<Option<Indexes>> {
        let (kind, titles, records) = (snapshot.kind, &snapshot.blob, &snapshot.records);
        let (titles, records) = tokio::try_join!(
            self.titles.get(&self.blobs, kind, titles.as_deref()),
            self.records.get(&self.blobs, kind, records.as_deref()),
        )?;
        Ok(titles.zip(records).map(|(titles, records)| Indexes { titles, records }))
    }

    /// The snapshot after this one.
    async fn successor(&self, found: &Found) -> Result<Snapshot> {
        let Found { last, indexes } = found;
        let amendments: Vec<Amendment> = self.store.list_all(&last.amendments()).await?;
        let (range, after) = CatalogueRow::newer(last.kind, last.max_id);
        let rows: Vec<CatalogueRow> = self.store.list_after(&range, &after).await?;
        let new = rows.into_iter().map(Known::from).map(|known| (known.content_id, Some(known)));
        let changes = amendments.into_iter().map(Known::of_amendment).chain(new).collect();
        self.publish(last, indexes.amended(changes)).await
    }

    /// The snapshot after one of which a blob is lost or damaged.
    async fn replacement(&self, last: &Snapshot) -> Result<Snapshot> {
        let rows: Vec<CatalogueRow> = self.store.list_all(&CatalogueRow::all(last.kind)).await?;
        self.publish(last, Indexes::of(rows.into_iter().map(Known::from).collect())).await
    }

    /// Write the blobs of the generation after this one.
    async fn publish(&self, last: &Snapshot, indexes: Indexes) -> Result<Snapshot> {
        let (kind, generation) = (last.kind, last.generation + 1);
        let Indexes { titles, records } = indexes;
        let next = Snapshot {
            generation,
            blob: None,
            previous: last.blob.clone(),
            records: None,
            previous_records: last.records.clone(),
            max_id: titles.max_id(),
            n_titles: titles.len() as u64,
            n_beyond: 0,
            ..last.clone()
        };
        if titles.is_empty() {
            return Ok(next);
        }
        let bytes = titles::snapshot::write(&titles);
        let blob = self.publish_blob(Family::Titles, kind, generation, bytes).await?;
        self.titles.keep(kind, &blob, titles);
        let bytes = records::snapshot::write(&records);
        let of_records = self.publish_blob(Family::Records, kind, generation, bytes).await?;
        self.records.keep(kind, &of_records, records);
        Ok(Snapshot { blob: Some(blob), records: Some(of_records), ..next })
    }

    /// Delete what nobody reads any more: all but the last two generations.
    async fn tidy(&self, snapshot: &Snapshot) -> Result<()> {
        let (kind, generation) = (snapshot.kind, snapshot.generation);
        let titles = [&snapshot.blob, &snapshot.previous];
        self.tidy_blobs(Family::Titles, kind, generation, titles).await?;
        let records = [&snapshot.records, &snapshot.previous_records];
        self.tidy_blobs(Family::Records, kind, generation, records).await?;
        let amendments: Vec<Amendment> = self.store.list_all(&Amendment::all(kind)).await?;
        let old = amendments.iter().filter(|it| it.generation + 1 < generation);
        self.store.put_all::<Amendment>(&[], &old.map(Entity::key).collect::<Vec<_>>()).await
    }
}
