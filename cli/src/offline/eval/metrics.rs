//! How good a ranking is, for one user: pure arithmetic.
//!
//! A discounted gain is `DCG = Σ_hits 1 / log₂(rank + 2)` with ranks from 0 (Järvelin and Kekäläinen 2002, as everybody
//! computes it for relevance 0 or 1), and `NDCG = DCG / DCG of an ideal list`. Papers differ in how long the ideal list
//! is, and in what recall is divided by. Where one item is held out, all of them agree: NDCG is `1 / log₂(rank + 2)`
//! and recall is the hit rate (He et al. 2017).
//!
//! - *of all*: the ideal list has all relevant items, even more than `top`, and `recall = hits / relevant`. So do Ferrari
//!   Dacrema et al. 2021; their figures cannot reach 1 for somebody with more than `top` relevant items.
//! - *of the possible*: the ideal list has at most `top`, and `recall = hits / min(relevant, top)`. So do Liang et al. 2018.

/// How good rankings are: of one user, or the mean of many. Each within 0 ..= 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Quality {
    /// Hits by relevant items; with one relevant item the hit rate.
    pub(super) recall: f64,
    /// By an ideal list of all relevant items.
    pub(super) ndcg: f64,
    /// Hits by those that were possible.
    pub(super) recall_of_possible: f64,
    /// By an ideal list of at most `top` items.
    pub(super) ndcg_of_possible: f64,
}

impl Quality {
    /// Of a list of at most `top` items, of which `hits` tells whether each is relevant; 0 if nothing is relevant.
    pub(super) fn of_list(
        hits: impl IntoIterator<Item = bool>,
        n_relevant: usize,
        top: usize,
    ) -> Self {
        let ranks: Vec<usize> =
            (0..top).zip(hits).filter_map(|(rank, is_hit)| is_hit.then_some(rank)).collect();
        let possible = n_relevant.min(top);
        if possible == 0 {
            return Self::default();
        }
        let n_hits = ranks.len() as f64;
        let gain: f64 = ranks.into_iter().map(discount).sum();
        Self {
            recall: n_hits / n_relevant as f64,
            ndcg: gain / ideal(n_relevant),
            recall_of_possible: n_hits / possible as f64,
            ndcg_of_possible: gain / ideal(possible),
        }
    }

    /// Of the place of the one relevant item among its candidates, from 0.
    pub(super) fn of_rank(rank: usize, top: usize) -> Self {
        Self::of_list((0..top).map(|place| place == rank), 1, top)
    }

    /// The mean, summed in the order given; all 0 of nothing.
    pub(super) fn mean(all: &[Self]) -> Self {
        let n = all.len().max(1) as f64;
        let mean = |value: fn(&Self) -> f64| all.iter().map(value).sum::<f64>() / n;
        Self {
            recall: mean(|it| it.recall),
            ndcg: mean(|it| it.ndcg),
            recall_of_possible: mean(|it| it.recall_of_possible),
            ndcg_of_possible: mean(|it| it.ndcg_of_possible),
        }
    }
}

/// How many candidates come before an item of this score: the better ones, and equals as well.
///
/// So ties are decided against us, as in the programme of He et al., where the item that was held out comes last; a
/// model that gives everything the same score hits nothing.
pub(super) fn rank_among(score: f64, candidates: impl IntoIterator<Item = f64>) -> usize {
    candidates.into_iter().filter(|candidate| *candidate >= score).count()
}

fn discount(rank: usize) -> f64 {
    1.0 / (rank as f64 + 2.0).log2()
}

fn ideal(n_relevant: usize) -> f64 {
    (0..n_relevant).map(discount).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn close(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-12
    }

    /// 1 / log₂ 3 and 1 / log₂ 5.
    const SECOND: f64 = 0.630_929_753_571_457_4;
    const FOURTH: f64 = 0.430_676_558_073_393_04;

    #[test]
    fn one_item_that_was_held_out_is_worth_the_logarithm_of_its_rank() {
        let worth = [0, 1, 2, 9, 10].map(|rank| Quality::of_rank(rank, 10));

        let recall = worth.map(|quality| quality.recall);
        assert_eq!(recall, [1.0, 1.0, 1.0, 1.0, 0.0]);
        let ndcg = [1.0, SECOND, 0.5, 0.289_064_826_317_887_9, 0.0];
        assert!(worth.iter().zip(ndcg).all(|(quality, known)| close(quality.ndcg, known)));
        assert!(
            worth
                .iter()
                .all(|it| it.ndcg == it.ndcg_of_possible && it.recall == it.recall_of_possible)
        );
    }

    #[test]
    fn several_hits_are_set_against_an_ideal_list() {
        // 5 are relevant, a list of 4 has them in the second and fourth place.
        let quality = Quality::of_list([false, true, false, true], 5, 4);

        assert!(close(quality.recall, 2.0 / 5.0) && close(quality.recall_of_possible, 2.0 / 4.0));
        let four = 1.0 + SECOND + 0.5 + FOURTH;
        let five = four + 1.0 / 6_f64.log2();
        assert!(close(quality.ndcg_of_possible, (SECOND + FOURTH) / four));
        assert!(close(quality.ndcg, (SECOND + FOURTH) / five));
    }

    #[test]
    fn fewer_relevant_items_than_places_are_all_possible() {
        let quality = Quality::of_list([true, false, true], 2, 10);

        assert_eq!((quality.recall, quality.recall_of_possible), (1.0, 1.0));
        assert!(close(quality.ndcg, 1.5 / (1.0 + SECOND)));
        assert_eq!(quality.ndcg, quality.ndcg_of_possible);
    }

    #[test]
    fn what_is_beyond_the_list_does_not_count() {
        assert_eq!(Quality::of_list([false, true], 1, 1), Quality::default());
        assert_eq!(Quality::of_list([], 3, 10), Quality::default());
        assert_eq!(Quality::of_list([true], 0, 10), Quality::default());
    }

    #[test]
    fn equals_come_first() {
        assert_eq!(rank_among(0.5, [0.4, 0.6, 0.5, 0.1, 0.5]), 3);
        assert_eq!(rank_among(0.5, []), 0);
    }

    #[test]
    fn the_mean_is_of_users() {
        let mean = Quality::mean(&[
            Quality::of_rank(0, 10),
            Quality::of_rank(2, 10),
            Quality::of_rank(99, 10),
        ]);

        assert!(close(mean.recall, 2.0 / 3.0) && close(mean.ndcg, 1.5 / 3.0));
        assert_eq!(Quality::mean(&[]), Quality::default());
    }

    proptest! {
        #[test]
        fn everything_lies_within_0_and_1(
            hits in prop::collection::vec(any::<bool>(), 0..20), missed in 0_usize..20, top in 0_usize..20
        ) {
            let n_relevant = hits.iter().filter(|is_hit| **is_hit).count() + missed;
            let quality = Quality::of_list(hits, n_relevant, top);

            let Quality { recall, ndcg, recall_of_possible, ndcg_of_possible } = quality;
            for value in [recall, ndcg, recall_of_possible, ndcg_of_possible] {
                prop_assert!((0.0..=1.0 + 1e-12).contains(&value), "{:?}", quality);
            }
            prop_assert!(recall <= recall_of_possible && ndcg <= ndcg_of_possible);
        }
    }
}
