//! Recommendations from similar items: what resembles the things somebody rated or looked at.
//!
//! Every item somebody knows and did not dislike is a source; it passes its [`Neighbour`]s on,
//! weighted by `rating + views`. No other person's behaviour enters, so it works from the first
//! rating on. The sources also are the explanation: each recommendation names the strongest.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::tfidf::Neighbour;

/// How many sources a recommendation names at most.
pub const MAX_REASONS: usize = 5;

/// The lowest rating that is not a dislike.
const LIKED: u8 = 3;

/// The best rating: a source rated so, and never viewed, passes its similarities on as they are.
const BEST: f64 = 5.0;

/// Something one person knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The item's id.
    pub id: u64,
    /// Who knows it, among those for whom the list is; the same for all in the list of one person.
    pub by: u64,
    /// 1 ..= 5, of which 1 and 2 are dislikes; `None` or 0 when merely viewed.
    pub rating: Option<u8>,
    /// How often the person looked at it.
    pub views: u64,
}

/// An item to recommend.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommended {
    /// The item's id.
    pub id: u64,
    /// Above 0.0 and at most 1.0.
    pub score: f64,
    /// The strongest sources, at most [`MAX_REASONS`], strongest first, ties by lower id and person.
    pub reasons: Vec<Reason>,
}

/// A source's part in a recommendation, so far as it comes from one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reason {
    /// The source's id.
    pub id: u64,
    /// Who knows it.
    pub by: u64,
    /// The part of the score it accounts for; a recommendation's shares sum to its score.
    pub share: f64,
}

/// What to recommend to somebody who knows `sources`: best first, ties by lower id, at most `top`.
///
/// `score(c) = min(1, Σ_s similarity(s, c) · (rating_s + views_s) / 5)` over the sources s that are
/// not disliked. A group is asked for by handing in the sources of all its members: what several of
/// them know counts with the sum of their ratings and views, and is a reason for each of them, with
/// the share that they brought in.
///
/// `neighbours`: for each source's id the items similar to it, each once, in any order; a missing
/// list is an empty one. `consumed`: ids never to recommend. Candidates without a positive score
/// are left out. Where a candidate has more sources than it names, the named ones share the whole
/// score in proportion. The order of `sources` does not matter, not even in the last bit.
///
/// Time `O(sources + candidates · log candidates)`, candidates being the neighbours' total length.
pub fn similar_content(
    sources: &[Source],
    neighbours: &HashMap<u64, Vec<Neighbour>>,
    consumed: &HashSet<u64>,
    top: usize,
) -> Vec<Recommended> {
    let mut shares: BTreeMap<u64, Vec<Reason>> = BTreeMap::new();
    for ((id, by), weight) in weights(sources) {
        for near in neighbours.get(&id).into_iter().flatten() {
            let share = near.similarity * weight / BEST;
            if share > 0.0 && !consumed.contains(&near.id) {
                shares.entry(near.id).or_default().push(Reason { id, by, share });
            }
        }
    }
    let mut list: Vec<Recommended> =
        shares.into_iter().map(|(id, shares)| recommended(id, shares)).collect();
    list.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id)));
    list.truncate(top);
    list
}

/// How much something counts for what it is like: `rating + views`, and nothing for a dislike.
pub fn weight(rating: Option<u8>, views: u64) -> u64 {
    match rating.unwrap_or(0) {
        0 => views,
        rating if rating >= LIKED => u64::from(rating).saturating_add(views),
        _ => 0,
    }
}

/// The [`weight`] of each source for each person, ascending by id and person, summed over its mentions.
fn weights(sources: &[Source]) -> BTreeMap<(u64, u64), f64> {
    let mut weights: BTreeMap<(u64, u64), u64> = BTreeMap::new();
    for source in sources {
        let sum = weights.entry((source.id, source.by)).or_default();
        // Added as integers, in which the order of addition is of no account.
        *sum = sum.saturating_add(weight(source.rating, source.views));
    }
    weights.into_iter().map(|(source, weight)| (source, weight as f64)).collect()
}

/// One recommendation from the share of each of its sources, these ascending by id and person.
fn recommended(id: u64, mut shares: Vec<Reason>) -> Recommended {
    let score = sum(&shares).min(1.0);
    // A stable sort: equal shares stay ascending by id.
    shares.sort_by(|a, b| b.share.total_cmp(&a.share));
    shares.truncate(MAX_REASONS);
    let named = sum(&shares);
    for reason in &mut shares {
        reason.share *= score / named;
    }
    Recommended { id, score, reasons: shares }
}

