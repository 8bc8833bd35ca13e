//! What is said to be probable is as frequent as it is said to be; and weights are those that are measured.

use std::collections::HashMap;
use std::sync::LazyLock;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::made_up::{Work, works, written};
use super::*;

/// Works that there are, of which about half are in the catalogue.
const WORKS: usize = 3_000;
/// Records that are looked up.
const ASKED: usize = 1_000;

/// Records looked up in a catalogue, half of which are not in it: which work each is of, and what was found.
struct Trial {
    works: Vec<Work>,
    is_inside: Vec<bool>,
    looked_up: Vec<(usize, Vec<Match>)>,
}

impl Trial {
    fn new(seed: u64) -> Self {
        let works = works(seed, WORKS);
        let random = &mut StdRng::seed_from_u64(seed);
        let is_inside: Vec<bool> = works.iter().map(|_| random.random()).collect();
        let inside = (0..).zip(&works).filter(|(at, _)| is_inside[*at as usize]);
        let index = Records::of(inside.map(|(at, work)| (at, of(work))));
        let mut look_up_one = || {
            let at = random.random_range(0..WORKS);
            let asked = of(&written(random, &works[at]));
            (at, look_up(&index, &[], &Records::default(), &asked, 50))
        };
        let looked_up = (0..ASKED).map(|_| look_up_one()).collect();
        Self { works, is_inside, looked_up }
    }

    /// What was said of the best item of each look-up, and whether it was the right one.
    fn firsts(&self) -> impl Iterator<Item = (f64, bool)> {
        let firsts = self.looked_up.iter().filter_map(|(at, found)| Some((at, found.first()?)));
        firsts.map(|(at, first)| (first.probability, first.id == *at as u64))
    }
}

/// Not of the seed by which weights were chosen.
static HELD_OUT: LazyLock<Trial> = LazyLock::new(|| Trial::new(2024));

fn of(work: &Work) -> Record {
    let isbn = (!work.isbn.is_empty()).then(|| ("isbn".to_owned(), work.isbn.clone()));
    Record {
        identifiers: isbn.into_iter().collect(),
        ..record(&work.title, work.year.unwrap_or(0), &work.creator)
    }
}

#[test]
fn what_is_said_to_be_probable_is_as_frequent() {
    let trial = &*HELD_OUT;

    // Expected calibration error (Naeini et al., AAAI 2015) over ten bins.
    let mut bins = [(0.0, 0.0); 10];
    for (probability, is_right) in trial.firsts() {
        let (said, was) = &mut bins[((probability * 10.0) as usize).min(9)];
        *said += probability;
        *was += f64::from(u8::from(is_right));
    }
    let n = trial.firsts().count() as f64;
    let error = bins.iter().map(|(said, was)| f64::abs(said - was)).sum::<f64>() / n;
    assert!(error <= 0.05, "expected calibration error {error}: {bins:?}");
}

#[test]
fn what_is_nearly_certain_is_right() {
    let trial = &*HELD_OUT;

    let certain = || trial.firsts().filter(|(probability, _)| *probability >= 0.99);
    let right = certain().filter(|(_, is_right)| *is_right).count();

    assert!(certain().count() > ASKED / 4, "{}", certain().count());
    assert!(right as f64 >= 0.98 * certain().count() as f64, "{right} of {}", certain().count());
}

#[test]
fn nearly_all_that_is_there_is_found() {
    let trial = &*HELD_OUT;
    let inside = || trial.looked_up.iter().filter(|(at, _)| trial.is_inside[*at]);
    let within = |most: usize| {
        let is_found = |(at, found): &&(usize, Vec<Match>)| {
            found.iter().take(most).any(|it| it.id == *at as u64)
        };
        inside().filter(is_found).count() as f64 / inside().count() as f64
    };

    assert!(within(1) > 0.93, "{}", within(1));
    assert!(within(5) > 0.97, "{}", within(5));
}

#[test]
fn levels_are_as_frequent_among_the_same_as_weights_have_it() {
    let trial = Trial::new(1);
    let mut seen: HashMap<(String, Level), f64> = HashMap::new();
    for (at, found) in &trial.looked_up {
        let Some(right) = found.iter().find(|it| it.id == *at as u64) else { continue };
        for weight in right.weights.iter().filter(|weight| weight.level != Level::Missing) {
            let field = format!("{:?}", weight.field);
            *seen.entry((field.clone(), weight.level)).or_default() += 1.0;
            *seen.entry((field, Level::Expected)).or_default() += 1.0;
        }
    }
    assert!(trial.works.len() == WORKS);

    for (field, levels) in weights::MEASURED {
        let all = seen[&((*field).to_owned(), Level::Expected)];
        for (level, m) in *levels {
            let measured =
                seen.get(&((*field).to_owned(), *level)).copied().unwrap_or_default() / all;
            assert!((measured - m).abs() < 0.04, "{field} {level:?}: {measured}, not {m}");
        }
    }
}
