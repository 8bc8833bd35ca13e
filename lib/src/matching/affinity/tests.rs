use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

const NAMES: [u64; 3] = [1, 2, 3];

fn rated(item: u64, rating: u8) -> Opinion {
    Opinion { item, stance: Stance::Rated(rating) }
}

fn used(item: u64) -> Opinion {
    Opinion { item, stance: Stance::Used }
}

fn index(people: &[(u64, Vec<Opinion>)]) -> Index {
    let mut index = Index::default();
    people.iter().for_each(|(id, opinions)| index.set(*id, opinions.clone()));
    index
}

fn affinity(index: &Index, own: u64, other: u64) -> Affinity {
    index.common(own, other).0.affinity()
}

/// Whose taste is near, the nearest first.
fn near(index: &Index, id: u64) -> Vec<u64> {
    let all = index.around(id).into_iter().map(|(id, evidence)| (id, evidence.affinity()));
    ranked(all).into_iter().map(|(id, _)| id).collect()
}

fn items(common: &[Common]) -> Vec<u64> {
    common.iter().map(|common| common.item).collect()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-12
}

/// Even people like even items, odd people odd items, and person k has not met item k.
fn checkerboard(n: u64) -> Index {
    let likes = |person: u64| {
        let items = (0..n).filter(move |item| item % 2 == person % 2 && *item != person);
        items.map(|item| rated(item, 5)).collect()
    };
    index(&(0..n).map(|person| (person, likes(person))).collect::<Vec<_>>())
}

/// Three people, three items: 1 and 2 agree, 3 thinks otherwise.
fn three() -> Index {
    index(&[
        (1, vec![rated(10, 5), rated(11, 1), rated(12, 4)]),
        (2, vec![rated(10, 4), rated(11, 0)]),
        (3, vec![rated(10, 0), rated(11, 5), rated(13, 5)]),
    ])
}

#[test]
fn the_board_has_two_camps() {
    let board = checkerboard(50);

    for person in 0..50 {
        let near = near(&board, person);

        assert_eq!(near.len(), 24, "all of the own camp");
        assert!(near.iter().all(|other| other % 2 == person % 2 && *other != person));
        assert!(near.is_sorted(), "equally near: by id");
    }
}

#[test]
fn three_people_as_reckoned_by_hand() {
    let all = three();

    // b_1 = (25 + 10) / 13, b_2 = (25 + 4) / 12, b_3 = (25 + 10) / 13; N = 3, and all three know items 10 and 11.
    let (b1, b2) = (35.0 / 13.0, 29.0 / 12.0);
    let w = (4.0_f64 / 3.0).ln() / 2.0_f64.ln();
    let product = w * ((5.0 - b1) * (4.0 - b2)) + w * ((1.0 - b1) * (0.0 - b2));
    let own = w * (5.0 - b1) * (5.0 - b1) + w * (1.0 - b1) * (1.0 - b1);
    let other = w * (4.0 - b2) * (4.0 - b2) + w * (0.0 - b2) * (0.0 - b2);
    let confidence = 2.0 * w / (2.0 * w + 5.0);
    let expected = product / (own * other).sqrt() * confidence;
    let found = affinity(&all, 1, 2);
    assert!(close(found.score, expected) && close(found.confidence, confidence), "{found:?}");
    assert_eq!(found.overlap, 2);
    assert!(affinity(&all, 1, 3).score < 0.0, "they differ in everything");
    assert_eq!(near(&all, 1), [2]);
    assert_eq!(near(&all, 3), [0; 0]);
}

#[test]
fn what_is_shared_and_what_is_not_is_told_with_both_opinions() {
    let all = index(&[
        (1, vec![rated(1, 5), rated(2, 5), rated(3, 5), rated(4, 0), used(5), rated(6, 1)]),
        (2, vec![rated(1, 5), rated(2, 4), rated(3, 0), rated(4, 4), used(5), rated(6, 0)]),
        (3, vec![rated(2, 5)]),
    ]);

    let (_, common) = all.common(1, 2);

    let found = shared(&common, 5);
    assert_eq!(items(&found), [1, 6, 2, 5], "what tells most comes first, a use last");
    assert_eq!((found[0].own, found[0].other), (Stance::Rated(5), Stance::Rated(5)));
    assert_eq!(items(&diverging(&common, 5)), [3, 4], "where they are farthest apart first");
    assert_eq!(items(&shared(&common, 1)), [1]);
}

#[test]
fn agreeing_on_what_is_rare_tells_more_than_on_any_number_of_what_all_know() {
    let hits: Vec<u64> = (100..120).collect();
    let rating_hits = || hits.iter().map(|item| rated(*item, 5)).collect::<Vec<_>>();
    let mut people: Vec<_> = (10..60).map(|id| (id, rating_hits())).collect();
    people.push((1, [rating_hits(), vec![rated(7, 5)]].concat()));
    // Somebody who shares nothing but what hardly anybody knows.
    people.push((2, vec![rated(7, 5), rated(100, 5)]));
    let all = index(&people);

    let near = near(&all, 1);

    assert_eq!(near[0], 2);
    assert_eq!(near.len(), 51);
    assert!(affinity(&all, 1, 10).confidence < 0.05, "twenty hits are next to nothing");
}

