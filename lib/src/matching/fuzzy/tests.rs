use std::io::{BufRead, BufReader};

use flate2::read::GzDecoder;

use super::*;

/// `scripts/record_fuzzy.py` wrote them.
const PAIRS: &[u8] = include_bytes!("recorded/pairs.jsonl.gz");

/// What a score of ours may differ from a recorded one.
const TOLERANCE: f64 = 1e-9;

fn recorded() -> (Vec<Scorer>, Vec<(String, String, Vec<f64>)>) {
    let mut lines = BufReader::new(GzDecoder::new(PAIRS)).lines().map(|line| line.expect("text"));
    let names = lines.next().expect("a first line");
    let names: Vec<String> = serde_json::from_str(&names).expect("names");
    let scorers = names.iter().map(|name| Scorer::named(name).expect("a scorer")).collect();
    let pairs = lines.map(|line| serde_json::from_str(&line).expect("a pair with its scores"));
    (scorers, pairs.collect())
}

#[test]
fn scores_are_those_of_rapidfuzz() {
    let (scorers, pairs) = recorded();
    assert_eq!(scorers, Scorer::ALL);
    assert!(pairs.len() >= 10_000);
    for (a, b, scores) in &pairs {
        for (scorer, score) in scorers.iter().zip(scores) {
            let (ours, reversed) = (scorer.similarity(a, b), scorer.similarity(b, a));
            assert!(
                (ours - score).abs() < TOLERANCE,
                "{scorer:?} {a:?} {b:?}: {ours}, not {score}"
            );
            assert!(
                (reversed - score).abs() < TOLERANCE,
                "{scorer:?} {b:?} {a:?}: {reversed}, not {score}"
            );
        }
    }
}

#[test]
fn names_are_distinct_and_found() {
    for scorer in Scorer::ALL {
        assert_eq!(Scorer::named(scorer.name()), Some(scorer));
    }
    assert_eq!(Scorer::named("wratio"), None);
}

#[test]
fn the_best_come_first() {
    let teams = ["Atlanta Falcons", "New York Jets", "New York Giants", "Dallas Cowboys"];

    let hits = extract("new york jets", &Choices::of(teams), Scorer::WRatio, 2, 0.0);

    assert_eq!(hits.iter().map(|hit| hit.index).collect::<Vec<_>>(), [1, 2]);
}
