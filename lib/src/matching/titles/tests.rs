//! Examples, and the index against a search that looks at every title.

use proptest::prelude::*;

use super::fold::fold_term;
use super::words::{tolerated, words};
use super::*;

/// What is found among these titles, which are numbered from 1.
fn found<'a>(titles: &[&'a str], term: &str) -> Vec<&'a str> {
    let index = Titles::of((1..).zip(titles));
    let ids = search(&index, &[], &Titles::default(), term);
    ids.into_iter().map(|id| titles[id as usize - 1]).collect()
}

#[test]
fn the_beginning_comes_before_the_middle_before_words_before_typos() {
    let titles =
        ["Wars of the Stars", "Star Wars", "Empire: Star Wars", "Stars at Wars", "Star Warts"];

    assert_eq!(
        found(&titles, "star wars"),
        ["Star Wars", "Empire: Star Wars"],
        "short words have no typos"
    );
    assert_eq!(
        found(&titles, "stars war"),
        ["Stars at Wars", "Wars of the Stars", "Empire: Star Wars", "Star Wars", "Star Warts"],
        "the last word may be unfinished"
    );
    assert_eq!(
        found(&["Stairs", "Stars", "My Stars", "Costars"], "stars"),
        ["Stars", "Costars", "My Stars", "Stairs"]
    );
}

#[test]
fn spellings_do_not_matter() {
    assert_eq!(found(&["Amélie"], "amelie"), ["Amélie"]);
    assert_eq!(found(&["Amelie"], "AMÉLIE"), ["Amelie"]);
    assert_eq!(found(&["Ｇｏｄｚｉｌｌａ"], "godzilla"), ["Ｇｏｄｚｉｌｌａ"]);
    assert_eq!(found(&["Schindler’s List"], "schindler's"), ["Schindler’s List"]);
}

#[test]
fn words_are_found_in_any_order() {
    let lord = "The Lord of the Rings";

    for term in ["rings lord", "lord ring", "rings the", "RINGS, lord!"] {
        assert_eq!(found(&[lord, "Lord Jim"], term), [lord], "{term}");
    }
    assert_eq!(found(&[lord], "lord jim"), [""; 0]);
}

#[test]
fn typos_are_found_in_long_words() {
    let godfather = "The Godfather";

    for term in ["the godfahter", "godfathre", "godfater", "goodfatther", "teh godfather"] {
        let is_found = found(&[godfather, "The God"], term) == [godfather];
        assert_eq!(is_found, term != "teh godfather", "{term}");
    }
}

#[test]
fn compounds_are_found_in_both_spellings() {
    for term in ["spider man", "spiderman", "Spider-Man", "man spider"] {
        assert_eq!(found(&["Spider-Man", "Spin"], term), ["Spider-Man"], "{term}");
    }
    assert_eq!(found(&["Ocean's Eleven"], "oceans eleven"), ["Ocean's Eleven"]);
}

#[test]
fn symbols_are_no_wildcards() {
    let titles = ["100% Wolf", "100 Wolves", "snake_case", "snakes", "C++", "Vitamin C"];

    assert_eq!(found(&titles, "%"), ["100% Wolf"]);
    assert_eq!(found(&titles, "100%"), ["100% Wolf"]);
    assert_eq!(found(&titles, "_"), ["snake_case"]);
    assert_eq!(found(&titles, "snake_"), ["snake_case"]);
    assert_eq!(found(&titles, "c++"), ["C++"]);
    assert_eq!(found(&titles, "s*"), [""; 0]);
}

#[test]
fn an_empty_term_finds_nothing_and_a_blank_is_a_letter() {
    assert_eq!(found(&["One Two", "Three", ""], ""), [""; 0]);
    assert_eq!(found(&["One Two", "Three", ""], "\u{301}"), [""; 0]);
    assert_eq!(found(&["One Two", "Three", ""], " "), ["One Two"]);
    assert_eq!(found(&["One Two", "Three", ""], "  two"), ["One Two"]);
}

#[test]
fn a_term_of_very_many_words_is_looked_for_as_it_stands() {
    let long = (0..40).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ");

    assert_eq!(found(&[&long], &long), [&*long]);
    assert_eq!(found(&[&long], &long.replace("d0 word1 ", "d1 word0 ")), [""; 0]);
}

#[test]
fn equal_titles_stand_by_id_and_typos_have_an_end() {
    let index = Titles::of([(9, "Same"), (3, "SAME"), (5, "Sáme")]);
    let many = Titles::of((1..=500).map(|id| (id, "Godfather")));

    assert_eq!(search(&index, &[], &Titles::default(), "same"), [3, 5, 9]);
    let typos = search(&many, &[], &Titles::default(), "godfahter");
    assert_eq!(typos, (1..=MOST_TYPOS as u64).collect::<Vec<_>>());
}

