//! The titles by which contents of different kinds are linked, kept by the process as long as they are current.
//!
//! Like [`corpus`](crate::corpus), for the engine `LinkBetweenItems`: derived by `recompute`, title by title, under one
//! [`Linkage`]. Titles are compared by pairs of kinds; of each pair there is an index over both.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::entity::kind::MediaKind;
use crate::entity::links::{Link, Linkage, LinkedTitle, Pair};
use crate::matching::tfidf::{Index, Neighbour};
use crate::warm::{Derived, Warm};
use crate::{Result, Store};

/// How many links a content has at most.
pub const MOST_LINKS: usize = 25;
/// How alike two titles must be at least, as their cosine.
pub const THRESHOLD: f64 = 0.8;

/// The titles that this process has read; clones share them.
pub type AllLinked = Warm<Linked>;

/// Titles of one kind, without case and blanks, by id.
type Titles = BTreeMap<u64, Arc<str>>;

/// Titles of some kinds as they are now; none for what is gone.
pub type Changes = BTreeMap<MediaKind, BTreeMap<u64, Option<String>>>;

/// All titles by which there may be links, as `LinkBetweenItems` left them with a launch.
#[derive(Debug)]
pub struct Linked {
    /// The launch.
    pub linkage: Linkage,
    titles: BTreeMap<MediaKind, Arc<Titles>>,
    /// Each made when somebody asks for it first.
    indices: BTreeMap<Pair, OnceLock<Index>>,
}

impl Linked {
    /// These titles.
    fn new(linkage: Linkage, titles: BTreeMap<MediaKind, Arc<Titles>>) -> Self {
        let indices = Pair::all().into_iter().map(|pair| (pair, OnceLock::new())).collect();
        Self { linkage, titles, indices }
    }

    /// The same with these titles as they are now, under the same launch.
    #[must_use]
    pub fn with(&self, now: &Changes) -> Self {
        let mut titles = self.titles.clone();
        for (kind, now) in now {
            let of_kind = Arc::make_mut(titles.entry(*kind).or_default());
            for (id, title) in now {
                match title {
                    Some(title) => of_kind.insert(*id, Arc::from(title.as_str())),
                    None => of_kind.remove(id),
                };
            }
        }
        let mut linked = Self::new(self.linkage.clone(), titles);
        for (pair, index) in &mut linked.indices {
            let changes = pair.kinds().into_iter().filter_map(|kind| Some((kind, now.get(&kind)?)));
            let changes = changes.flat_map(|(kind, now)| now.iter().map(move |it| (kind, it)));
            let otherwise =
                changes.filter(|(kind, (id, now))| self.title(*kind, **id) != now.as_deref());
            let otherwise = otherwise.map(|(_, (id, now))| (*id, now.as_deref())).collect();
            let amended = self.indices.get(pair).and_then(|index| index.get()?.amended(&otherwise));
            *index = amended.map_or_else(OnceLock::new, OnceLock::from);
        }
        linked
    }

    /// The same under another launch.
    #[must_use]
    pub fn under(self, linkage: Linkage) -> Self {
        Self { linkage, ..self }
    }

    /// The title of a content.
    pub fn title(&self, kind: MediaKind, id: u64) -> Option<&str> {
        self.titles.get(&kind)?.get(&id).map(|title| &**title)
    }

    /// All contents of a kind that have a title.
    pub fn ids(&self, kind: MediaKind) -> impl Iterator<Item = u64> {
        self.titles.get(&kind).into_iter().flat_map(|titles| titles.keys().copied())
    }

    /// What tells the statistics of a pair's titles from others.
    pub fn fingerprint(&self, pair: Pair) -> u64 {
        self.index(pair).fingerprint()
    }

    /// The contents of a kind of this pair whose titles are like this one.
    pub fn alike(&self, pair: Pair, kind: MediaKind, title: &str) -> impl Iterator<Item = u64> {
        let alike = self.index(pair).similar_to(title, THRESHOLD).into_iter();
        alike.map(|near| near.id).filter(move |id| self.title(kind, *id).is_some())
    }

    /// The links of these contents of a kind, each with its id.
    pub fn links(&self, kind: MediaKind, ids: &[u64]) -> Vec<(u64, Vec<Link>)> {
        let mut links: Vec<(u64, Vec<Link>)> = ids.iter().map(|id| (*id, Vec::new())).collect();
        for to in kind.differences().links {
            let is_there = |id| self.title(*to, id).is_some();
            let index = self.index(Pair::of(kind, *to));
            let found = index.neighbours_among(ids, MOST_LINKS, THRESHOLD, is_there);
            let link = |near: Neighbour| Link {
                kind: *to,
                content_id: near.id,
                similarity: near.similarity,
            };
            for ((_, links), (_, found)) in links.iter_mut().zip(found) {
                links.extend(found.into_iter().map(link));
            }
        }
        for (_, links) in &mut links {
            let order = |a: &Link, b: &Link| b.similarity.total_cmp(&a.similarity);
            links.sort_by(|a, b| order(a, b).then(a.content_id.cmp(&b.content_id)));
            links.truncate(MOST_LINKS);
        }
        links
    }

    /// The titles of both kinds of a pair, by the words in them.
    fn index(&self, pair: Pair) -> &Index {
        let titles = || pair.kinds().into_iter().filter_map(|kind| self.titles.get(&kind));
        let documents = || {
            let titles = titles().flat_map(|titles| titles.iter());
            titles.map(|(id, title)| (*id, &**title)).collect::<Vec<_>>()
        };
        self.indices[&pair].get_or_init(|| Index::new(&documents()))
    }
}

impl Derived for Linked {
    type Of = ();
    type Mark = Linkage;

    fn unmarked((): ()) -> Linkage {
        Linkage::default()
    }

    fn mark(&self) -> &Linkage {
        &self.linkage
    }

    /// Cost: a read unit for each forty titles.
    async fn read(store: &Store, (): (), linkage: Linkage) -> Result<Self> {
        let mut titles = BTreeMap::new();
        for kind in Pair::all().into_iter().flat_map(Pair::kinds) {
            if titles.contains_key(&kind) {
                continue;
            }
            let rows: Vec<LinkedTitle> = store.list_all(&LinkedTitle::all(kind)).await?;
            let rows = rows.into_iter().map(|row| (row.content_id, Arc::from(row.title)));
            titles.insert(kind, Arc::new(rows.collect::<Titles>()));
        }
        Ok(Self::new(linkage, titles))
    }
}