#[test]
fn the_same_agreement_on_more_counts_more() {
    let alike = |n: u64| (0..n).map(|item| rated(item, if item % 2 == 0 { 5 } else { 1 }));
    let all = index(&[
        (1, alike(20).collect()),
        (2, alike(20).collect()),
        (3, alike(4).collect()),
        (4, alike(1).collect()),
    ]);

    assert_eq!(near(&all, 1), [2, 3, 4]);
    let scores: Vec<_> = [2, 3, 4].map(|other| affinity(&all, 1, other)).into();
    assert!(scores.is_sorted_by(|a, b| a.confidence > b.confidence));
}

#[test]
fn a_use_is_a_weak_agreement() {
    let all = index(&[
        (1, vec![rated(1, 5), used(2)]),
        (2, vec![rated(1, 5)]),
        (3, vec![used(2)]),
        (4, vec![rated(2, 0)]),
    ]);

    assert_eq!(near(&all, 1), [2, 3]);
    assert!(affinity(&all, 1, 4).score < 0.0, "what one uses and another cannot stand");
}

#[test]
fn whoever_gives_everything_five_is_near_those_who_love_the_same() {
    let all = index(&[
        (1, (0..50).map(|item| rated(item, 5)).collect()),
        (2, (0..50).map(|item| rated(item, 5)).collect()),
        (3, (0..50).map(|item| rated(item, 0)).collect()),
    ]);

    assert_eq!(near(&all, 1), [2]);
}

#[test]
fn odd_input_has_plain_answers() {
    let nobody = Index::default();
    assert!(nobody.around(1).is_empty() && nobody.common(1, 2).1.is_empty());
    assert_eq!(
        nobody.common(1, 2).0.affinity(),
        Affinity { score: 0.0, overlap: 0, confidence: 0.0 }
    );

    let alone = index(&[(1, vec![rated(1, 5)])]);
    assert!(alone.around(1).is_empty());
    assert_eq!(alone.common(1, 1).0.affinity().score, 0.0, "nobody tells anything");

    let mut twice = index(&[(1, vec![rated(1, 5), rated(1, 2), used(1)]), (2, vec![])]);
    assert_eq!((twice.opinions(1), twice.len()), (&[rated(1, 2)][..], 1));
    twice.set(1, vec![]);
    assert!(twice.is_empty() && twice.around(1).is_empty());
}

#[test]
fn at_the_end_of_a_list_there_is_no_more() {
    let (_, common) = three().common(1, 2);

    assert_eq!(shared(&common, 10_000).len(), 2);
    assert_eq!(shared(&common, 0), []);
}

fn opinions() -> impl Strategy<Value = Vec<Opinion>> {
    let stance = prop_oneof![4 => (0_u8..=5).prop_map(Stance::Rated), 1 => Just(Stance::Used)];
    let opinion = (0_u64..12, stance).prop_map(|(item, stance)| Opinion { item, stance });
    prop::collection::vec(opinion, 0..10)
}

fn histories() -> impl Strategy<Value = Vec<(u64, Vec<Opinion>)>> {
    prop::collection::vec((0_u64..6, opinions()), 0..20)
}

/// Everything that is told of these people.
fn told(index: &Index) -> Vec<(u64, Vec<(u64, Affinity)>)> {
    let around = |id| {
        let all = index.around(id).into_iter().map(|(id, it)| (id, it.affinity()));
        let mut all: Vec<_> = all.collect();
        all.sort_by_key(|(id, _)| *id);
        (id, all)
    };
    (0..6).map(around).collect()
}

proptest! {
    #[test]
    fn whatever_happened_before_only_what_people_think_now_counts(history in histories()) {
        let step_by_step = index(&history);

        let last: BTreeMap<_, _> = history.into_iter().collect();
        let afresh = index(&last.into_iter().rev().collect::<Vec<_>>());

        prop_assert_eq!(told(&step_by_step), told(&afresh));
    }

    #[test]
    fn two_people_are_as_near_from_either_side_to_the_bit(history in histories()) {
        let all = index(&history);

        for (own, around) in told(&all) {
            for (other, affinity) in around {
                prop_assert_ne!(own, other, "nobody is near themselves");
                prop_assert!((-1.0..=1.0).contains(&affinity.score), "{affinity:?}");
                prop_assert!((0.0..1.0).contains(&affinity.confidence), "{affinity:?}");
                prop_assert_eq!(affinity, all.common(own, other).0.affinity());
                prop_assert_eq!(affinity, all.common(other, own).0.affinity());
            }
        }
    }

    #[test]
    fn what_two_people_have_in_common_is_what_both_have_an_opinion_of(history in histories()) {
        let all = index(&history);

        for (own, other) in NAMES.into_iter().flat_map(|own| NAMES.map(|other| (own, other))) {
            let (evidence, common) = all.common(own, other);
            let known = |item: u64| all.opinions(other).iter().any(|it| it.item == item);
            let both = all.opinions(own).iter().map(|it| it.item).filter(|item| known(*item));
            prop_assert_eq!(items(&common), both.collect::<Vec<_>>());
            prop_assert_eq!(evidence.affinity().overlap, common.len() as u64);
        }
    }
}
