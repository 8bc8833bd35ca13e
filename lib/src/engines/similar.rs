//! The engine `FromSimilarContent`: what is like that which was liked, all contents being of one kind.

use std::collections::{HashMap, HashSet};

use super::taste::{Met, Taste};
use crate::entity::neighbours::Neighbours;
use crate::entity::recommendation::{Because, MOST_RECOMMENDED, Reason, Recommendation};
use crate::matching::similar_content::{self, Recommended, Source, similar_content};
use crate::{Result, Store};

/// What it recommends, without these contents. Cost: a read for each content that was met.
pub(super) async fn recommend(
    store: &Store,
    taste: &Taste,
    excluded: &HashSet<u64>,
) -> Result<Vec<Recommendation>> {
    let sources: Vec<_> = taste.met.iter().map(Source::from).collect();
    let mut seen = HashSet::new();
    // What weighs nothing recommends nothing.
    let counts = taste.met.iter().filter(|met| met.weight() > 0).map(|met| met.content_id);
    let keys: Vec<_> = counts.filter(|id| seen.insert(*id)).map(Neighbours::place).collect();
    let stored: Vec<Neighbours> = store.batch(&keys).await?;
    let neighbours: HashMap<_, _> = stored
        .into_iter()
        .map(|item| (item.content_id, item.neighbours.into_iter().map(Into::into).collect()))
        .collect();
    let found = similar_content(&sources, &neighbours, excluded, MOST_RECOMMENDED);
    let is_group = taste.met.iter().any(|met| met.member.is_some());
    Ok(found.into_iter().map(|found| shown(found, is_group)).collect())
}

impl From<&Met> for Source {
    fn from(met: &Met) -> Self {
        Self {
            id: met.content_id,
            by: met.member.unwrap_or(0),
            rating: met.rating,
            views: met.review_see_count,
        }
    }
}

fn shown(found: Recommended, is_group: bool) -> Recommendation {
    let reason = |reason: similar_content::Reason| Reason {
        because: Because::Content(reason.id),
        share: reason.share,
        member: is_group.then_some(reason.by),
    };
    Recommendation {
        content_id: found.id,
        score: found.score,
        reasons: found.reasons.into_iter().map(reason).collect(),
    }
}