#[test]
fn an_index_knows_its_titles() {
    let index = Titles::of([(9, " Nine "), (3, "Three")]);

    assert!(index.has(9, Some("NINE")) && index.has(4, None));
    assert!(!index.has(9, Some("Ten")) && !index.has(9, None) && !index.has(4, Some("Four")));
    assert_eq!((index.max_id(), index.ids().collect::<Vec<_>>()), (9, vec![3, 9]));
}

/// Optimal string alignment by its definition.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            d[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let other = usize::from(a[i - 1] != b[j - 1]);
                (d[i - 1][j] + 1).min(d[i][j - 1] + 1).min(d[i - 1][j - 1] + other)
            };
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                d[i][j] = d[i][j].min(d[i - 2][j - 2] + 1);
            }
        }
    }
    d[a.len()][b.len()]
}

/// The search by its definition: look at every title.
fn naive(titles: &[(u64, String)], term: &str) -> Vec<u64> {
    let term = fold_term(term);
    let wanted: Vec<&str> = words(&term).collect();
    let class = |title: &str| {
        let chunks = title.split(' ').filter(|chunk| !chunk.contains('%'));
        let chunks = chunks.map(|chunk| words(chunk).collect::<String>());
        let own: Vec<String> = words(title).map(str::to_owned).chain(chunks).collect();
        let has_all = |typos: bool| {
            !wanted.is_empty()
                && wanted.iter().enumerate().all(|(n, word)| {
                    let is_last = n + 1 == wanted.len();
                    let tolerated = if typos { usize::from(tolerated(word)) } else { 0 };
                    own.iter().any(|own| {
                        own == word
                            || (is_last && own.starts_with(word))
                            || (tolerated > 0 && distance(own, word) <= tolerated)
                    })
                })
        };
        match () {
            () if term.is_empty() => None,
            () if title.starts_with(&term) => Some(0),
            () if title.contains(&term) => Some(1),
            () if has_all(false) => Some(2),
            () if has_all(true) => Some(3),
            () => None,
        }
    };
    let folded = titles.iter().map(|(id, title)| (*id, fold(title).trim().to_owned()));
    let mut found: Vec<(u8, String, u64)> =
        folded.filter_map(|(id, title)| Some((class(&title)?, title, id))).collect();
    found.sort();
    let exact = found.iter().filter(|(class, ..)| *class < 3).count();
    let typos = if exact < 24 { MOST_TYPOS } else { 0 };
    found.into_iter().take(exact + typos).map(|(.., id)| id).collect()
}

/// Words of few letters, so that some are like others.
fn texts() -> impl Strategy<Value = String> {
    prop::collection::vec("[abÁ]{1,3}|[ab]{4,6}|abab[ab]{4,7}|[-' %]", 0..5).prop_flat_map(
        |words| {
            prop::collection::vec(prop::sample::select(vec![" ", " ", "-", ""]), words.len())
                .prop_map(move |gaps| {
                    words.iter().zip(&gaps).map(|(word, gap)| format!("{word}{gap}")).collect()
                })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_index_finds_what_a_look_at_every_title_finds(
        titles in prop::collection::vec((texts(), prop::option::of(texts()), 0_u8..4), 0..40),
        term in texts(),
    ) {
        // Each title stays, is new, is gone, or another; then it is also looked for as it was.
        let (mut snapshot, mut hidden, mut newer, mut now) = (vec![], vec![], vec![], vec![]);
        for (id, (title, other, fate)) in (1_u64..).zip(titles) {
            let later = match fate {
                0 => { newer.push((id, title.clone())); Some(title) }
                1 => {
                    snapshot.push((id, title));
                    hidden.push(id);
                    newer.extend(other.clone().map(|other| (id, other)));
                    other
                }
                _ => { snapshot.push((id, title.clone())); Some(title) }
            };
            now.extend(later.map(|title| (id, title)));
        }
        let [snapshot, newer] = [snapshot, newer].map(Titles::of);

        let found = search(&snapshot, &hidden, &newer, &term);

        prop_assert_eq!(&found, &naive(&now, &term));
        prop_assert_eq!(&found, &search(&Titles::of(now), &[], &Titles::default(), &term));
    }

    #[test]
    fn amended_is_as_if_indexed_anew(
        titles in prop::collection::btree_map(0_u64..20, texts(), 0..20),
        changes in prop::collection::btree_map(0_u64..30, prop::option::of(texts()), 0..20),
    ) {
        let mut now = titles.clone();
        for (id, title) in &changes {
            match title {
                Some(title) => now.insert(*id, title.clone()),
                None => now.remove(id),
            };
        }
        let changes: Vec<_> = changes.into_iter().collect();

        prop_assert_eq!(Titles::of(titles).amended(&changes), Titles::of(now));
    }

    #[test]
    fn any_text_can_be_indexed_and_looked_for(titles in prop::collection::vec(any::<String>(), 0..9)) {
        let index = Titles::of((1..).zip(&titles));

        for (id, title) in (1..).zip(&titles) {
            prop_assert!(index.has(id, Some(title)));
            let found = search(&index, &[], &Titles::default(), title.trim());
            prop_assert!(found.contains(&id) || fold(title).trim().is_empty());
        }
    }
}
