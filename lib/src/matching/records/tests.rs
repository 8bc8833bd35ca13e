//! Records are found as they should be, however they are written, and whatever has changed since the index was made.

mod calibration;
mod made_up;

use proptest::prelude::*;

use super::*;

fn record(title: &str, year: i32, creator: &str) -> Record {
    let year = (year > 0).then_some(year);
    Record { title: title.to_owned(), year, creators: names(creator, &[]), ..Record::default() }
}

fn identified(title: &str, space: &str, value: &str) -> Record {
    let identifiers = [(space.to_owned(), value.to_owned())].into();
    Record { title: title.to_owned(), identifiers, ..Record::default() }
}

fn films() -> Records {
    let films = [
        ("Solaris", 1972, "Andrei Tarkovsky"),
        ("Solaris", 2002, "Steven Soderbergh"),
        ("Stalker", 1979, "Andrei Tarkovsky"),
        ("Alien", 1979, "Ridley Scott"),
        ("Aliens", 1986, "James Cameron"),
        ("The Godfather", 1972, "Francis Ford Coppola"),
        ("The Godfather: Part II", 1974, "Francis Ford Coppola"),
        ("Spider-Man", 2002, "Sam Raimi"),
        ("千と千尋の神隠し", 2001, "宮崎駿"),
        ("???", 0, ""),
    ];
    Records::of((1..).zip(films.map(|(title, year, creator)| record(title, year, creator))))
}

fn found(record: &Record) -> Vec<u64> {
    look_up(&films(), &[], &Records::default(), record, 10).iter().map(|it| it.id).collect()
}

fn first(title: &str, year: i32, creator: &str) -> Option<u64> {
    found(&record(title, year, creator)).first().copied()
}

#[test]
fn an_item_is_found_however_it_is_written() {
    for (id, title, year, creator) in [
        (3, "stalker", 0, ""),
        (3, "Stlaker", 1979, ""),
        (3, "STALKER (1979)", 0, ""),
        (1, "Solaris", 1972, ""),
        (1, "Solaris", 1973, "Tarkovsky"),
        (2, "Solaris", 0, "Soderbergh, Steven"),
        (5, "Aliens", 0, ""),
        (4, "Alien", 0, ""),
        (6, "Godfather, The", 0, ""),
        (7, "The Godfather 2", 0, ""),
        (8, "Spiderman", 0, ""),
        (8, "Spider Man", 0, ""),
        (9, "千と千尋の神隠し", 0, ""),
        (9, "千と千尋の神", 0, ""),
        (10, "???", 0, ""),
    ] {
        assert_eq!(first(title, year, creator), Some(id), "{title} {year} {creator}");
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    assert_eq!(first("Koyaanisqatsi", 1982, "Godfrey Reggio"), None);
    assert_eq!(first("", 1979, "Ridley Scott"), None);
    assert!(found(&Record::default()).is_empty());
    let none = Records::default();
    assert_eq!(look_up(&none, &[], &none, &record("Alien", 0, ""), 10), []);
    assert_eq!(look_up(&films(), &[], &none, &record("Alien", 0, ""), 0), []);
}

#[test]
fn an_equal_identifier_comes_first_whatever_the_title() {
    let catalogue = Records::of([
        (1, Record { year: Some(1972), ..identified("Solaris", "imdbid", "tt0069293") }),
        (2, Record { year: Some(1950), ..identified("Another", "imdbid", "tt0307479") }),
    ]);
    let asked = Record { year: Some(1972), ..identified("Solaris", "imdbid", "tt0307479") };

    let found = look_up(&catalogue, &[], &Records::default(), &asked, 10);

    assert_eq!(found.iter().map(|it| it.id).collect::<Vec<_>>(), [2, 1]);
    assert!(found[0].probability > 0.999_999, "{found:?}");
    assert!(found[1].probability < 0.05, "another identifier tells against it: {found:?}");
}

#[test]
fn weights_of_three_items_are_those_computed_by_hand() {
    let catalogue = Records::of([
        (1, record("Alien", 1979, "Ridley Scott")),
        (2, record("Brazil", 1985, "Terry Gilliam")),
        (3, record("Stalker", 1979, "Andrei Tarkovsky")),
    ]);

    let found = look_up(&catalogue, &[], &Records::default(), &record("Brazil", 1984, ""), 10);

    // Title: nobody else has the word, so 0.02 · 1/2 are expected, and of 0 seen (0.25 + 0) / (25 + 1) are left, of
    // three. Year: no item is of 1983 or 1985 but this one; a third is.
    let title = (0.415_f64 / (0.25 / 26.0 / 3.0)).log2();
    let year = (0.098_f64 / (1.0 / 3.0)).log2();
    let expected = [
        (Field::Prior, Level::Expected, -3.0_f64.log2()),
        (Field::Title, Level::Equal, title),
        (Field::Year, Level::Near, year),
    ];
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].weights.len(), expected.len());
    for (weight, (field, level, bits)) in found[0].weights.iter().zip(expected) {
        assert_eq!((&weight.field, weight.level), (&field, level));
        assert!((weight.bits - bits).abs() < 1e-9, "{weight:?} {bits}");
    }
}

