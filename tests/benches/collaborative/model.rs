//! One model: what is done with it in its process, and what is read of it afterwards.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use kindred::matching::collaborative::{Algorithm, Interactions, Settings, train};
use serde::Deserialize;
use serde_json::json;

use super::{Set, contender, memory};

/// How many items are listed for each user.
const TOP: usize = 10;

/// Learn what lies in a directory, write `lists` there, and print what that took.
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
    let measured = json!({
        "training_s": training,
        "listing_s": listing,
        "memory_mib": memory::mib("VmHWM"),
    });
    println!("{measured}");
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

/// What a contender has reached.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct Report {
    training_s: f64,
    listing_s: f64,
    memory_mib: f64,
    /// Of its lists, which are judged here.
    #[serde(default)]
    ndcg: f64,
}

impl Report {
    /// Run a contender on a set that lies in a directory, and judge its lists.
    pub(crate) fn of(mut command: Command, name: &str, directory: &Path, set: &Set) -> Self {
        command.arg(name).arg(directory);
        let measured: Self = contender::measured(command);
        Self { ndcg: set.ndcg(&numbers(&directory.join("lists"))), ..measured }
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
