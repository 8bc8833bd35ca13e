//! Popularity: which items many people rated well, one number per item.
//!
//! Of the items anybody rated, only the tenth with the most ratings can be popular. What ranks them
//! depends on the kind of item, see [`Formula`]. Nobody's taste enters, and neither does time: an
//! old favourite stays one. The weighted rating is the one the film database `IMDb` documents for
//! its Top 250.

use super::top::top as first;

/// So finely are ratings added up: far below the last bit of any that counts, and 5 of them fit into 64 bits.
const PARTS: f64 = (1_u64 << 60) as f64;

/// An item with its public rating.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rated {
    /// The item's id.
    pub id: u64,
    /// Average rating, above 0.0 and at most 5.0; anything else means "not rated".
    pub rating: f64,
    /// Number of ratings, or of recommendations for [`Formula::Votes`].
    pub count: u64,
}

/// What makes an item popular.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// `v/(v+m) · R + m/(v+m) · C`: a rating that counts the less the fewer gave it.
    ///
    /// v and R are the item's count and rating, m is the 90th percentile of all counts and C the
    /// mean of all ratings.
    WeightedRating,
    /// `v + R`: the most rated first, the rating decides among equals.
    CountPlusRating,
    /// `v`, whether rated or not, and without asking for a place in the top tenth.
    Votes,
}

/// The most popular items with their scores, best first, ties by lower id, at most `top`.
///
/// Items without a rating (see [`Rated::rating`]) do not take part, except with [`Formula::Votes`].
/// Then m is the 90th percentile of the remaining counts, interpolated linearly, and items with
/// fewer than m ratings drop out. Scores are rounded to four decimals. The order of `items` does
/// not matter, not even in the last bit. `O(n + top · log top)`.
pub fn popularity(items: &[Rated], formula: Formula, top: usize) -> Vec<(u64, f64)> {
    let scores: Vec<(u64, f64)> = match formula {
        Formula::WeightedRating => scored(items, weighted_rating),
        Formula::CountPlusRating => scored(items, |item, _| item.count as f64 + item.rating),
        Formula::Votes => items.iter().map(|item| (item.id, item.count as f64)).collect(),
    };
    first(scores, top, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)))
}

/// The items with most ratings, of equally many the better rated first, ties by lower id, at most `top`.
///
/// Items that nobody rated do not take part; a rating of 0.0 is one here. `O(n + top · log top)`.
pub fn most_rated(items: &[Rated], top: usize) -> Vec<u64> {
    let rated: Vec<&Rated> = items.iter().filter(|item| item.count > 0).collect();
    let rated = first(rated, top, |a, b| {
        b.count.cmp(&a.count).then(b.rating.total_cmp(&a.rating)).then(a.id.cmp(&b.id))
    });
    rated.into_iter().map(|item| item.id).collect()
}

/// What all rated items have in common.
struct Field {
    /// m: 90th percentile of the counts.
    threshold: f64,
    /// C: mean rating.
    mean: f64,
}

fn scored(items: &[Rated], score: impl Fn(&Rated, &Field) -> f64) -> Vec<(u64, f64)> {
    let rated: Vec<&Rated> =
        items.iter().filter(|item| item.rating > 0.0 && item.rating.is_finite()).collect();
    let field = Field {
        threshold: ninetieth_percentile(rated.iter().map(|item| item.count).collect()),
        mean: mean(rated.iter().map(|item| item.rating)),
    };
    rated
        .into_iter()
        .filter(|item| item.count as f64 >= field.threshold)
        .map(|item| (item.id, four_decimals(score(item, &field))))
        .collect()
}

fn weighted_rating(item: &Rated, field: &Field) -> f64 {
    let (v, m) = (item.count as f64, field.threshold);
    // When nobody's vote was counted anywhere, v = m = 0, and all we know is the mean.
    if v + m == 0.0 {
        return field.mean;
    }
    v / (v + m) * item.rating + m / (v + m) * field.mean
}

/// The 90th percentile with linear interpolation (numpy's default, type 7 of Hyndman and Fan).
///
/// It lies at position `0.9 · (n - 1)` of the sorted counts, kept in tenths here: a position that
/// is whole must hit its count exactly, or the item holding it would drop out. 0.0 without counts.
fn ninetieth_percentile(mut counts: Vec<u64>) -> f64 {
    let Some(last) = counts.len().checked_sub(1) else { return 0.0 };
    let (position, rest) = (9 * last / 10, 9 * last % 10);
    let (_, low, above) = counts.select_nth_unstable(position);
    let low = *low as f64;
    match above.iter().min().filter(|_| rest > 0) {
        Some(next) => low + (*next as f64 - low) * rest as f64 / 10.0,
        None => low,
    }
}

/// The mean, the same in any order: summed in whole parts of which a rating of 1 has `2^60`.
fn mean(ratings: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = ratings.len() as f64;
    let parts: u128 = ratings.map(|rating| u128::from((rating * PARTS) as u64)).sum();
    parts as f64 / PARTS / n
}

