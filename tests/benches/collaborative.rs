//! Collaborative models: how long they take, how much memory, and how good their lists are, beside Python's.
//!
//! Each contender learns the same interactions in a process of its own, makes the ten best for all users, and says how
//! long both took and how much memory it had at most; the lists are judged here, by NDCG@10 over the fifth that was
//! held out. Contenders in Python are in `scripts/bench_collaborative.py`, run by the Python that `BENCH_PYTHON` names.
//! `BENCH_INTERACTIONS` may name a CSV file whose rows begin with a user and an item, to be measured as well.
//! `BENCH_QUICK=1` measures once instead of five times, and leaves out the large set. Prints a table in markdown.

#[path = "collaborative/call.rs"]
mod call;
#[path = "common/contender.rs"]
mod contender;
#[path = "common/memory.rs"]
mod memory;
#[path = "collaborative/model.rs"]
mod model;
#[path = "collaborative/set.rs"]
mod set;

use std::env;
use std::path::Path;

use model::Report;
use set::Set;

/// Ours by the name that [`model::run`] knows them by, and Python's by that of the script.
const OURS: [(&str, &str); 4] = [
    ("ease", "**ours**: EASE^R"),
    ("neighbourhoods", "**ours**: EASE^R over neighbourhoods"),
    ("item_knn", "**ours**: cosine, K = 50"),
    ("top_popular", "**ours**: what is popular"),
];
const PYTHONS: [(&str, &str); 4] = [
    ("als", "`implicit` 0.7.3: ALS, 64 factors, 15 iterations"),
    ("cosine", "`implicit` 0.7.3: cosine, K = 50"),
    ("ease64", "numpy: EASE^R, 64 bits"),
    ("ease32", "numpy: EASE^R, 32 bits"),
];

fn main() {
    if let Some(arguments) = contender::arguments() {
        let [name, directory] = &arguments[..] else { panic!("name and directory") };
        return model::run(name, Path::new(directory));
    }
    let is_quick = env::var_os("BENCH_QUICK").is_some();
    let n_runs = if is_quick { 1 } else { 5 };
    let size = "made up, in the shape of MovieLens 1M";
    report(size, &Set::made_up(6_040, 3_706, 1_000_000), n_runs, &OURS, &PYTHONS);
    if let Some(path) = env::var_os("BENCH_INTERACTIONS") {
        let path = Path::new(&path);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        report(&name, &Set::of_csv(path), n_runs, &OURS, &PYTHONS);
    }
    call::report(if is_quick { &[2_000] } else { &[2_000, 20_000, 200_000] }, 2_000);
    if !is_quick {
        let large = Set::made_up(100_000, 100_000, 10_000_000);
        report("made up, large", &large, 1, &OURS[1..2], &PYTHONS[..1]);
    }
}

/// Measure contenders in turn on one set, and print their rows.
fn report(name: &str, set: &Set, n_runs: usize, ours: &[(&str, &str)], pythons: &[(&str, &str)]) {
    let directory = tempfile::tempdir().expect("a directory for what is measured");
    set.write(directory.path());
    println!("{name}: {} users, {} items, {} interactions", set.n_users, set.n_items, set.n());
    println!();
    println!("| | training | lists for all | both, to the first | most memory | NDCG@10 |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    let python = || contender::python("bench_collaborative.py");
    let pythons = if python().is_some() { pythons } else { &[] };
    let mut reports: Vec<Vec<Report>> = vec![Vec::new(); ours.len() + pythons.len()];
    for _ in 0..n_runs {
        // In turn, so that what else the machine does meets all alike.
        for (at, (name, _)) in ours.iter().chain(pythons).enumerate() {
            let python = python().filter(|_| at >= ours.len());
            let command = python.unwrap_or_else(contender::ours);
            reports[at].push(Report::of(command, name, directory.path(), set));
        }
    }
    let medians: Vec<Report> = reports.iter().map(|runs| Report::median(runs)).collect();
    let first = medians[0].total_s();
    for ((_, name), median) in ours.iter().chain(pythons).zip(&medians) {
        println!("| {name} | {}", median.row(first));
    }
    println!();
}
