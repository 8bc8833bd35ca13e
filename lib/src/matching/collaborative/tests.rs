//! Every algorithm by one battery; EASE^R by hand and against a plain solution; and what is odd.

use proptest::prelude::*;

use super::interactions::mix;
use super::*;

const PERSONAL: [Algorithm; 3] = [Algorithm::Ease, Algorithm::Neighbourhoods, Algorithm::ItemKnn];
const ALL: [Algorithm; 4] =
    [Algorithm::Ease, Algorithm::Neighbourhoods, Algorithm::ItemKnn, Algorithm::TopPopular];

fn settings(algorithm: Algorithm) -> Settings {
    Settings { algorithm, threads: 1, ..Settings::default() }
}

/// EASE^R as it is published.
fn plain(lambda: f64) -> Settings {
    let ridge = Some(Ridge { lambda, gamma: 0.0 });
    Settings { ridge, balance: 0.0, ..settings(Algorithm::Ease) }
}

/// Even users like even items, odd users odd items, and user k has not met item k: item k is the one right answer.
fn checkerboard(n: u32) -> Interactions {
    let pairs = (0..n).flat_map(|user| (0..n).map(move |item| (user, item)));
    let met = pairs.filter(|(user, item)| user != item && user % 2 == item % 2);
    Interactions::new(n as usize, n as usize, met.map(|(user, item)| (user, item, 1.0)))
}

/// Made-up interactions of uneven weights, the first items met by most; the same for the same sizes.
pub(super) fn made_up(n_users: u32, n_items: u32) -> Interactions {
    let triples = (0..n_users * 12).map(|number| {
        let chance = mix(u64::from(number));
        let share = (chance >> 40) as f64 / f64::from(1_u32 << 24);
        let item = (share * share * f64::from(n_items)) as u32;
        (number / 12, item, 0.5 + (chance % 4) as f32)
    });
    Interactions::new(n_users as usize, n_items as usize, triples)
}

fn history(interactions: &Interactions, user: u32) -> Vec<(u32, f32)> {
    interactions.row(user).collect()
}

#[test]
fn the_withheld_item_comes_first() {
    let board = checkerboard(50);
    for algorithm in PERSONAL {
        let model = train(&board, &settings(algorithm));
        for user in 0..50 {
            let list = model.recommend(&history(&board, user), |_| false, 1);

            assert_eq!(list[0].item, user, "{algorithm:?}");
            assert!(model.recommend(&history(&board, user), |_| false, 10_000).len() <= 50);
        }
    }
}

#[test]
fn three_users_and_three_items_by_hand() {
    // G = [2 2 0; 2 3 1; 0 1 1], and (G + I)⁻¹ = [7 -4 2; -4 6 -3; 2 -3 8] / 13.
    let met = [(0, 0, 1.0), (0, 1, 1.0), (1, 0, 1.0), (1, 1, 1.0), (2, 1, 1.0), (2, 2, 1.0)];
    let model = train(&Interactions::new(3, 3, met), &plain(1.0));

    let scores = [0, 1, 2].map(|item| model.scores(&[(item, 1.0)]));

    let by_hand = [
        [0.0, 4.0 / 6.0, -2.0 / 8.0], //
        [4.0 / 7.0, 0.0, 3.0 / 8.0],
        [-2.0 / 7.0, 3.0 / 6.0, 0.0],
    ];
    for (score, expected) in scores.iter().flatten().zip(by_hand.iter().flatten()) {
        assert!((score - expected).abs() < 1e-7, "{scores:?}");
    }
}

#[test]
fn the_weights_are_those_of_a_plain_solution() {
    let (n, lambda) = (230, 20.0);
    let interactions = made_up(300, n);
    let n = n as usize;

    let model = train(&interactions, &Settings { most_weights: n, ..plain(lambda) });

    let inverse = plain_inverse(&plain_gram(&interactions, lambda));
    for source in 0..n {
        let scores = model.scores(&[(source as u32, 1.0)]);
        for target in (0..n).filter(|target| *target != source) {
            let expected = -inverse[source][target] / inverse[target][target];
            assert!((scores[target] - expected).abs() < 1e-6, "{source} {target}");
        }
    }
}

