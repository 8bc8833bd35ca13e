//! Neighbours: golden numbers, invariants, and a search that is compared with brute force.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

const FILMS: [(u64, &str); 6] = [
    (1, "thestarwars en aone btwo action"),
    (2, "thestarwars en aone btwo action drama"),
    (3, "otherfilm en c drama"),
    (4, "zed fr d action"),
    (5, "yak fr e drama"),
    (6, "xyz fr f"),
];

fn rounded(found: &[Neighbour]) -> Vec<(u64, f64)> {
    found.iter().map(|near| (near.id, (near.similarity * 1e5).round() / 1e5)).collect()
}

// The figures are scikit-learn's, from TfidfVectorizer(stop_words="english") on the same soups.

#[test]
fn films_are_as_similar_as_scikit_learn_says() {
    let index = Index::new(&FILMS);

    assert_eq!(rounded(&index.neighbours(1, 10, 0.5)), [(2, 0.92805)]);
    assert_eq!(
        rounded(&index.neighbours(2, 10, 0.0)),
        [(1, 0.92805), (3, 0.36849), (4, 0.18425), (5, 0.18425)]
    );
}

#[test]
fn books_and_tracks_are_as_similar_as_scikit_learn_says() {
    let books = Index::new(&[(7, "thestarwars authone pub"), (8, "star authone pub")]);
    let tracks = Index::new(&[(11, "songa 2000 band rel rock"), (12, "songb 2000 band rel rock")]);

    assert_eq!(rounded(&books.neighbours(7, 10, 0.5)), [(8, 0.50310)]);
    assert_eq!(rounded(&tracks.neighbours(12, 10, 0.5)), [(11, 0.66942)]);
}

#[test]
fn equal_documents_are_ranked_by_id() {
    let index = Index::new(&[(5, "ab cd"), (3, "ab cd"), (4, "cd ab"), (9, "ab"), (1, "cd ab")]);

    let ids: Vec<u64> = index.neighbours(4, 3, 0.9).iter().map(|near| near.id).collect();

    assert_eq!(ids, [1, 3, 5]);
}

#[test]
fn nothing_resembles_an_empty_or_unknown_document() {
    let index = Index::new(&[(1, ""), (2, ""), (3, "the a")]);

    assert_eq!(index.neighbours(1, 10, 0.0), []);
    assert_eq!(index.neighbours(99, 10, 0.0), []);
    assert_eq!(index.similar_to("never seen", 0.0), []);
    assert_eq!(Index::new::<&str>(&[]).neighbours(1, 10, 0.0), []);
}

#[test]
fn the_first_of_two_documents_with_one_id_counts() {
    let index = Index::new(&[(1, "ab"), (2, "cd"), (1, "cd")]);

    assert_eq!(index.ids(), [1, 2]);
    assert_eq!(index.neighbours(2, 10, 0.0), []);
}

#[test]
fn an_index_is_amended_while_its_statistics_stand() {
    let index = Index::new(&(1..=105).map(|id| (id, "ab cd")).collect::<Vec<_>>());

    let with = |id, soup| index.amended(&BTreeMap::from([(id, soup)]));

    assert!(with(106, Some("ab")).is_some_and(|index| index.ids().len() == 106));
    assert!(with(105, None).is_some_and(|index| index.ids().len() == 104));
    assert!(with(100, Some("ab")).is_none(), "one of the first");
    assert!(Index::new::<&str>(&[]).amended(&BTreeMap::from([(1, Some("ab"))])).is_none());
    let many = (106..110).map(|id| (id, Some("ab"))).collect();
    assert!(index.amended(&many).is_some());
    let too_many = (106..111).map(|id| (id, Some("ab"))).collect();
    assert!(index.amended(&too_many).is_none(), "a milestone is reached");
}

#[test]
fn nothing_is_amended_for_ever() {
    let documents: Vec<_> = (1..=9_000).map(|id| (id, "ab")).collect();
    let mut index = Index::new(&documents);

    let mut n_amended = 0;
    let last = documents.len() as u64;
    while let Some(next) = index.amended(&BTreeMap::from([(last - n_amended, Some("cd"))])) {
        (index, n_amended) = (next, n_amended + 1);
    }

    assert_eq!(n_amended, 256);
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let documents: Vec<_> =
        (0..400_u64).map(|n| (n, format!("a{} b{} c{}", n % 7, n % 11, n % 13))).collect();
    let index = Index::new(&documents);

    let with = |n_threads| {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build();
        threads.expect("threads").install(|| all(&index, 10, 0.3))
    };

    assert_eq!(with(1), with(2));
    assert_eq!(with(1), with(5));
}

#[test]
fn sharing_a_token_is_enough_to_be_found() {
    let index = Index::new(&FILMS);

    assert_eq!(index.sharing("gone drama thestarwars drama"), [1, 2, 3, 5]);
    assert_eq!(index.sharing("gone"), [0_u64; 0]);
}

#[test]
fn asking_with_a_soup_finds_what_asking_with_its_document_does() {
    let index = Index::new(&FILMS);

    let mut with_soup = index.similar_to(FILMS[1].1, 0.1);

    assert_eq!(with_soup.remove(0), Neighbour { id: 2, similarity: 1.0 });
    assert_eq!(with_soup, index.neighbours(2, 10, 0.1));
}

/// Soups of up to six tokens, some common and some rare; repetitions and empty soups occur.
fn soups(n: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("([ab][xyz]|[c-z][0-3]|[c-z][0-3])( [abc][xyz]| [c-z][0-3]){0,5}|", n)
}

fn numbered(soups: &[String]) -> Vec<(u64, String)> {
    (1..).zip(soups.iter().cloned()).collect()
}

