//! What the engines make of what somebody has met: the same for users, groups and made-up profiles.
//!
//! The arithmetic is in [`matching`](crate::matching); here it gets its numbers from what is derived. Where what was met
//! comes from, and where the result goes, is for those who call.

use std::collections::{HashMap, HashSet};

use crate::corpus::Corpora;
use crate::entity::kind::MediaKind;
use crate::entity::meta::Meta;
use crate::entity::neighbours::Neighbours;
use crate::entity::recommendation::{Because, Engine, MOST_RECOMMENDED, Reason, Recommendation};
use crate::linked::AllLinked;
use crate::matching::similar_content::{self, Recommended, Source, similar_content};
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
}

/// A content that somebody has met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Met {
    /// Which.
    pub content_id: u64,
    /// How they rated it.
    pub rating: Option<u8>,
    /// How often they looked at its page.
    pub review_see_count: u64,
    /// How often they used it.
    pub count: u64,
}

impl From<&Meta> for Met {
    fn from(meta: &Meta) -> Self {
        Self {
            content_id: meta.content_id,
            rating: meta.rating,
            review_see_count: meta.review_see_count,
            count: meta.count,
        }
    }
}

impl Met {
    /// Whether they have used or rated it, and not only looked at it.
    pub fn is_consumed(&self) -> bool {
        self.rating.is_some() || self.count > 0
    }
}

impl Engines {
    /// Over this store and this bucket.
    pub fn new(store: Store, blobs: Blobs) -> Self {
        let (corpora, linked, votes) = Default::default();
        Self { store, blobs, corpora, linked, votes }
    }

    /// What every engine recommends among the contents of a kind, the first first.
    ///
    /// What is added here serves users, groups and made-up profiles at once.
    pub async fn every(
        &self,
        _kind: MediaKind,
        met: &[Met],
        unwanted: &HashSet<u64>,
    ) -> Result<Vec<(Engine, Vec<Recommendation>)>> {
        let similar = from_similar_content(&self.store, met, unwanted).await?;
        Ok(vec![(Engine::FromSimilarContent, similar)])
    }
}

/// The engine `FromSimilarContent`: what is like that which was liked, all contents being of one kind.
///
/// What was consumed is left out, and so are these contents. For a group, hand in what all of its people have met. Cost: a
/// read for each content that was met.
pub async fn from_similar_content(
    store: &Store,
    met: &[Met],
    unwanted: &HashSet<u64>,
) -> Result<Vec<Recommendation>> {
    let sources: Vec<_> = met
        .iter()
        .map(|met| Source { id: met.content_id, rating: met.rating, views: met.review_see_count })
        .collect();
    let consumed = met.iter().filter(|met| met.is_consumed()).map(|met| met.content_id);
    let excluded: HashSet<u64> = consumed.chain(unwanted.iter().copied()).collect();
    let mut seen = HashSet::new();
    let ids = sources.iter().map(|source| source.id).filter(|id| seen.insert(*id));
    let keys: Vec<_> = ids.map(Neighbours::place).collect();
    let stored: Vec<Neighbours> = store.batch(&keys).await?;
    let neighbours: HashMap<_, _> = stored
        .into_iter()
        .map(|item| (item.content_id, item.neighbours.into_iter().map(Into::into).collect()))
        .collect();
    let found = similar_content(&sources, &neighbours, &excluded, MOST_RECOMMENDED);
    Ok(found.into_iter().map(Recommendation::from).collect())
}

impl From<Recommended> for Recommendation {
    fn from(found: Recommended) -> Self {
        let reason = |reason: similar_content::Reason| Reason {
            because: Because::Content(reason.id),
            share: reason.share,
            member: None,
        };
        Self {
            content_id: found.id,
            score: found.score,
            reasons: found.reasons.into_iter().map(reason).collect(),
        }
    }
}
