use proptest::prelude::*;

use super::*;

const ACTION: u64 = 1;
const DRAMA: u64 = 2;

fn shelf(genres: &[u64], items: &[u64]) -> Shelf {
    Shelf { genres: genres.to_vec(), items: items.to_vec() }
}

/// Six films: 1 and 4 are Action, 3 and 5 Drama, 2 is both, 6 is nothing.
fn films() -> Vec<Shelf> {
    vec![
        shelf(&[], &[6]),
        shelf(&[ACTION], &[1, 4]),
        shelf(&[ACTION, DRAMA], &[2]),
        shelf(&[DRAMA], &[3, 5]),
    ]
}

fn likes(genres: &[(u64, u64)]) -> BTreeMap<u64, u64> {
    genres.iter().copied().collect()
}

fn scores(interests: &Interests, excluded: &[u64]) -> Vec<(u64, f64)> {
    let excluded = excluded.iter().copied().collect();
    let listed = interests.recommend(&films(), &excluded, 200);
    listed.items.into_iter().map(|item| (item.id, item.score)).collect()
}

#[test]
fn weights_go_to_the_genres_of_their_own_items() {
    // 6 for an action film and 2 for a drama, which is liked: Action 6, Drama 2 · 2 = 4.
    let known: [(u64, &[u64]); 2] = [(6, &[ACTION]), (2, &[DRAMA])];
    let interests = Interests::new(known, &likes(&[(DRAMA, 1)]));

    assert_eq!(interests.iter().collect::<Vec<_>>(), [(ACTION, 6), (DRAMA, 4)]);
    assert_eq!(scores(&interests, &[]), [(2, 1.0)]);
    assert_eq!(scores(&interests, &[2]), [(1, 0.6), (4, 0.6), (3, 0.4), (5, 0.4)]);
    assert_eq!(scores(&interests, &[2, 1, 3]), [(4, 0.6), (5, 0.4)]);
}

/// Three items over three genres, all by hand.
#[test]
fn three_by_three() {
    let shelves = [shelf(&[1], &[10]), shelf(&[1, 2], &[20]), shelf(&[2, 3], &[30])];
    // raw: genre 1 has 5 + 1, genre 2 has 1, genre 3 has 0 and is liked: 6, 1, 2 of 9.
    let known: [(u64, &[u64]); 2] = [(5, &[1]), (1, &[1, 2])];
    let interests = Interests::new(known, &likes(&[(3, 1)]));

    let listed = interests.recommend(&shelves, &HashSet::new(), 3);

    let found: Vec<_> = listed.items.iter().map(|item| (item.id, item.score)).collect();
    assert_eq!(found, [(20, 7.0 / 9.0), (10, 6.0 / 9.0)]);
    let reasons: Vec<_> = listed.items[0].reasons.iter().map(|it| (it.id, it.share)).collect();
    assert_eq!(reasons[0].0, 1);
    assert!((reasons[0].1 - 6.0 / 9.0).abs() < 1e-12 && (reasons[1].1 - 1.0 / 9.0).abs() < 1e-12);
    // 7 less a fifth of 9, rounded up: 5.2 becomes 6.
    assert_eq!(listed.floor, 6);
}

#[test]
fn a_product_of_one_stays_one() {
    let interests = Interests::new([(1, &[ACTION][..])], &likes(&[]));

    assert_eq!(scores(&interests, &[2]), [(1, 1.0), (4, 1.0)]);
}

#[test]
fn likes_alone_are_enough_and_a_group_counts_its_likers() {
    let one = Interests::new([], &likes(&[(DRAMA, 1)]));
    let group = Interests::new([], &likes(&[(DRAMA, 3), (ACTION, 1)]));

    assert_eq!(scores(&one, &[]), [(2, 1.0), (3, 1.0), (5, 1.0)]);
    assert_eq!(group.iter().collect::<Vec<_>>(), [(ACTION, 2), (DRAMA, 6)]);
}

#[test]
fn nobody_without_interests_has_a_list() {
    for interests in [
        Interests::default(),
        Interests::new([(0, &[ACTION][..])], &likes(&[(DRAMA, 0)])),
        Interests::new([(7, &[][..])], &likes(&[])),
        Interests::new([], &likes(&[(99, 1)])),
    ] {
        let listed = interests.recommend(&films(), &HashSet::new(), 200);
        assert_eq!((listed.items, listed.floor), (vec![], 1));
    }
}

