//! The engine `ContentSimilarities`: the texts of a kind, and the neighbours of each content.
//!
//! Between two [milestones](kindred::matching::statistics::milestone) of a kind's size the statistics of its corpus
//! stay as they are, and a content that comes, goes or changes moves only its own neighbours and those of the contents
//! that are like it, before or after. When the statistics change, all neighbours are due.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::entity::neighbours::{CorpusEntry, Neighbours, Similar};
use kindred::entity::recommendation::{Engine, Recipient};
use kindred::entity::summary::{Launch, Summary};
use kindred::matching::tfidf::Index;
use kindred::store::{ATTEMPTS, Change, Entity, outrun};
use kindred::{Result, Store};

use crate::{audience, taste};

/// How many neighbours a content has at most.
const NEIGHBOURS: usize = 10;
/// How alike two contents must be at least, as the cosine of their texts.
const THRESHOLD: f64 = 0.5;

type Corpus = BTreeMap<u64, CorpusEntry>;

/// Bring the neighbours of a kind, and the lists made from them, up to date after these contents came, went or changed.
///
/// Returns those whose lists are new.
pub(crate) async fn refresh(
    store: &Store,
    kind: MediaKind,
    touched: &BTreeSet<u64>,
) -> Result<BTreeSet<Recipient>> {
    let mut moved = touched.clone();
    for attempt in 0..ATTEMPTS {
        let none = Launch::none(Engine::ContentSimilarities, kind);
        let last = store.get::<Launch>(&none.key()).await?.unwrap_or(none);
        let before = corpus(store, kind).await?;
        let after = described(store, kind, &before, touched).await?;
        let soups: Vec<_> = after.iter().map(|(id, entry)| (*id, entry.soup.as_str())).collect();
        let index = Index::new(&soups);
        let fingerprint = index.statistics().fingerprint();
        moved.extend(if fingerprint == last.fingerprint {
            near(&index, &before, &after, touched)
        } else {
            before.keys().chain(after.keys()).copied().collect()
        });
        write_neighbours(store, &index, &moved).await?;
        let recipients = audience::of(store, &moved).await?;
        taste::refresh_all(store, kind, &recipients).await?;
        // The old texts stay until all is done with them: who dies before this line starts from them again.
        write_corpus(store, &before, &after, touched).await?;
        let launch = Launch { fingerprint, ..last };
        let change = Change::new().save(&launch).put(&summary(kind, &after));
        if store.attempt(change, attempt).await? {
            return Ok(recipients);
        }
    }
    Err(outrun())
}

async fn corpus(store: &Store, kind: MediaKind) -> Result<Corpus> {
    let entries: Vec<CorpusEntry> = store.list_all(&CorpusEntry::all(kind)).await?;
    Ok(entries.into_iter().map(|entry| (entry.content_id, entry)).collect())
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
    let contents: Vec<Content> = store.batch(&keys).await?;
    for content in contents.iter().filter(|content| content.kind == kind) {
        let entry = CorpusEntry {
            kind,
            content_id: content.id,
            soup: content.soup(),
            genres: content.genres.iter().map(|genre| genre.genre_id).collect(),
        };
        corpus.insert(content.id, entry);
    }
    Ok(corpus)
}

/// All that is like the touched contents, as they were or as they are.
fn near(index: &Index, before: &Corpus, after: &Corpus, touched: &BTreeSet<u64>) -> BTreeSet<u64> {
    let soups = |corpus: &Corpus, id: &u64| corpus.get(id).map(|entry| entry.soup.clone());
    let texts: BTreeSet<String> =
        touched.iter().flat_map(|id| [soups(before, id), soups(after, id)]).flatten().collect();
    let alike = texts.iter().flat_map(|soup| index.similar_to(soup, THRESHOLD));
    alike.map(|neighbour| neighbour.id).collect()
}

async fn write_neighbours(store: &Store, index: &Index, ids: &BTreeSet<u64>) -> Result<()> {
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
    store.put_all(&found, &gone).await
}

async fn write_corpus(
    store: &Store,
    before: &Corpus,
    after: &Corpus,
    touched: &BTreeSet<u64>,
) -> Result<()> {
    let new = |id| after.get(id).filter(|new| before.get(id) != Some(*new)).cloned();
    let gone = |id| before.get(id).filter(|_| !after.contains_key(id)).map(Entity::key);
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
