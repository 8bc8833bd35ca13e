//! What the engines make of what somebody has met: the same for users, groups and made-up profiles.
//!
//! The arithmetic is in [`matching`](crate::matching); here it gets its numbers from what is derived. Where a [`Taste`]
//! comes from, and where the lists go, is for those who call.

mod aversions;
mod collaborative;
mod profile;
mod similar;
mod taste;

use std::collections::HashSet;
use std::sync::Arc;

pub use aversions::{Aversions, LEFT};
pub use taste::{Liked, Met, Taste};

use crate::config::Training;
use crate::corpus::Corpora;
use crate::entity::kind::MediaKind;
use crate::entity::model::Model;
use crate::entity::recommendation::{Engine, Recommendation};
use crate::linked::AllLinked;
use crate::matching::collaborative::Trained;
use crate::matching::profile::Interests;
use crate::snapshots::Snapshots;
use crate::votes::AllVotes;
use crate::{Blobs, Result, Store};

/// What engines ask: what is derived of a kind, and what this process keeps of it. Clones share that.
#[derive(Clone, Debug)]
pub struct Engines {
    /// Where what is derived lies.
    pub store: Store,
    /// Where models lie.
    pub blobs: Blobs,
    /// Texts and genres.
    pub corpora: Corpora,
    /// Titles by which contents of different kinds are linked.
    pub linked: AllLinked,
    /// Votes, and what is popular by them.
    pub votes: AllVotes,
    /// What collaborative filtering has learned.
    pub models: Snapshots<Trained>,
    /// How it learns.
    pub training: Training,
}

/// What all engines recommend to somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// The list of each engine that serves the kind, the first first; perhaps with nothing in it.
    pub lists: Vec<List>,
    /// How much they are interested in each genre of the kind.
    pub interests: Interests,
    /// What a content must be worth to change the list that is made from that.
    pub floor: u64,
}

/// What one engine recommends, best first.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The engine.
    pub engine: Engine,
    /// At most [`MOST_RECOMMENDED`](crate::entity::recommendation::MOST_RECOMMENDED).
    pub items: Vec<Recommendation>,
    /// The generation of the model that it was made from, if there is one.
    pub model: Option<u64>,
}

/// From what lists are made besides tastes: when this is the same before and after, so is all that lies in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grounds {
    /// The version of the kind's texts and genres.
    corpus: u64,
    /// The generation of the model.
    model: u64,
}

/// Whether a content can be in the lists of several engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Overlap {
    /// It is only in that of the first engine that recommends it.
    Excluded,
    /// Each engine recommends what it would alone.
    Kept,
}

impl Engines {
    /// Over this store and this bucket.
    pub fn new(store: Store, blobs: Blobs) -> Self {
        let (corpora, linked, votes, models, training) = Default::default();
        Self { store, blobs, corpora, linked, votes, models, training }
    }

    /// The same, but collaborative filtering learns so.
    #[must_use]
    pub fn learning(self, training: Training) -> Self {
        Self { training, ..self }
    }

    /// The engines that make lists of a kind, the first first.
    pub fn listing(kind: MediaKind) -> impl Iterator<Item = Engine> {
        let serves = move |engine: &Engine| match engine {
            Engine::FromProfile => kind.differences().profiled,
            _ => true,
        };
        Engine::LISTING.into_iter().filter(serves)
    }

    /// What lists of a kind are made from now. Cost: two reads.
    pub async fn grounds(&self, kind: MediaKind) -> Result<Grounds> {
        let (corpus, model) = tokio::try_join!(
            self.corpora.current(&self.store, kind),
            Model::of(&self.store, kind),
        )?;
        Ok(Grounds { corpus: corpus.launch.version, model: model.generation })
    }

    /// What the engines recommend together: each content once, by the first engine that does.
    pub async fn every(&self, kind: MediaKind, taste: &Taste) -> Result<Made> {
        self.made(kind, taste, Overlap::Excluded).await
    }

    /// What each engine recommends alone, whatever the others do.
    pub async fn each(&self, kind: MediaKind, taste: &Taste) -> Result<Made> {
        self.made(kind, taste, Overlap::Kept).await
    }

    async fn made(&self, kind: MediaKind, taste: &Taste, overlap: Overlap) -> Result<Made> {
        let corpus = self.corpora.current(&self.store, kind).await?;
        let (model, trained) = self.model(kind).await?;
        let is_profiled = kind.differences().profiled;
        let interests = is_profiled.then(|| profile::interests(&corpus, taste));
        let mut made = Made { lists: vec![], interests: interests.unwrap_or_default(), floor: 1 };
        let mut excluded = taste.excluded();
        for engine in Self::listing(kind) {
            let items = match (engine, &trained) {
                (Engine::FromSimilarContent, _) => {
                    similar::recommend(&self.store, taste, &excluded).await?
                }
                (Engine::FromProfile, _) => {
                    let (items, floor) = profile::recommend(&corpus, &made.interests, &excluded);
                    made.floor = floor;
                    items
                }
                (Engine::CollaborativeFiltering, Some(trained)) => collaborative::recommend(
                    trained,
                    &corpus,
                    self.training.weights,
                    taste,
                    &excluded,
                ),
                _ => Vec::new(),
            };
            exclude(&mut excluded, &items, overlap);
            let model = (engine == Engine::CollaborativeFiltering).then_some(model.generation);
            made.lists.push(List { engine, items, model });
        }
        let lists = made.lists.iter_mut().map(|list| &mut list.items);
        taste.aversions.temper(&self.store, lists).await?;
        Ok(made)
    }

    /// The model of a kind that counts, and what it has learned; nothing before the first, or when it cannot be read.
    async fn model(&self, kind: MediaKind) -> Result<(Model, Option<Arc<Trained>>)> {
        let model = Model::of(&self.store, kind).await?;
        let trained = self.models.get(&self.blobs, kind, model.blob.as_deref()).await?;
        Ok((model, trained))
    }
}

fn exclude(excluded: &mut HashSet<u64>, items: &[Recommendation], overlap: Overlap) {
    if overlap == Overlap::Excluded {
        excluded.extend(items.iter().map(|item| item.content_id));
    }
}
