//! The ten nearest neighbours of every item by TF-IDF, beside scikit-learn's.
//!
//! Items look like movies, from a seed. Each measurement is a process of its own, so that its peak memory is its own:
//! this one again, or `scripts/bench_similarities.py` by the interpreter that `BENCH_PYTHON` names. Both read the same
//! texts, have to find the same pairs, and take turns. `BENCH_QUICK=1` takes a tenth of the items, once. Prints a table
//! in markdown.

#[path = "common/contender.rs"]
mod contender;
#[path = "similarities/items.rs"]
mod items;
#[path = "common/memory.rs"]
mod memory;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use contender::{measured, python};
use kindred::matching::tfidf::Index;
use serde::Deserialize;
use serde_json::json;

/// Milestones, so that our statistics are of all items, as scikit-learn's always are.
const SIZES: [usize; 2] = [20_132, 101_742];
/// The same in a hurry.
const QUICK: [usize; 2] = [2_049, 10_333];
/// How similar neighbours have to be at least: what an engine asks for.
const THRESHOLD: &str = "0.5";
const CORES: [&str; 2] = ["1", "2"];
const NEIGHBOURS: usize = 10;

/// What one process measured.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Measured {
    /// From the texts to an index, or a matrix.
    index_s: f64,
    /// From there to all neighbours.
    neighbours_s: f64,
    peak_mb: f64,
    n_pairs: u64,
    /// Of all pairs.
    similarity: f64,
}

fn main() {
    if let Some(arguments) = contender::arguments() {
        let [texts, threshold, ..] = &arguments[..] else { panic!("texts and threshold") };
        return measure(Path::new(texts), threshold.parse().expect("a number"));
    }
    let is_quick = std::env::var_os("BENCH_QUICK").is_some();
    let n_runs = if is_quick { 1 } else { 3 };
    println!(
        "| items | cores | index, ours | scikit-learn | all neighbours, ours | scikit-learn | \
         both, ratio | peak memory, ours | scikit-learn | ratio |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let folder = tempfile::tempdir().expect("a folder");
    for n in if is_quick { QUICK } else { SIZES } {
        let texts = folder.path().join(format!("{n}.txt"));
        std::fs::write(&texts, items::texts(n).join("\n")).expect("it can be written");
        for cores in CORES {
            report(n, &texts, cores, n_runs);
        }
    }
}

/// Both in turn, and a line of the table.
fn report(n: usize, texts: &Path, cores: &str, n_runs: usize) {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..n_runs {
        ours.push(measured(given(contender::ours(), texts, cores)));
        let python = python("bench_similarities.py");
        theirs.extend(python.map(|python| measured::<Measured>(given(python, texts, cores))));
    }
    let ours = median(ours);
    let both = |measured: Measured| measured.index_s + measured.neighbours_s;
    print!("| {n} | {cores} | {:.2} s | ", ours.index_s);
    if theirs.is_empty() {
        println!("| {:.2} s | | | {:.0} MB | | |", ours.neighbours_s, ours.peak_mb);
        return;
    }
    let theirs = median(theirs);
    let off = (ours.similarity - theirs.similarity).abs() / theirs.similarity.max(1.0);
    assert!(ours.n_pairs == theirs.n_pairs && off < 1e-9, "not the same: {ours:?}, {theirs:?}");
    println!(
        "{:.2} s | {:.2} s | {:.2} s | {:.2} | {:.0} MB | {:.0} MB | {:.2} |",
        theirs.index_s,
        ours.neighbours_s,
        theirs.neighbours_s,
        both(ours) / both(theirs),
        ours.peak_mb,
        theirs.peak_mb,
        ours.peak_mb / theirs.peak_mb,
    );
}

/// The arguments and the surroundings of a contender that is given the texts, and so many cores.
fn given(mut command: Command, texts: &Path, cores: &str) -> Command {
    command.arg(texts).arg(THRESHOLD).arg(NEIGHBOURS.to_string());
    // Of the libraries below scikit-learn, and of ours.
    for variable in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"] {
        command.env(variable, cores);
    }
    command
}

/// The one with the median of all times.
fn median(mut measured: Vec<Measured>) -> Measured {
    measured.sort_by(|a, b| a.neighbours_s.total_cmp(&b.neighbours_s));
    measured[measured.len() / 2]
}

/// Measure here, and say what came of it.
fn measure(texts: &Path, threshold: f64) {
    let texts = std::fs::read_to_string(texts).expect("texts");
    let documents: Vec<(u64, &str)> = (1..).zip(texts.lines()).collect();
    let started = Instant::now();
    let index = Index::new(&documents);
    let index_s = started.elapsed().as_secs_f64();
    let ids: Vec<u64> = documents.iter().map(|(id, _)| *id).collect();
    let started = Instant::now();
    let all = index.neighbours_of(&ids, NEIGHBOURS, threshold);
    let neighbours_s = started.elapsed().as_secs_f64();
    let pairs = || all.iter().flat_map(|(_, near)| near);
    let measured = json!({
        "index_s": index_s,
        "neighbours_s": neighbours_s,
        "peak_mb": memory::mib("VmHWM"),
        "n_pairs": pairs().count(),
        "similarity": pairs().map(|near| near.similarity).sum::<f64>(),
    });
    println!("{measured}");
}
