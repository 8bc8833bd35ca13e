//! How fast texts are compared, beside RapidFuzz.
//!
//! Titles look like titles, from a seed. Each measurement is a process of its own: this one again, or
//! `scripts/bench_text_similarity.py` by the interpreter that `BENCH_PYTHON` names. Both read the same texts, have to
//! find the same scores, and take turns. `BENCH_QUICK=1` leaves out the most titles, and measures once. Prints a table
//! in markdown.

#[path = "common/contender.rs"]
mod contender;
#[path = "text_similarity/titles.rs"]
mod titles;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use contender::{measured, python};
use kindred::matching::fuzzy::{Choices, Scorer, cdist, extract_all};
use serde::Deserialize;
use serde_json::json;

const QUERIES: usize = 1_000;
/// By those of so many queries both are compared: RapidFuzz answers at least as many.
const COMPARED: usize = 40;
const BEST: usize = 5;
const CORES: [&str; 2] = ["1", "2"];
/// What is asked.
const QUESTIONS: [(&str, Scorer); 4] = [
    ("extract", Scorer::WRatio),
    ("extract", Scorer::TokenSetRatio),
    ("extract", Scorer::JaroWinkler),
    ("cdist", Scorer::Ratio),
];
/// Of how many titles.
const TITLES: [usize; 3] = [4_000, 10_000, 100_000];

/// What one process measured.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Measured {
    pairs_per_s: f64,
    /// The sum of what is compared.
    scores: f64,
}

fn main() {
    if let Some(arguments) = contender::arguments() {
        let [texts, what, scorer, ..] = &arguments[..] else { panic!("three arguments") };
        return measure(Path::new(texts), what, Scorer::named(scorer).expect("a scorer"));
    }
    let is_quick = std::env::var_os("BENCH_QUICK").is_some();
    println!("| | scorer | titles | cores | ours, M pairs/s | RapidFuzz | ratio |");
    println!("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
    let folder = tempfile::tempdir().expect("a folder");
    for (what, scorer) in QUESTIONS {
        for n in &TITLES[..if is_quick { 2 } else { 3 }] {
            let titles = titles::titles(*n, 1);
            let texts = [titles::queries(&titles, QUERIES, 2), titles].concat();
            let path = folder.path().join("texts.txt");
            std::fs::write(&path, texts.join("\n")).expect("it can be written");
            for cores in CORES {
                print!("| {what} | {} | {n} | {cores} | ", scorer.name());
                report(&path, what, scorer, cores, if is_quick { 1 } else { 5 });
            }
        }
    }
}

/// Both in turn, and the rest of a line.
fn report(texts: &Path, what: &str, scorer: Scorer, cores: &str, n_runs: usize) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..n_runs {
        let given = |command| given(command, texts, what, scorer, cores);
        ours.push(measured(given(contender::ours())));
        theirs.extend(
            python("bench_text_similarity.py").map(|python| measured::<Measured>(given(python))),
        );
    }
    let ours = median(ours);
    print!("{:.2} | ", ours.pairs_per_s / 1e6);
    if theirs.is_empty() {
        return println!("| |");
    }
    let theirs = median(theirs);
    let off = (ours.scores - theirs.scores).abs() / theirs.scores;
    assert!(off < 1e-6, "not the same: {ours:?}, {theirs:?}");
    let ratio = ours.pairs_per_s / theirs.pairs_per_s;
    println!("{:.2} | {ratio:.1} |", theirs.pairs_per_s / 1e6);
}

/// The arguments and the surroundings of a contender that is given the texts, and so many cores.
fn given(mut command: Command, texts: &Path, what: &str, scorer: Scorer, cores: &str) -> Command {
    command.arg(texts).args([what, scorer.name()]);
    command.args([QUERIES, COMPARED, BEST].map(|n| n.to_string()));
    command.env("RAYON_NUM_THREADS", cores);
    command
}

fn median(mut measured: Vec<Measured>) -> Measured {
    measured.sort_by(|a, b| a.pairs_per_s.total_cmp(&b.pairs_per_s));
    measured[measured.len() / 2]
}

/// Measure here, with the preparation of the titles, and say what came of it.
fn measure(texts: &Path, what: &str, scorer: Scorer) {
    let texts = std::fs::read_to_string(texts).expect("texts");
    let texts: Vec<&str> = texts.lines().collect();
    let (queries, titles) = texts.split_at(QUERIES);
    let started = Instant::now();
    let choices = Choices::of(titles);
    let (scores, seconds): (f64, f64) = if what == "cdist" {
        let scores = cdist(queries, &choices, scorer);
        let seconds = started.elapsed().as_secs_f64();
        let compared = &scores[..COMPARED * titles.len()];
        (compared.iter().map(|score| f64::from(*score)).sum(), seconds)
    } else {
        let hits = extract_all(queries, &choices, scorer, BEST, 0.0);
        let seconds = started.elapsed().as_secs_f64();
        (hits[..COMPARED].iter().flatten().map(|hit| hit.score).sum(), seconds)
    };
    let pairs = (queries.len() * titles.len()) as f64;
    println!("{}", json!({ "pairs_per_s": pairs / seconds, "scores": scores }));
}
