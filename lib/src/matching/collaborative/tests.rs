//! Every algorithm, by one battery; EASE^R against a plain solution, and what is odd.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;

const ALGORITHMS: [Algorithm; 4] =
    [Algorithm::Ease, Algorithm::Neighbourhoods, Algorithm::ItemKnn, Algorithm::TopPopular];

fn settings(algorithm: Algorithm) -> Settings {
    Settings { algorithm, threads: 1, ..Settings::default() }
}

/// Even users like even items, odd users odd items, and user k has not met item k: item k is the one right answer.
fn checkerboard(n: u32) -> Interactions {
    let pairs = (0..n).flat_map(|user| (0..n).map(move |item| (user, item)));
    let met = pairs.filter(|(user, item)| user != item && user % 2 == item % 2);
    Interactions::new(n as usize, n as usize, met.map(|(user, item)| (user, item, 1.0)))
}

#[test]
fn the_withheld_item_comes_first() {
    let board = checkerboard(50);
    for algorithm in [Algorithm::Ease, Algorithm::Neighbourhoods, Algorithm::ItemKnn] {
        let model = train(&board, &settings(algorithm));
        for user in 0..50 {
            let history: Vec<(u32, f32)> = board.row(user).collect();

            let list = model.recommend(&history, |_| false, 1);

            assert_eq!(list[0].item, user, "{algorithm:?}");
            assert!(model.recommend(&history, |_| false, 10_000).len() <= 50);
        }
    }
}