fn built(documents: &BTreeMap<u64, String>) -> Index {
    Index::new(&documents.iter().map(|(id, soup)| (*id, soup)).collect::<Vec<_>>())
}

fn all(index: &Index, k: usize, threshold: f64) -> Vec<(u64, Vec<Neighbour>)> {
    index.neighbours_of(&index.ids(), k, threshold)
}

/// The definition, without an index: every pair, every token.
fn by_definition(index: &Index, a: &str, b: &str) -> f64 {
    let (a, b) = (index.statistics.vector(a), index.statistics.vector(b));
    a.iter().flat_map(|x| b.iter().filter(|y| y.0 == x.0).map(|y| x.1 * y.1)).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_search_misses_nothing(soups in soups(1..60), threshold in 0.01_f64..1.0) {
        let documents = numbered(&soups);
        let index = Index::new(&documents);

        for (id, found) in all(&index, 100, threshold) {
            let found: BTreeSet<u64> = found.iter().map(|near| near.id).collect();
            for (other, soup) in documents.iter().filter(|(other, _)| *other != id) {
                let similarity = by_definition(&index, &soups[id as usize - 1], soup);
                let borderline = (similarity - threshold).abs() < 1e-9;
                prop_assert!(borderline || found.contains(other) == (similarity > threshold));
            }
        }
    }

    #[test]
    fn lists_are_ranked_and_symmetric(soups in soups(1..60), k in 0_usize..20) {
        let index = Index::new(&numbered(&soups));

        let all_pairs = all(&index, 100, 0.0);

        for (id, found) in &all_pairs {
            prop_assert!(found.is_sorted_by_key(|near| (-near.similarity, near.id)));
            for near in found {
                let back = Neighbour { id: *id, ..*near };
                prop_assert!(near.similarity > 0.0 && near.similarity <= 1.0);
                prop_assert!(near.id != *id);
                prop_assert!(all_pairs[near.id as usize - 1].1.contains(&back));
            }
            let best = index.neighbours(*id, k, 0.0);
            prop_assert_eq!(&best[..], &found[..k.min(found.len())]);
        }
    }

    #[test]
    fn a_new_document_moves_only_what_resembles_it(
        soups in soups(122..=132), threshold in prop::sample::select(vec![0.01, 0.5, 0.8]),
    ) {
        let documents = numbered(&soups);
        let (newest, older) = documents.split_last().expect("at least 122 soups");
        let (before, after) = (Index::new(older), Index::new(&documents));
        prop_assert_eq!(before.statistics(), after.statistics());

        let sharing = after.sharing(&newest.1);
        let near: Vec<u64> =
            before.similar_to(&newest.1, threshold).iter().map(|near| near.id).collect();
        prop_assert!(near.iter().all(|id| sharing.contains(id)));

        for (id, list) in all(&before, 10, threshold) {
            if !near.contains(&id) {
                prop_assert_eq!(list, after.neighbours(id, 10, threshold));
            }
        }
    }

    #[test]
    fn a_changed_document_moves_only_what_resembled_or_resembles_it(
        soups in soups(128), edited in 121_usize..128, text in "[ab][xyz] [c-z][0-3]",
    ) {
        let mut documents = numbered(&soups);
        let before = Index::new(&documents);
        documents[edited].1 = text;
        let after = Index::new(&documents);
        let due: BTreeSet<u64> = [&soups[edited], &documents[edited].1]
            .into_iter()
            .flat_map(|soup| after.similar_to(soup, 0.3))
            .map(|near| near.id)
            .chain([documents[edited].0])
            .collect();

        for (id, list) in all(&before, 10, 0.3) {
            if !due.contains(&id) {
                prop_assert_eq!(list, after.neighbours(id, 10, 0.3));
            }
        }
    }

    #[test]
    fn an_amended_index_answers_like_one_built_of_all(
        soups in soups(124..=131),
        rounds in prop::collection::vec(
            prop::collection::btree_map(
                100_u64..140, prop::option::weighted(0.7, "[ab][xyz] [c-z][0-3]"), 1..4),
            1..8),
        threshold in prop::sample::select(vec![0.0, 0.3, 0.8]),
    ) {
        let mut documents: BTreeMap<u64, String> = numbered(&soups).into_iter().collect();
        let mut index = built(&documents);
        for changes in rounds {
            let lent = changes.iter().map(|(id, soup)| (*id, soup.as_deref())).collect();
            let amended = index.amended(&lent);
            for (id, soup) in changes {
                match soup {
                    Some(soup) => documents.insert(id, soup),
                    None => documents.remove(&id),
                };
            }
            let afresh = built(&documents);
            if let Some(amended) = &amended {
                prop_assert_eq!(amended.statistics(), afresh.statistics());
                prop_assert_eq!(amended.ids(), afresh.ids());
                prop_assert_eq!(all(amended, 9, threshold), all(&afresh, 9, threshold));
                for soup in documents.values() {
                    let found = amended.similar_to(soup, threshold);
                    prop_assert_eq!(found, afresh.similar_to(soup, threshold));
                    prop_assert_eq!(amended.sharing(soup), afresh.sharing(soup));
                }
            }
            index = amended.unwrap_or(afresh);
        }
    }

    #[test]
    fn the_order_of_documents_does_not_matter(
        (documents, shuffled) in soups(0..40).prop_flat_map(|soups| {
            (Just(numbered(&soups)), Just(numbered(&soups)).prop_shuffle())
        })
    ) {
        prop_assert_eq!(
            all(&Index::new(&documents), 9, 0.1),
            all(&Index::new(&shuffled), 9, 0.1)
        );
    }
}