fn four_decimals(score: f64) -> f64 {
    (score * 1e4).round_ties_even() / 1e4
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FORMULAS: [Formula; 3] =
        [Formula::WeightedRating, Formula::CountPlusRating, Formula::Votes];

    fn rated(items: &[(u64, f64, u64)]) -> Vec<Rated> {
        items.iter().map(|&(id, rating, count)| Rated { id, rating, count }).collect()
    }

    #[test]
    fn only_the_most_rated_film_is_popular() {
        let films = rated(&[(1, 4.0, 100), (2, 3.0, 10), (3, 5.0, 1), (4, 0.0, 5), (6, 2.0, 50)]);

        assert_eq!(popularity(&films, Formula::WeightedRating, 1000), [(1, 3.7703)]);
    }

    #[test]
    fn books_and_series_are_weighted_by_their_own_kind() {
        let books = rated(&[(7, 4.0, 1), (8, 5.0, 3)]);
        let series = rated(&[(10, 4.0, 4)]);

        assert_eq!(popularity(&books, Formula::WeightedRating, 1000), [(8, 4.7586)]);
        assert_eq!(popularity(&series, Formula::WeightedRating, 1000), [(10, 4.0)]);
    }

    #[test]
    fn tracks_count_their_ratings() {
        let tracks = rated(&[(11, 3.0, 10), (12, 5.0, 2)]);

        assert_eq!(popularity(&tracks, Formula::CountPlusRating, 1000), [(11, 13.0)]);
    }

    #[test]
    fn games_need_no_rating_and_ties_go_to_the_lower_id() {
        let games = rated(&[(9, 0.0, 50), (5, f64::NAN, 50), (6, 4.0, 51), (7, 5.0, 0)]);

        assert_eq!(popularity(&games, Formula::Votes, 3), [(6, 51.0), (5, 50.0), (9, 50.0)]);
    }

    #[test]
    fn an_unrated_item_is_not_popular() {
        let items = rated(&[(1, 0.0, 9), (2, f64::NAN, 9), (3, f64::INFINITY, 9), (4, -1.0, 9)]);

        assert_eq!(popularity(&items, Formula::WeightedRating, 10), []);
        assert_eq!(popularity(&[], Formula::CountPlusRating, 10), []);
    }

    #[test]
    fn what_is_rated_most_comes_first_however_it_is_rated() {
        let items = rated(&[(1, 5.0, 9), (2, 1.0, 10), (3, 0.0, 10), (4, 1.0, 10), (5, 0.0, 0)]);

        assert_eq!(most_rated(&items, 9), [2, 4, 3, 1]);
        assert_eq!(most_rated(&items, 2), [2, 4]);
        assert_eq!(most_rated(&[], 9), [0; 0]);
    }

    #[test]
    fn ratings_nobody_counted_give_the_mean() {
        let items = rated(&[(1, 4.0, 0), (2, 2.0, 0)]);

        assert_eq!(popularity(&items, Formula::WeightedRating, 10), [(1, 3.0), (2, 3.0)]);
    }

    #[test]
    fn the_percentile_is_exact_where_its_position_is_whole() {
        for tens in 1..50 {
            let counts: Vec<u64> = (0..=tens * 10).map(|n| n * 7).collect();

            assert_eq!(ninetieth_percentile(counts), (tens * 9 * 7) as f64);
        }
    }

    prop_compose! {
        fn some_items()(
            items in prop::collection::vec((0.0_f64..=5.0, 0_u64..1000), 0..60)
        )(
            shuffled in Just(numbered(&items)).prop_shuffle(), items in Just(numbered(&items))
        ) -> (Vec<Rated>, Vec<Rated>) {
            (items, shuffled)
        }
    }

    fn numbered(items: &[(f64, u64)]) -> Vec<Rated> {
        (1..).zip(items).map(|(id, &(rating, count))| Rated { id, rating, count }).collect()
    }

    proptest! {
        #[test]
        fn the_order_of_items_does_not_matter((items, shuffled) in some_items()) {
            for formula in FORMULAS {
                prop_assert_eq!(popularity(&items, formula, 9), popularity(&shuffled, formula, 9));
            }
            prop_assert_eq!(most_rated(&items, 9), most_rated(&shuffled, 9));
        }

        // Rounding hides most of what order does to a score, so the mean is looked at itself.
        #[test]
        fn the_mean_is_the_same_in_any_order((items, shuffled) in some_items()) {
            let of = |items: &[Rated]| mean(items.iter().map(|item| item.rating));

            prop_assert_eq!(of(&items).to_bits(), of(&shuffled).to_bits());
        }

        #[test]
        fn scores_are_finite_and_descending((items, _) in some_items(), top in 0_usize..20) {
            for formula in FORMULAS {
                let list = popularity(&items, formula, top);

                prop_assert!(list.len() <= top);
                prop_assert!(list.iter().all(|(_, score)| score.is_finite()));
                prop_assert!(list.is_sorted_by_key(|(id, score)| (-score, *id)));
            }
        }
    }
}
