//! Look-up of records: what it finds beside a comparison with every title, how long it takes, and how large an index
//! is.
//!
//! Made-up works, the same in every run, and titles of them as people write them down. `BENCH_QUICK=1` asks less often
//! and leaves out the largest catalogue. Prints two tables in markdown.

#[path = "../../lib/src/matching/records/tests/made_up.rs"]
mod made_up;

use std::time::{Duration, Instant};

use kindred::matching::fuzzy::{Choices, Scorer, default_process, extract};
use kindred::matching::records::{Match, Record, Records, look_up, names, snapshot};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use made_up::{Work, misspelt, reordered, truncated, typo, works, written};

/// Works in the catalogue in which both are compared.
const COMPARED: usize = 10_000;
/// Works in the catalogues that are measured.
const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];

/// A way to spoil a title.
type Spoil = fn(&mut StdRng, &str) -> String;

/// Ways to spoil a title, and what they are called.
const SPOILT: [(&str, Spoil); 4] = [
    ("misspelt", twice_misspelt),
    ("reordered", reordered),
    ("truncated", truncated),
    ("any of these, editions, words missing", misspelt),
];

fn main() {
    let quick = std::env::var_os("BENCH_QUICK").is_some();
    compare(if quick { 50 } else { 500 });
    println!();
    println!("| records | made in | blob | read in | a title, p50 | p99 | a record, p50 | p99 |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let sizes = if quick { &SIZES[..2] } else { &SIZES };
    for n in sizes {
        measure(*n, if quick { 100 } else { 1_000 });
    }
}

/// What plain `WRatio` finds first, and what the look-up does, from a title alone.
fn compare(n_asked: usize) {
    let works = works(7, COMPARED);
    let index = indexed(&works);
    let processed = |title: &str| default_process(title);
    let choices = Choices::of(works.iter().map(|work| processed(&work.title)));
    println!("| titles | WRatio, Recall@1 | @5 | look-up, Recall@1 | @5 |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    for (what, spoil) in SPOILT {
        let random = &mut StdRng::seed_from_u64(11);
        let mut right = [0_usize; 4];
        for _ in 0..n_asked {
            let at = random.random_range(0..works.len());
            let title = spoil(random, &works[at].title);
            // Another work of the very same title is as good an answer.
            let is_right = |other: usize| works[other].title == works[at].title;
            let plain = extract(&processed(&title), &choices, Scorer::WRatio, 5, 0.0);
            let ours = look_up(&index, &[], &Records::default(), &titled(title), 5);
            right[0] += usize::from(plain.first().is_some_and(|hit| is_right(hit.index)));
            right[1] += usize::from(plain.iter().any(|hit| is_right(hit.index)));
            right[2] += usize::from(ours.first().is_some_and(|it| is_right(number(it))));
            right[3] += usize::from(ours.iter().any(|it| is_right(number(it))));
        }
        let [plain, plain_5, ours, ours_5] = right.map(|n| n as f64 / n_asked as f64);
        println!("| {what} | {plain:.3} | {plain_5:.3} | {ours:.3} | {ours_5:.3} |");
    }
}

/// How large an index of so many is, and how long it takes to look something up in it.
fn measure(n: usize, n_asked: usize) {
    let works = works(7, n);
    let (index, made) = timed(|| indexed(&works));
    let bytes = snapshot::write(&index);
    drop(index);
    let (index, reading) = timed(|| snapshot::read(&bytes).expect("it was just written"));
    let random = &mut StdRng::seed_from_u64(13);
    let (mut by_title, mut by_record) = (Vec::new(), Vec::new());
    for _ in 0..n_asked {
        let at = random.random_range(0..n);
        let asked = written(random, &works[at]);
        let look_up =
            |record: &Record| timed(|| look_up(&index, &[], &Records::default(), record, 10)).1;
        by_title.push(look_up(&titled(asked.title.clone())));
        by_record.push(look_up(&record(&asked)));
    }
    let [titles, records] = [by_title, by_record].map(|mut times| {
        times.sort_unstable();
        let ms = |at: usize| times[at.min(times.len() - 1)].as_secs_f64() * 1e3;
        format!("{:.2} ms | {:.2} ms", ms(times.len() / 2), ms(times.len() * 99 / 100))
    });
    let mb = bytes.len() as f64 / 1e6;
    println!(
        "| {n} | {:.2} s | {mb:.1} MB | {:.0} ms | {titles} | {records} |",
        made.as_secs_f64(),
        reading.as_secs_f64() * 1e3,
    );
}

fn twice_misspelt(random: &mut StdRng, title: &str) -> String {
    let once = typo(random, title);
    typo(random, &once)
}

fn indexed(works: &[Work]) -> Records {
    Records::of((0..).zip(works.iter().map(record)))
}

fn titled(title: String) -> Record {
    Record { title, ..Record::default() }
}

fn record(work: &Work) -> Record {
    let isbn = (!work.isbn.is_empty()).then(|| ("isbn".to_owned(), work.isbn.clone()));
    Record {
        title: work.title.clone(),
        year: work.year,
        creators: names(&work.creator, &[]),
        identifiers: isbn.into_iter().collect(),
    }
}

fn number(found: &Match) -> usize {
    usize::try_from(found.id).expect("the number of a work")
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}