#[test]
fn what_is_missing_weighs_nothing() {
    let asked = Record { year: Some(2000), ..record("???", 0, "Somebody") };

    let found = look_up(&films(), &[], &Records::default(), &asked, 1);

    let missing = found[0].weights.iter().filter(|weight| weight.level == Level::Missing);
    let missing: Vec<_> = missing.map(|weight| (&weight.field, weight.bits)).collect();
    assert_eq!(missing, [(&Field::Year, 0.0), (&Field::Creator, 0.0)]);
}

fn texts() -> impl Strategy<Value = String> {
    let words = [
        "star",
        "stars",
        "wars",
        "tasr",
        "the",
        "of",
        "a",
        "2",
        "ii",
        "3",
        "rebellion",
        "rebelion",
        "starwars",
        "東",
    ];
    let words = prop::collection::vec(prop::sample::select(words.to_vec()), 0..5);
    words.prop_map(|words| words.join(" "))
}

fn records() -> impl Strategy<Value = Record> {
    let years = prop::option::of(1970..1975);
    let names = prop::sample::select(vec!["", "A. Star", "Ada Star", "Bo Wars|Ada Star", "Cy"]);
    let isbns = prop::option::of(prop::sample::select(vec!["1", "2", "3"]));
    (texts(), years, names, isbns).prop_map(|(title, year, creator, isbn)| Record {
        title,
        year,
        creators: super::names(creator, &[]),
        identifiers: isbn.map(|isbn| ("isbn".to_owned(), isbn.to_owned())).into_iter().collect(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn split_in_whatever_way_the_same_records_give_the_same_answer(
        items in prop::collection::vec((records(), prop::option::of(records()), 0_u8..4), 0..30),
        asked in records(),
    ) {
        // Each record stays, is new, is gone, or another.
        let (mut snapshot, mut hidden, mut newer, mut now) = (vec![], vec![], vec![], vec![]);
        for (id, (record, other, fate)) in (1_u64..).zip(items) {
            let later = match fate {
                0 => { newer.push((id, record.clone())); Some(record) }
                1 => {
                    snapshot.push((id, record));
                    hidden.push(id);
                    newer.extend(other.clone().map(|other| (id, other)));
                    other
                }
                _ => { snapshot.push((id, record.clone())); Some(record) }
            };
            now.extend(later.map(|record| (id, record)));
        }
        let [snapshot, newer, now] = [snapshot, newer, now].map(Records::of);

        let split = look_up(&snapshot, &hidden, &newer, &asked, 50);

        prop_assert_eq!(split, look_up(&now, &[], &Records::default(), &asked, 50));
    }

    #[test]
    fn weights_sum_to_the_score_and_the_best_come_first(
        items in prop::collection::vec(records(), 0..30),
        asked in records(),
    ) {
        let found = look_up(&Records::of((1..).zip(items)), &[], &Records::default(), &asked, 50);

        for it in &found {
            prop_assert!((it.weights.iter().map(|weight| weight.bits).sum::<f64>() - it.score).abs() < 1e-9);
            prop_assert!((it.probability - 1.0 / (1.0 + (-it.score).exp2())).abs() < 1e-12);
            prop_assert!(it.score.is_finite());
        }
        let in_order = |a: &Match, b: &Match| (a.score, b.id) >= (b.score, a.id);
        prop_assert!(found.is_sorted_by(in_order));
        let is_identified = |it: &Match| {
            it.weights.iter().any(|weight| matches!(weight.field, Field::Identifier(_)) && weight.level == Level::Equal)
        };
        prop_assert!(found.is_sorted_by_key(|it| !is_identified(it)));
    }

    #[test]
    fn amended_is_as_if_indexed_anew(
        items in prop::collection::btree_map(0_u64..20, records(), 0..20),
        changes in prop::collection::btree_map(0_u64..30, prop::option::of(records()), 0..20),
    ) {
        let mut now = items.clone();
        for (id, record) in &changes {
            match record {
                Some(record) => now.insert(*id, record.clone()),
                None => now.remove(id),
            };
        }
        let changes: Vec<_> = changes.into_iter().collect();

        let amended = Records::of(items).amended(&changes);

        prop_assert!(now.iter().all(|(id, record)| amended.has(*id, Some(record))));
        prop_assert_eq!(snapshot::read(&snapshot::write(&amended)), Ok(amended.clone()));
        prop_assert_eq!(amended, Records::of(now));
    }

    #[test]
    fn any_text_finds_itself(titles in prop::collection::vec(any::<String>(), 0..9)) {
        let record = |title: &String| Record { title: title.clone(), ..Record::default() };
        let index = Records::of((1..).zip(titles.iter().map(record)));

        for (id, title) in (1..).zip(&titles) {
            let found = look_up(&index, &[], &Records::default(), &record(title), 9);
            prop_assert!(found.iter().any(|it| it.id == id) || normal_title(title).trim().is_empty());
        }
    }
}
