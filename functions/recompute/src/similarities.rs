//! The engine `ContentSimilarities`: the texts of a kind, and the neighbours of each content.
//!
//! Between two [milestones](kindred::matching::statistics::milestone) of a kind's size the statistics of its corpus
//! stay as they are, and a content that comes, goes or changes moves only its own neighbours and those of the contents
//! that are like it, before or after. When the statistics change, all neighbours are due.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::entity::neighbours::{CorpusEntry, Neighbours, Similar};
use kindred::entity::recommendation::Engine;
use kindred::entity::summary::{Launch, Summary};
use kindred::matching::tfidf::Index;
use kindred::store::{ATTEMPTS, Change, Entity, outrun};
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

/// The texts of a kind; what is the same before and after is there once.
type Corpus = BTreeMap<u64, Arc<CorpusEntry>>;

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
    let store = run.store();
    let mut moved = touched.clone();
    for attempt in 0..ATTEMPTS {
        let none = Launch::none(Engine::ContentSimilarities, kind);
        let last = store.get::<Launch>(&none.key()).await?.unwrap_or(none);
        let before = corpus(store, kind).await?;
        let after = described(store, kind, &before, touched).await?;
        let soups: Vec<_> = after.iter().map(|(id, entry)| (*id, entry.soup.as_str())).collect();
        let index = Index::new(&soups);
        let fingerprint = index.statistics().fingerprint();
        // Where all are touched anyway, asking what is like each of them would only tell so.
        let is_selective = fingerprint == last.fingerprint && audience == Audience::Met;
        moved.extend(if is_selective {
            near(&index, &before, &after, touched)
        } else {
            before.keys().chain(after.keys()).copied().collect()
        });
        let written = write_neighbours(store, &index, &moved).await?;
        // What the old texts and genres tell of whose lists follow is noted before these are replaced.
        let backlog = match audience {
            Audience::Met => {
                let genres = backlog::genres(&before, &after, touched);
                Some(backlog::note(store, kind, &moved, genres).await?)
            }
            Audience::Everybody => None,
        };
        write_corpus(store, &before, &after, touched).await?;
        let launch = Launch { fingerprint, ..last.reaching(run.position) };
        let change = Change::new().save(&launch).put(&summary(kind, &after));
        if store.attempt(change, attempt).await? {
            let lists = match &backlog {
                Some(backlog) => backlog::work_off(run, backlog).await?,
                None => Refreshed::default(),
            };
            return Ok(Moved { contents: moved.len(), written, lists });
        }
    }
    Err(outrun())
}

async fn corpus(store: &Store, kind: MediaKind) -> Result<Corpus> {
    let entries: Vec<CorpusEntry> = store.list_all(&CorpusEntry::all(kind)).await?;
    Ok(entries.into_iter().map(|entry| (entry.content_id, Arc::new(entry))).collect())
}

/// The corpus with these contents as they are now.
async fn described(
    store: &Store,
    kind: MediaKind,
    before: &Corpus,
    touched: &BTreeSet<u64>,
) -> Result<Corpus> {
    let mut corpus = before.clone();
    corpus.retain(|id, _| !touched.contains(id));
    let keys: Vec<_> = touched.iter().map(|id| Content::place(*id)).collect();
    for slice in keys.chunks(SLICE) {
        let contents: Vec<Content> = store.batch(slice).await?;
        for content in contents.iter().filter(|content| content.kind == kind) {
            let entry = entry(content);
            let same = before.get(&content.id).filter(|old| ***old == entry).cloned();
            corpus.insert(content.id, same.unwrap_or_else(|| Arc::new(entry)));
        }
    }
    Ok(corpus)
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
    let soups = |corpus: &Corpus, id: &u64| corpus.get(id).map(|entry| entry.soup.clone());
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
    for (content_id, neighbours) in index.neighbours_of(ids.iter().copied(), NEIGHBOURS, THRESHOLD)
    {
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

async fn write_corpus(
    store: &Store,
    before: &Corpus,
    after: &Corpus,
    touched: &BTreeSet<u64>,
) -> Result<()> {
    let new =
        |id| after.get(id).filter(|new| before.get(id) != Some(*new)).map(|it| (**it).clone());
    let gone = |id| before.get(id).filter(|_| !after.contains_key(id)).map(|entry| entry.key());
    let new: Vec<_> = touched.iter().filter_map(new).collect();
    let gone: Vec<_> = touched.iter().filter_map(gone).collect();
    store.put_all(&new, &gone).await
}

fn summary(kind: MediaKind, corpus: &Corpus) -> Summary {
    let mut genres = BTreeMap::new();
    for genre in corpus.values().flat_map(|entry| &entry.genres) {
        *genres.entry(genre.to_string()).or_insert(0) += 1;
    }
    Summary { kind, n_items: corpus.len() as u64, genres }
}
