//! How long the largest request for matches takes that is allowed: on one core, for each scorer and for texts of
//! several lengths and sorts, of which the slowest counts. Prints a table in markdown. The allowance is right when no
//! text that people match comes near the time after which a request is given up (`kindred::texts::MOST_TIME`); made-up
//! ones may.

use std::hint::black_box;
use std::time::Instant;

use kindred::matching::fuzzy::{Choices, QUERIES, Scorer, extract_all};
use kindred::texts::{Limits, on_this_thread};

/// The share of a request that is worked off for each figure.
const SHARE: f64 = 0.02;

/// Characters of a query and of a choice.
const LENGTHS: [(usize, usize); 10] = [
    (1, 1),
    (8, 8),
    (25, 25),
    (64, 64),
    (65, 65),
    (20, 200),
    (200, 20),
    (300, 300),
    (64, 5_000),
    (2_000, 2_000),
];

/// A sort of texts: its name, and how one of so many characters is made.
type Sort = (&'static str, fn(usize, u64) -> String);

const SORTS: [Sort; 4] = [
    ("words", |length, seed| {
        text(length, seed, &['a', 'b', 'e', 'i', 'n', 'o', 's', 't', ' ', ' '])
    }),
    ("one letter", |length, _| "a".repeat(length)),
    ("words of one letter", |length, seed| {
        let letters =
            (0..length as u32).map(|n| if n % 2 == 1 { ' ' } else { letter(n + seed as u32) });
        letters.collect()
    }),
    ("no words", |length, seed| {
        let letters = (0..length as u64).map(|n| letter((next(n + 1_000 * seed) % 3_000) as u32));
        letters.collect()
    }),
];

fn main() {
    on_this_thread(table);
}

fn table() {
    println!("| scorer | slowest request that is allowed | its texts | 25 against 25 characters |");
    println!("| --- | ---: | --- | ---: |");
    for scorer in Scorer::ALL {
        let (mut worst, mut usual) = ((0.0, String::new()), 0.0_f64);
        for (query, choice) in LENGTHS {
            for (name, make) in SORTS {
                let seconds = seconds(scorer, (query, choice), make);
                if seconds > worst.0 {
                    worst = (seconds, format!("{query} against {choice}, {name}"));
                }
                if (query, choice) == (25, 25) && name == "words" {
                    usual = seconds;
                }
            }
        }
        println!("| {} | {:.2} s | {} | {usual:.2} s |", scorer.name(), worst.0, worst.1);
    }
}

/// What the largest request of such texts takes, reckoned from a share of it.
fn seconds(scorer: Scorer, (query, choice): (usize, usize), make: fn(usize, u64) -> String) -> f64 {
    let Limits { n_queries, n_choices, allowance, .. } = Limits::REQUEST;
    let n_pairs = (allowance / scorer.cost(query, choice)).min((n_queries * n_choices) as u64);
    let n_measured = (n_pairs as f64 * SHARE) as usize;
    let n_asked = QUERIES.min(n_measured).max(1);
    let n_choices = (n_measured / n_asked).clamp(1, n_choices);
    let choices = Choices::of((0..n_choices as u64).map(|seed| make(choice, seed)));
    let queries: Vec<String> = (0..n_asked as u64).map(|seed| make(query, seed + 7)).collect();
    let began = Instant::now();
    black_box(extract_all(&queries, &choices, scorer, 5, 0.0));
    began.elapsed().as_secs_f64() * n_pairs as f64 / (n_asked * n_choices) as f64
}

/// Letters that look like chance, the same in every run.
fn text(length: usize, seed: u64, letters: &[char]) -> String {
    let draw = |n: u64| letters[(next(n + 1_000_003 * seed) % letters.len() as u64) as usize];
    (0..length as u64).map(draw).collect()
}

fn letter(n: u32) -> char {
    char::from_u32(0x4e00 + n % 20_000).unwrap_or('x')
}

/// `SplitMix64`: one number from another.
fn next(seed: u64) -> u64 {
    let mut z = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