fn plain_gram(interactions: &Interactions, lambda: f64) -> Vec<Vec<f64>> {
    let n = interactions.n_items();
    let mut gram = vec![vec![0.0; n]; n];
    for user in 0..interactions.n_users() as u32 {
        for (a, x) in interactions.row(user) {
            for (b, y) in interactions.row(user) {
                gram[a as usize][b as usize] += f64::from(x) * f64::from(y);
            }
        }
    }
    (0..n).for_each(|at| gram[at][at] += lambda);
    gram
}

/// Gauß and Jordan, without pivoting: the matrix is positive definite.
fn plain_inverse(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = matrix.len();
    let mut rows: Vec<Vec<f64>> = matrix.to_vec();
    for (at, row) in rows.iter_mut().enumerate() {
        row.extend((0..n).map(|column| f64::from(u8::from(column == at))));
    }
    for pivot in 0..n {
        let factor = 1.0 / rows[pivot][pivot];
        rows[pivot].iter_mut().for_each(|x| *x *= factor);
        let by = rows[pivot].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(at, _)| *at != pivot) {
            let factor = row[pivot];
            row.iter_mut().zip(&by).for_each(|(x, y)| *x -= factor * y);
        }
    }
    rows.into_iter().map(|row| row[n..].to_vec()).collect()
}

#[test]
fn neighbourhoods_of_all_items_are_as_good_as_a_matrix() {
    let interactions = made_up(200, 60);
    let all = Settings { most_neighbours: 60, ..settings(Algorithm::Neighbourhoods) };

    let dense = train(&interactions, &settings(Algorithm::Ease));
    let near = train(&interactions, &all);

    for item in 0..60 {
        let (a, b) = (dense.scores(&[(item, 1.0)]), near.scores(&[(item, 1.0)]));
        // What was never met together has no cosine, and is no neighbour; its weight is small.
        assert!(a.iter().zip(&b).all(|(x, y)| (x - y).abs() < 0.02), "{item}");
    }
}

#[test]
fn a_large_catalogue_goes_by_neighbourhoods() {
    let interactions = made_up(100, 40);

    let small = Settings { most_dense: 39, ..settings(Algorithm::Ease) };

    assert_eq!(
        train(&interactions, &small),
        train(&interactions, &settings(Algorithm::Neighbourhoods))
    );
}

#[test]
fn neither_order_nor_threads_change_a_bit() {
    let one = made_up(250, 240);
    let triples = (0..250).flat_map(|user| one.row(user).map(move |(item, x)| (user, item, x)));
    let mut reversed: Vec<_> = triples.collect();
    reversed.reverse();
    let other = Interactions::new(250, 240, reversed);
    for algorithm in ALL {
        // Few weights, so that some are cut off and the rest is solved for again.
        let settings = Settings { most_weights: 30, ..settings(algorithm) };
        let model = train(&one, &settings);
        for threads in [1, 2, 3] {
            let same = train(&other, &Settings { threads, ..settings });

            assert_eq!(same, model, "{algorithm:?} on {threads} threads");
            assert_eq!(same.recommend_all(&one, 9, threads), model.recommend_all(&one, 9, 1));
        }
    }
}

#[test]
fn nothing_to_learn_from_is_not_an_error() {
    let cases = [
        Interactions::new(0, 0, []),
        Interactions::new(3, 0, [(0, 0, 1.0)]),
        Interactions::new(0, 3, [(0, 0, 1.0)]),
        Interactions::new(2, 3, []),
        Interactions::new(1, 1, [(0, 0, 1.0)]),
        Interactions::new(1, 3, [(0, 1, 1.0)]),
        Interactions::new(
            2,
            2,
            [(0, 0, f32::NAN), (0, 1, 0.0), (1, 1, -1.0), (1, 0, f32::INFINITY)],
        ),
    ];
    for (algorithm, interactions) in ALL.into_iter().flat_map(|a| cases.iter().map(move |c| (a, c)))
    {
        let model = train(interactions, &settings(algorithm));

        assert_eq!(model.n_items(), interactions.n_items());
        let list = model.recommend(&[(0, 1.0), (99, 1.0)], |_| false, 10);
        assert!(list.iter().all(|scored| algorithm == Algorithm::TopPopular && scored.item == 1));
        assert_eq!(model.recommend_all(interactions, 5, 1).len(), interactions.n_users());
        assert_eq!(model.recommend(&[], |_| false, 0), []);
    }
}

