//! The engine `CollaborativeFiltering`: what those use who use the same.
//!
//! A model knows which contents speak for which; who has met something the model knows is served at once, without
//! training.

use std::collections::{BTreeMap, HashSet};

use super::taste::Taste;
use crate::collaborative::Weights;
use crate::corpus::Corpus;
use crate::entity::recommendation::{Because, MOST_RECOMMENDED, Reason, Recommendation};
use crate::matching::collaborative::Trained;
use crate::matching::similar_content::{MAX_REASONS, Recommended};

/// Who has met a content, in a group, and how much that counts.
type Origins = BTreeMap<u64, Vec<(Option<u64>, f32)>>;

/// What it recommends, without these contents and those that are gone since the training.
pub(super) fn recommend(
    trained: &Trained,
    corpus: &Corpus,
    weights: Weights,
    taste: &Taste,
    excluded: &HashSet<u64>,
) -> Vec<Recommendation> {
    let mut origins = Origins::new();
    for met in &taste.met {
        if let Some(weight) = weights.of(met) {
            origins.entry(met.content_id).or_default().push((met.member, weight));
        }
    }
    let sum = |origins: &Vec<(_, f32)>| origins.iter().map(|(_, weight)| weight).sum();
    let history: Vec<(u64, f32)> = origins.iter().map(|(id, of_it)| (*id, sum(of_it))).collect();
    let excluded = |id: u64| excluded.contains(&id) || !corpus.entries.contains_key(&id);
    let found = trained.recommend(&history, excluded, MOST_RECOMMENDED).into_iter();
    found.map(|found| shown(&found, &origins)).collect()
}

/// With each reason divided among those whose it is.
fn shown(found: &Recommended, origins: &Origins) -> Recommendation {
    let divided = |reason: &crate::matching::similar_content::Reason| {
        let of_it = origins.get(&reason.id).map(Vec::as_slice).unwrap_or_default();
        let whole: f32 = of_it.iter().map(|(_, weight)| weight).sum();
        let (because, share) = (Because::Content(reason.id), reason.share);
        let part = move |(member, weight): &(Option<u64>, f32)| {
            let share = share * f64::from(weight / whole);
            Reason { because, share, member: *member }
        };
        of_it.iter().map(part).collect::<Vec<_>>()
    };
    let mut reasons: Vec<Reason> = found.reasons.iter().flat_map(divided).collect();
    // A stable sort: equal shares stay in the order of the model, then of the people.
    reasons.sort_by(|a, b| b.share.total_cmp(&a.share));
    reasons.truncate(MAX_REASONS);
    let named: f64 = reasons.iter().map(|reason| reason.share).sum();
    reasons.iter_mut().for_each(|reason| reason.share *= found.score / named);
    Recommendation { content_id: found.id, score: found.score, reasons }
}
