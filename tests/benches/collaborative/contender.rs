//! One contender: what it does in its process, and what is read of it afterwards.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use kindred::matching::collaborative::{Algorithm, Interactions, Settings, train};

use super::Set;

/// How many items are listed for each user.
const TOP: usize = 10;

/// Learn what lies in a directory, write `lists` there, and print seconds of training and of listing, and MiB.
pub(crate) fn run(name: &str, directory: &Path) {
    let algorithm = match name {
        "ease" => Algorithm::Ease,
        "neighbourhoods" => Algorithm::Neighbourhoods,
        "item_knn" => Algorithm::ItemKnn,
        "top_popular" => Algorithm::TopPopular,
        other => panic!("there is no {other}"),
    };
    let interactions = read(directory);
    let started = Instant::now();
    let model = train(&interactions, &Settings { algorithm, ..Settings::default() });
    let training = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let lists = model.recommend_all(&interactions, TOP, 0);
    let listing = started.elapsed().as_secs_f64();

    let mut bytes = Vec::new();
    for list in lists {
        let padded = list.iter().map(|(item, _)| *item).chain([u32::MAX; TOP]);
        bytes.extend(padded.take(TOP).flat_map(u32::to_le_bytes));
    }
    fs::write(directory.join("lists"), bytes).expect("it can be written");
    println!("{training} {listing} {}", most_memory_mib());
}

fn read(directory: &Path) -> Interactions {
    let sizes = numbers(&directory.join("sizes"));
    let pairs = numbers(&directory.join("learned"));
    let triples = pairs.chunks(2).map(|pair| (pair[0], pair[1], 1.0));
    Interactions::new(sizes[0] as usize, sizes[1] as usize, triples)
}

fn numbers(path: &Path) -> Vec<u32> {
    let bytes = fs::read(path).expect("it was written before");
    let chunks = bytes.chunks_exact(4);
    chunks.map(|chunk| u32::from_le_bytes([chunk[0], chunk[1], chunk[2], chunk[3]])).collect()
}

/// The most memory that this process has had, as Linux counts it.
fn most_memory_mib() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().split(' ').next()?.parse::<f64>().ok());
    kib.unwrap_or(f64::NAN) / 1024.0
}

/// What a contender has reached.
#[derive(Clone, Copy)]
pub(crate) struct Report {
    training_s: f64,
    listing_s: f64,
    memory_mib: f64,
    ndcg: f64,
}

impl Report {
    /// Run a contender and judge its lists.
    pub(crate) fn of(mut command: Command, set: &Set) -> Self {
        let directory = command.get_args().last().map(Path::new).map(Path::to_path_buf);
        let output = command.output().expect("it can be run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8_lossy(&output.stdout);
        let figures: Vec<f64> =
            text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let lists = numbers(&directory.expect("the last argument").join("lists"));
        Self {
            training_s: figures[0],
            listing_s: figures[1],
            memory_mib: figures[2],
            ndcg: set.ndcg(&lists),
        }
    }

    pub(crate) fn total_s(&self) -> f64 {
        self.training_s + self.listing_s
    }

    /// Each figure's own median.
    pub(crate) fn median(runs: &[Self]) -> Self {
        let median = |figure: fn(&Self) -> f64| {
            let mut figures: Vec<f64> = runs.iter().map(figure).collect();
            figures.sort_by(f64::total_cmp);
            figures[figures.len() / 2]
        };
        Self {
            training_s: median(|run| run.training_s),
            listing_s: median(|run| run.listing_s),
            memory_mib: median(|run| run.memory_mib),
            ndcg: median(|run| run.ndcg),
        }
    }

    /// The row of a table, but for its beginning; `first`: the seconds that the first contender took.
    pub(crate) fn row(&self, first: f64) -> String {
        format!(
            "{:.2} s | {:.2} s | {:.1} | {:.0} MiB | {:.4} |",
            self.training_s,
            self.listing_s,
            self.total_s() / first,
            self.memory_mib,
            self.ndcg
        )
    }
}