#[test]
fn what_all_have_met_tells_nothing_and_breaks_nothing() {
    let pairs = (0..6).flat_map(|user| (0..5).map(move |item| (user, item, 1.0)));
    let interactions = Interactions::new(6, 5, pairs);
    for algorithm in ALL {
        let list = train(&interactions, &settings(algorithm)).recommend(&[(2, 1.0)], |_| false, 9);

        let items: Vec<u32> = list.iter().map(|scored| scored.item).collect();
        assert_eq!(items, [0, 1, 3, 4], "{algorithm:?}: ties go to lower items");
    }
}

#[test]
fn extreme_weights_and_ridges_leave_scores_finite() {
    let weights = [f32::MAX, f32::MIN_POSITIVE, 1e-45, 1.0, 1e30];
    let triples = (0..40_u32).map(|at| (at % 8, at % 7, weights[at as usize % 5]));
    let interactions = Interactions::new(8, 7, triples);
    let ridges = [0.0, -1.0, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE, f64::MAX];
    for (algorithm, lambda) in ALL.into_iter().flat_map(|a| ridges.map(|lambda| (a, lambda))) {
        let ridge = Some(Ridge { lambda, gamma: lambda });
        for most_weights in [0, 2, 200] {
            let model =
                train(&interactions, &Settings { ridge, most_weights, ..settings(algorithm) });

            let list = model.recommend(&history(&interactions, 3), |_| false, 9);
            assert!(list.iter().all(|scored| (0.0..=1.0).contains(&scored.score)));
        }
    }
}

#[test]
fn one_with_a_hundred_thousand_items_is_only_one_user() {
    let many = (0..100_000).map(|item| (0, item, 1.0));
    let others = (1..200).flat_map(|user| (0..5).map(move |item| (user, user + item, 1.0)));
    let interactions = Interactions::new(200, 100_000, many.chain(others));
    let settings = Settings { most_history: 100, most_neighbours: 10, ..settings(Algorithm::Ease) };

    let model = train(&interactions, &settings);

    let list = model.recommend(&[(100, 1.0), (101, 1.0)], |_| false, 2);
    assert_eq!(list.iter().map(|scored| scored.item).collect::<Vec<_>>(), [99, 102]);
    assert_eq!(model.recommend(&history(&interactions, 0), |_| false, 10), []);
}

prop_compose! {
    fn cases()(n_items in 1_u32..14)(
        triples in prop::collection::vec((0_u32..9, 0..n_items, 0.1_f32..4.0), 0..60),
        history in prop::collection::vec((0..n_items + 2, -0.5_f32..4.0), 0..12),
        excluded in prop::collection::hash_set(0..n_items, 0..6),
        n_items in Just(n_items),
        most_weights in 0_usize..8,
        algorithm in prop::sample::select(&ALL[..]),
        top in 0_usize..20,
    ) -> (Model, Vec<(u32, f32)>, std::collections::HashSet<u32>, usize) {
        let interactions = Interactions::new(9, n_items as usize, triples);
        let settings = Settings { most_weights, ..settings(algorithm) };
        (train(&interactions, &settings), history, excluded, top)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn lists_are_sound((model, history, excluded, top) in cases()) {
        let list = model.recommend(&history, |item| excluded.contains(&item), top);
        let mut turned = history.clone();
        turned.reverse();

        prop_assert!(list.len() <= top);
        for scored in &list {
            prop_assert!(scored.score > 0.0 && scored.score <= 1.0);
            prop_assert!(!excluded.contains(&scored.item));
            let own = |(item, weight): &(u32, f32)| *item == scored.item && *weight > 0.0;
            prop_assert!(!history.iter().any(own));
        }
        for pair in list.windows(2) {
            prop_assert!(pair[0].score >= pair[1].score);
        }
        prop_assert_eq!(&model.recommend(&turned, |item| excluded.contains(&item), top), &list);
    }

    #[test]
    fn reasons_sum_to_the_score((model, history, _, top) in cases()) {
        for scored in model.recommend(&history, |_| false, top) {
            if let Some(first) = scored.reasons.first() {
                let sum: f64 = scored.reasons.iter().map(|reason| reason.share).sum();
                prop_assert!((sum - scored.score).abs() < 1e-6);
                prop_assert!(scored.reasons.len() <= 5);
                prop_assert!(scored.reasons.is_sorted_by(|a, b| a.share >= b.share));
                prop_assert!(history.iter().any(|(item, _)| *item == first.item));
            }
        }
    }
}