/// Two halves of a board: who likes black squares is recommended black squares.
#[test]
fn on_a_checkerboard_everybody_stays_on_their_colour() {
    let board = [shelf(&[0], &[0, 2, 4, 6]), shelf(&[1], &[1, 3, 5, 7])];
    for colour in [0, 1] {
        let interests = Interests::new([(5, &[colour][..]), (4, &[colour][..])], &likes(&[]));

        let known = HashSet::from([colour, colour + 2]);
        let listed = interests.recommend(&board, &known, 200);

        let ids: Vec<u64> = listed.items.iter().map(|item| item.id).collect();
        assert_eq!(ids, [colour + 4, colour + 6]);
    }
}

#[test]
fn the_greatest_numbers_overflow_nothing() {
    let known = [(u64::MAX, &[1][..]), (u64::MAX, &[1, 2][..])];
    let interests = Interests::new(known, &likes(&[(1, u64::MAX), (2, 2)]));

    let shelves = [shelf(&[1, 2], &[1])];
    let listed = interests.recommend(&shelves, &HashSet::new(), 1);

    assert_eq!(listed.items[0].score, 1.0);
}

prop_compose! {
    fn cases()(
        known in prop::collection::vec(
            (0_u64..9, prop::collection::btree_set(0_u64..6, 0..4)), 0..8),
        liked in prop::collection::btree_map(0_u64..8, 0_u64..3, 0..4),
        sets in prop::collection::vec(prop::collection::btree_set(0_u64..8, 0..7), 0..30),
        excluded in prop::collection::hash_set(0_u64..30, 0..10),
        top in 0_usize..12,
    ) -> (Interests, Vec<Shelf>, HashSet<u64>, usize) {
        let known: Vec<(u64, Vec<u64>)> =
            known.into_iter().map(|(weight, genres)| (weight, genres.into_iter().collect())).collect();
        let known = known.iter().map(|(weight, genres)| (*weight, &**genres));
        let mut shelves: BTreeMap<Vec<u64>, Vec<u64>> = BTreeMap::new();
        for (id, genres) in (0..).zip(sets) {
            shelves.entry(genres.into_iter().collect()).or_default().push(id);
        }
        let shelf = |(genres, items)| Shelf { genres, items };
        (Interests::new(known, &liked), shelves.into_iter().map(shelf).collect(), excluded, top)
    }
}

proptest! {
    #[test]
    fn lists_keep_their_promises((interests, shelves, excluded, top) in cases()) {
        let Listed { items, floor } = interests.recommend(&shelves, &excluded, top);

        prop_assert!(items.len() <= top);
        prop_assert!(items.is_sorted_by_key(|item| (-item.score, item.id)));
        for item in &items {
            prop_assert!(!excluded.contains(&item.id));
            prop_assert!(item.score > 0.0 && item.score <= 1.0);
            prop_assert!(items[0].score - item.score < 0.2 + 1e-9);
            prop_assert!((1..=MAX_REASONS).contains(&item.reasons.len()));
            let sum: f64 = item.reasons.iter().map(|reason| reason.share).sum();
            prop_assert!((sum - item.score).abs() < 1e-9);
            prop_assert!(item.reasons.is_sorted_by(|a, b| a.share >= b.share));
        }
        prop_assert!(floor >= 1);
    }

    #[test]
    fn what_is_worth_less_than_the_floor_changes_nothing(
        (interests, shelves, excluded, top) in cases(),
        genres in prop::collection::btree_set(0_u64..8, 0..7),
    ) {
        let before = interests.recommend(&shelves, &excluded, top);
        let mut more = shelves;
        let genres: Vec<u64> = genres.into_iter().collect();
        let is_below = interests.worth(&genres) < before.floor;
        // The lowest id of all, so that it would win every tie.
        match more.iter_mut().find(|shelf| shelf.genres == genres) {
            Some(shelf) => shelf.items.push(1_000),
            None => more.push(Shelf { genres, items: vec![1_000] }),
        }

        let after = interests.recommend(&more, &excluded, top);

        prop_assert!(!is_below || after == before);
    }

    #[test]
    fn interests_can_be_told_and_read_again((interests, ..) in cases()) {
        prop_assert_eq!(Interests::of(interests.iter()), interests);
    }
}