fn sum(reasons: &[Reason]) -> f64 {
    reasons.iter().map(|reason| reason.share).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn source(id: u64, rating: u8, views: u64) -> Source {
        Source { id, by: 1, rating: Some(rating).filter(|rating| *rating > 0), views }
    }

    /// Films 1 and 2, books 7 and 8, tracks 11 and 12 resemble each other.
    fn catalogue() -> HashMap<u64, Vec<Neighbour>> {
        let pairs = [(1, 2, 0.92805), (7, 8, 0.50310), (11, 12, 0.66942)];
        pairs
            .into_iter()
            .flat_map(|(a, b, similarity)| [(a, b, similarity), (b, a, similarity)])
            .map(|(a, id, similarity)| (a, vec![Neighbour { id, similarity }]))
            .collect()
    }

    fn scores(sources: &[Source], consumed: &[u64]) -> Vec<(u64, f64)> {
        let consumed = consumed.iter().copied().collect();
        similar_content(sources, &catalogue(), &consumed, 100)
            .into_iter()
            .map(|item| (item.id, (item.score * 1e5).round() / 1e5))
            .collect()
    }

    #[test]
    fn ratings_and_views_both_count() {
        let sources = [source(1, 5, 1), source(3, 2, 0), source(11, 0, 1), source(7, 4, 0)];

        let list = scores(&sources, &[1, 3, 11, 7]);

        assert_eq!(list, [(2, 1.0), (8, 0.40248), (12, 0.13388)]);
    }

    #[test]
    fn what_was_consumed_is_not_recommended() {
        let sources = [source(2, 4, 0), source(11, 5, 0)];

        assert_eq!(scores(&sources, &[2, 11]), [(1, 0.74244), (12, 0.66942)]);
        assert_eq!(scores(&sources, &[1, 2, 11]), [(12, 0.66942)]);
    }

    #[test]
    fn a_group_adds_up_what_its_members_know() {
        let owner = [source(1, 5, 1), source(3, 2, 0), source(11, 0, 1), source(7, 4, 0)];
        let member = [source(2, 4, 0), source(11, 5, 0)];

        let list = scores(&[&owner[..], &member].concat(), &[]);

        assert_eq!(list, [(2, 1.0), (12, 0.80330), (1, 0.74244), (8, 0.40248)]);
    }

    #[test]
    fn what_several_know_is_a_reason_for_each_of_them() {
        let (one, other) = (source(11, 0, 1), Source { by: 2, ..source(11, 5, 0) });

        let list = similar_content(&[one, other], &catalogue(), &HashSet::new(), 9);

        let named: Vec<_> = list[0].reasons.iter().map(|it| (it.id, it.by)).collect();
        assert_eq!(named, [(11, 2), (11, 1)]);
        assert!((list[0].reasons[0].share / list[0].reasons[1].share - 5.0).abs() < 1e-9);
        assert!((sum(&list[0].reasons) - 0.80330).abs() < 1e-5);
    }

    #[test]
    fn a_dislike_recommends_nothing() {
        assert_eq!(scores(&[source(1, 2, 9), source(7, 1, 9), source(99, 5, 9)], &[]), []);
    }

    #[test]
    fn zero_is_a_view_and_not_a_dislike() {
        let zero = Source { id: 11, by: 1, rating: Some(0), views: 1 };

        assert_eq!(scores(&[zero], &[]), [(12, 0.13388)]);
    }

    #[test]
    fn the_strongest_five_sources_share_the_whole_score() {
        let sources: Vec<Source> = (1..=7).map(|id| source(id, 3, id % 3)).collect();
        let to_fifty = vec![Neighbour { id: 50, similarity: 0.1 }];
        let neighbours = (1..=7).map(|id| (id, to_fifty.clone())).collect();

        let list = similar_content(&sources, &neighbours, &HashSet::new(), 10);

        let named: Vec<u64> = list[0].reasons.iter().map(|reason| reason.id).collect();
        assert_eq!(named, [2, 5, 1, 4, 7]);
        assert!((list[0].score - 0.56).abs() < 1e-9);
        assert!((sum(&list[0].reasons) - 0.56).abs() < 1e-9);
    }

    type Case = (Vec<Source>, Vec<Source>, HashMap<u64, Vec<Neighbour>>);

    prop_compose! {
        fn cases()(
            sources in prop::collection::vec((0_u64..12, 0_u8..=5, 0_u64..4), 0..20),
            lists in prop::collection::hash_map(
                0_u64..12, prop::collection::btree_map(0_u64..20, 0.0_f64..=1.0, 0..8), 0..12)
        )(
            shuffled in Just(known(&sources)).prop_shuffle(),
            sources in Just(known(&sources)),
            lists in Just(lists)
        ) -> Case {
            let near = |list: BTreeMap<u64, f64>| {
                list.into_iter().map(|(id, similarity)| Neighbour { id, similarity }).collect()
            };
            (sources, shuffled, lists.into_iter().map(|(id, list)| (id, near(list))).collect())
        }
    }

    fn known(sources: &[(u64, u8, u64)]) -> Vec<Source> {
        sources.iter().map(|&(id, rating, views)| source(id, rating, views)).collect()
    }

    proptest! {
        #[test]
        fn the_order_of_sources_does_not_matter((sources, shuffled, near) in cases()) {
            let list = similar_content(&sources, &near, &HashSet::new(), 9);

            prop_assert_eq!(list, similar_content(&shuffled, &near, &HashSet::new(), 9));
        }

        #[test]
        fn lists_keep_their_promises((sources, _, near) in cases(), top in 0_usize..20) {
            let consumed = sources.iter().map(|source| source.id).collect();

            let list = similar_content(&sources, &near, &consumed, top);

            prop_assert!(list.len() <= top);
            prop_assert!(list.is_sorted_by_key(|item| (-item.score, item.id)));
            for item in list {
                prop_assert!(!consumed.contains(&item.id));
                prop_assert!(item.score > 0.0 && item.score <= 1.0);
                prop_assert!((1..=MAX_REASONS).contains(&item.reasons.len()));
                prop_assert!((sum(&item.reasons) - item.score).abs() < 1e-9);
                prop_assert!(item.reasons.is_sorted_by(|a, b| a.share >= b.share));
            }
        }
    }
}
