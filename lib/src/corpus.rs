//! The texts and genres of a kind as the engines have them, kept by the process as long as they are current.
//!
//! They are derived: `recompute` writes them, item by item, and raises the version of the kind's [`Launch`] with them.
//! So one read tells whether what the process keeps is still what the store holds. What they are compared by is in
//! [`matching`](crate::matching).

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::entity::kind::MediaKind;
use crate::entity::neighbours::CorpusEntry;
use crate::entity::recommendation::Engine;
use crate::entity::summary::{Launch, Summary};
use crate::matching::profile::Shelf;
use crate::matching::tfidf::Index;
use crate::warm::{Derived, Warm};
use crate::{Result, Store};

/// The corpora that this process has read, one for each kind; clones share them.
pub type Corpora = Warm<Corpus>;

/// All contents of a kind, as `ContentSimilarities` left them with a launch.
#[derive(Debug)]
pub struct Corpus {
    /// The launch.
    pub launch: Launch,
    /// By id; what is the same in two corpora is there once.
    pub entries: BTreeMap<u64, Arc<CorpusEntry>>,
    /// The same by genres, once somebody has asked.
    shelves: OnceLock<Vec<Shelf>>,
    /// The same by their texts, once somebody has asked.
    index: OnceLock<Index>,
}

impl Corpus {
    /// What a launch left.
    pub fn new(launch: Launch, entries: BTreeMap<u64, Arc<CorpusEntry>>) -> Self {
        Self { launch, entries, shelves: OnceLock::new(), index: OnceLock::new() }
    }

    /// The contents by the sets of their genres; sorted when it is first asked for.
    pub fn shelves(&self) -> &[Shelf] {
        self.shelves.get_or_init(|| {
            let mut shelves: BTreeMap<Vec<u64>, Vec<u64>> = BTreeMap::new();
            for (id, entry) in &self.entries {
                shelves.entry(entry.genre_set()).or_default().push(*id);
            }
            shelves.into_iter().map(|(genres, items)| Shelf { genres, items }).collect()
        })
    }

    /// The same with these contents as they are now, under the same launch; what there is not of them goes.
    ///
    /// Its index comes from the one before, where that can be had cheaper than a new one.
    #[must_use]
    pub fn with(&self, now: BTreeMap<u64, Option<CorpusEntry>>) -> Self {
        let mut entries = self.entries.clone();
        let mut changed = BTreeMap::new();
        for (id, entry) in now {
            let soup = |entry: &Arc<CorpusEntry>| entry.soup.clone();
            let before = match entry {
                Some(entry) if entries.get(&id).is_some_and(|old| **old == entry) => continue,
                Some(entry) => entries.insert(id, Arc::new(entry)),
                None => entries.remove(&id),
            };
            let after = entries.get(&id).map(soup);
            if before.as_ref().map(soup) != after {
                changed.insert(id, after);
            }
        }
        let lent = changed.iter().map(|(id, soup)| (*id, soup.as_deref())).collect();
        let amended = self.index.get().and_then(|index| index.amended(&lent));
        let index = amended.map_or_else(OnceLock::new, OnceLock::from);
        Self { index, ..Self::new(self.launch.clone(), entries) }
    }

    /// The same under another launch.
    #[must_use]
    pub fn under(self, launch: Launch) -> Self {
        Self { launch, ..self }
    }

    /// The contents by the words of their texts; made when it is first asked for.
    pub fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let soups = self.entries.iter().map(|(id, entry)| (*id, entry.soup.as_str()));
            Index::new(&soups.collect::<Vec<_>>())
        })
    }

    /// How many contents it has, by genre, too.
    pub fn summary(&self) -> Summary {
        let mut genres: BTreeMap<u64, u64> = BTreeMap::new();
        for genre in self.entries.values().flat_map(|entry| &entry.genres) {
            *genres.entry(*genre).or_insert(0) += 1;
        }
        let genres = genres.into_iter().map(|(genre, n)| (genre.to_string(), n)).collect();
        Summary { kind: self.launch.kind, n_items: self.entries.len() as u64, genres }
    }
}

impl Derived for Corpus {
    type Of = MediaKind;
    type Mark = Launch;

    fn unmarked(kind: MediaKind) -> Launch {
        Launch::none(Engine::ContentSimilarities, kind)
    }

    fn mark(&self) -> &Launch {
        &self.launch
    }

    /// Cost: a read unit for each fifteen contents.
    async fn read(store: &Store, kind: MediaKind, launch: Launch) -> Result<Self> {
        let entries: Vec<CorpusEntry> = store.list_all(&CorpusEntry::all(kind)).await?;
        let entries = entries.into_iter().map(|entry| (entry.content_id, Arc::new(entry)));
        Ok(Self::new(launch, entries.collect()))
    }
}
