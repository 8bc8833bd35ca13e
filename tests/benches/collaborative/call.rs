//! One call: the list of somebody with 50 items, from a model that is in memory.

use std::time::{Duration, Instant};

use kindred::matching::collaborative::{Algorithm, Interactions, Settings, train};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::Set;

/// Somebody's own items.
const HISTORY: usize = 50;
/// As many as a list holds.
const TOP: usize = 200;

/// Measure models of these sizes, and print a table.
pub(crate) fn report(sizes: &[u32], n_calls: usize) {
    println!("A list of {TOP} with reasons, for somebody with {HISTORY} items, {n_calls} calls:");
    println!();
    println!("| items | p50 | p95 | p99 |");
    println!("| ---: | ---: | ---: | ---: |");
    for n_items in sizes {
        let mut times = calls(*n_items, n_calls);
        times.sort_unstable();
        let ms = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1e3;
        println!("| {n_items} | {:.2} ms | {:.2} ms | {:.2} ms |", ms(50), ms(95), ms(99));
    }
    println!();
}

fn calls(n_items: u32, n_calls: usize) -> Vec<Duration> {
    let set = Set::made_up(n_items, n_items, n_items as usize * 50);
    let triples = set.learned.iter().map(|(user, item)| (*user, *item, 1.0));
    let interactions = Interactions::new(set.n_users as usize, n_items as usize, triples);
    let settings = Settings { algorithm: Algorithm::Neighbourhoods, ..Settings::default() };
    let model = train(&interactions, &settings);
    let mut random = StdRng::seed_from_u64(9);
    let mut call = || {
        let history: Vec<(u32, f32)> =
            (0..HISTORY).map(|_| (random.random_range(0..n_items), 1.0)).collect();
        let started = Instant::now();
        let list = model.recommend(&history, |_| false, TOP);
        let took = started.elapsed();
        assert!(!list.is_empty(), "so many items lead somewhere");
        took
    };
    (0..n_calls).map(|_| call()).collect()
}
