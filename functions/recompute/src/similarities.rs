//! The engine `ContentSimilarities`: the texts of a kind, and the neighbours of each content.
//!
//! Between two [milestones](kindred::matching::statistics::milestone) of a kind's size the statistics of its corpus
//! stay as they are, and a content that comes, goes or changes moves only its own neighbours and those of the contents
//! that are like it, before or after. When the statistics change, all neighbours are due.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use kindred::corpus::Corpus;
use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::entity::neighbours::{CorpusEntry, Neighbours, Similar};
use kindred::entity::summary::Launch;
use kindred::matching::tfidf::Index;
use kindred::store::{ATTEMPTS, Change, outrun};
use kindred::{Result, Store};

use crate::backlog;
use crate::run::Run;
use crate::taste::Refreshed;

/// How many neighbours a content has at most.
const NEIGHBOURS: usize = 10;
/// How alike two contents must be at least, as the cosine of their texts.
const THRESHOLD: f64 = 0.5;

/// Contents that are read and written together.
const SLICE: usize = 1_000;

/// Whose lists are made again when contents moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Those of everybody who ever met one of them.
    #[default]
    Met,
    /// Those of everybody, which whoever calls sees to.
    Everybody,
}

/// What moved when contents came, went or changed.
pub(crate) struct Moved {
    /// How many contents were compared anew.
    pub(crate) contents: usize,
    /// How many of them have other neighbours now.
    pub(crate) written: usize,
    /// What became of the lists that follow from them.
    pub(crate) lists: Refreshed,
}

/// Bring the neighbours of a kind, and the lists made from them, up to date after these contents came, went or changed.
pub(crate) async fn refresh(
    run: Run<'_>,
    kind: MediaKind,
    touched: &BTreeSet<u64>,
    audience: Audience,
) -> Result<Moved> {
    let (store, corpora) = (run.store(), &run.engines().corpora);
    let mut moved = touched.clone();
    for attempt in 0..ATTEMPTS {
        let before = match audience {
            Audience::Met => corpora.current(store, kind).await?,
            Audience::Everybody => corpora.afresh(store, kind).await?,
        };
        let after = before.with(described(store, kind, touched).await?);
        let (last, index) = (before.launch.clone(), after.index());
        // Where all are touched anyway, asking what is like each of them would only tell so.
        let is_selective = index.fingerprint() == last.fingerprint && audience == Audience::Met;
        moved.extend(if is_selective {
            near(index, &before, &after, touched)
        } else {
            before.entries.keys().chain(after.entries.keys()).copied().collect()
        });
        let written = write_neighbours(store, index, &moved).await?;
        // What the old texts and genres tell of whose lists follow is noted before these are replaced.
        let backlog = match audience {
            Audience::Met => {
                let genres = backlog::genres(&before.entries, &after.entries, touched);
                Some(backlog::note(store, kind, &moved, genres).await?)
            }
            Audience::Everybody => None,
        };
        write_corpus(store, &before, &after, touched, audience).await?;
        let launch = Launch { fingerprint: index.fingerprint(), ..last.reaching(run.position) };
        let change = Change::new().save(&launch).put(&after.summary());
        if store.attempt(change, attempt).await? {
            corpora.keep(kind, Arc::new(after.under(launch.saved())));
            let lists = match &backlog {
                Some(backlog) => backlog::work_off(run, backlog).await?,
                None => Refreshed::default(),
            };
            return Ok(Moved { contents: moved.len(), written, lists });
        }
    }
    Err(outrun())
}

/// These contents as they are now.
async fn described(
    store: &Store,
    kind: MediaKind,
    touched: &BTreeSet<u64>,
) -> Result<BTreeMap<u64, Option<CorpusEntry>>> {
    let mut now: BTreeMap<_, _> = touched.iter().map(|id| (*id, None)).collect();
    let keys: Vec<_> = touched.iter().map(|id| Content::place(*id)).collect();
    for slice in keys.chunks(SLICE) {
        let contents: Vec<Content> = store.batch(slice).await?;
        let there = contents.iter().filter(|content| content.kind == kind);
        now.extend(there.map(|content| (content.id, Some(entry(content)))));
    }
    Ok(now)
}

fn entry(content: &Content) -> CorpusEntry {
    CorpusEntry {
        kind: content.kind,
        content_id: content.id,
        soup: content.soup(),
        genres: content.genres.iter().map(|genre| genre.genre_id).collect(),
    }
}

/// All that is like the touched contents, as they were or as they are.
fn near(index: &Index, before: &Corpus, after: &Corpus, touched: &BTreeSet<u64>) -> BTreeSet<u64> {
    let soups = |corpus: &Corpus, id: &u64| corpus.entries.get(id).map(|entry| entry.soup.clone());
    let texts: BTreeSet<String> =
        touched.iter().flat_map(|id| [soups(before, id), soups(after, id)]).flatten().collect();
    let alike = texts.iter().flat_map(|soup| index.similar_to(soup, THRESHOLD));
    alike.map(|neighbour| neighbour.id).collect()
}

/// How many of these have other neighbours now.
async fn write_neighbours(store: &Store, index: &Index, ids: &BTreeSet<u64>) -> Result<usize> {
    let ids: Vec<u64> = ids.iter().copied().collect();
    let mut written = 0;
    for slice in ids.chunks(SLICE) {
        written += write_some_neighbours(store, index, slice).await?;
    }
    Ok(written)
}

async fn write_some_neighbours(store: &Store, index: &Index, ids: &[u64]) -> Result<usize> {
    let keys: Vec<_> = ids.iter().map(|id| Neighbours::place(*id)).collect();
    let stored: Vec<Neighbours> = store.batch(&keys).await?;
    let stored: HashMap<_, _> =
        stored.into_iter().map(|item| (item.content_id, item.neighbours)).collect();
    let (mut found, mut gone) = (Vec::new(), Vec::new());
    for (content_id, neighbours) in index.neighbours_of(ids, NEIGHBOURS, THRESHOLD) {
        let neighbours: Vec<Similar> = neighbours.into_iter().map(Into::into).collect();
        match stored.get(&content_id) {
            Some(old) if *old == neighbours => {}
            Some(_) if neighbours.is_empty() => gone.push(Neighbours::place(content_id)),
            None if neighbours.is_empty() => {}
            _ => found.push(Neighbours { content_id, neighbours }),
        }
    }
    store.put_all(&found, &gone).await?;
    Ok(found.len() + gone.len())
}

/// Write the texts of the touched contents.
///
/// Of a few all are written, also those that seem to be the same: what the process keeps does not know what a
/// broken-off run has left of them in the store. Where all are touched, they were just read from there.
async fn write_corpus(
    store: &Store,
    before: &Corpus,
    after: &Corpus,
    touched: &BTreeSet<u64>,
    audience: Audience,
) -> Result<()> {
    let is_due =
        |id: &&u64| audience == Audience::Met || before.entries.get(*id) != after.entries.get(*id);
    let (mut new, mut gone) = (Vec::new(), Vec::new());
    for id in touched.iter().filter(is_due) {
        match after.entries.get(id) {
            Some(entry) => new.push(CorpusEntry::clone(entry)),
            None => gone.push(CorpusEntry::place(after.launch.kind, *id)),
        }
    }
    store.put_all(&new, &gone).await
}
