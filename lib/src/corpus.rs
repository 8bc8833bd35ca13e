//! The texts and genres of a kind as the engines have them, kept by the process as long as they are current.
//!
//! They are derived: `recompute` writes them, item by item, and raises the version of the kind's [`Launch`] with them. So
//! one read tells whether what the process keeps is still what the store holds. What they are compared by is in
//! [`matching`](crate::matching).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::entity::kind::MediaKind;
use crate::entity::neighbours::CorpusEntry;
use crate::entity::recommendation::Engine;
use crate::entity::summary::Launch;
use crate::matching::profile::Shelf;
use crate::store::Entity;
use crate::{Result, Store};

/// The corpora that this process has read, one for each kind; clones share them.
#[derive(Clone, Default)]
pub struct Corpora {
    kinds: Arc<Mutex<BTreeMap<MediaKind, Arc<Corpus>>>>,
}

/// All contents of a kind, as `ContentSimilarities` left them with a launch.
#[derive(Debug)]
pub struct Corpus {
    /// The launch.
    pub launch: Launch,
    /// By id; what is the same in two corpora is there once.
    pub entries: BTreeMap<u64, Arc<CorpusEntry>>,
    /// The same by genres, once somebody has asked.
    shelves: OnceLock<Vec<Shelf>>,
}

impl Corpus {
    /// What a launch left.
    pub fn new(launch: Launch, entries: BTreeMap<u64, Arc<CorpusEntry>>) -> Self {
        Self { launch, entries, shelves: OnceLock::new() }
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
}

impl Corpora {
    /// The corpus of a kind.
    ///
    /// Cost: a read, and one for each fifteen contents when the kept one is out of date.
    pub async fn current(&self, store: &Store, kind: MediaKind) -> Result<Arc<Corpus>> {
        let none = Launch::none(Engine::ContentSimilarities, kind);
        let launch = store.get::<Launch>(&none.key()).await?.unwrap_or(none);
        if let Some(kept) = self.kept(kind).filter(|kept| kept.launch == launch) {
            return Ok(kept);
        }
        let entries: Vec<CorpusEntry> = store.list_all(&CorpusEntry::all(kind)).await?;
        let entries =
            entries.into_iter().map(|entry| (entry.content_id, Arc::new(entry))).collect();
        let corpus = Arc::new(Corpus::new(launch, entries));
        self.keep(kind, Arc::clone(&corpus));
        Ok(corpus)
    }

    /// Keep a corpus that was just read or written.
    pub fn keep(&self, kind: MediaKind, corpus: Arc<Corpus>) {
        self.kinds.lock().unwrap_or_else(PoisonError::into_inner).insert(kind, corpus);
    }

    fn kept(&self, kind: MediaKind) -> Option<Arc<Corpus>> {
        self.kinds.lock().unwrap_or_else(PoisonError::into_inner).get(&kind).cloned()
    }
}

impl std::fmt::Debug for Corpora {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Not the texts themselves: they are many.
        f.debug_struct("Corpora").finish_non_exhaustive()
    }
}
