//! How long it takes to find the people of nearest taste among so many, and what their opinions weigh. Prints a table
//! in markdown.
//!
//! Made-up people have a hundred opinions each, of ten thousand contents, the popular ones more often; the same in
//! every run.

#[path = "common/memory.rs"]
mod memory;

use std::time::{Duration, Instant};

use kindred::matching::affinity::{Index, Opinion, Stance, ranked};

const OPINIONS: u64 = 100;
const CONTENTS: u64 = 10_000;
/// People who are asked for, and whose opinions change.
const ASKED: u64 = 20;

fn main() {
    println!(
        "| people | opinions | those of nearest taste, median ms | one new opinion, median ms | read, MB | memory, MiB |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: |");
    let sizes = if std::env::var_os("BENCH_QUICK").is_some() {
        &[1_000][..]
    } else {
        &[1_000, 10_000, 100_000]
    };
    sizes.iter().for_each(|n| row(*n));
}

fn row(n_people: u64) {
    let before = memory::mib("VmRSS");
    let mut index = Index::default();
    for person in 0..n_people {
        index.set(person, opinions(person));
    }
    let memory = memory::mib("VmRSS") - before;
    let n_opinions: usize = (0..n_people).map(|person| index.opinions(person).len()).sum();
    let asked = |nr: u64| nr * n_people / ASKED;
    let around = median((0..ASKED).map(|nr| {
        timed(|| {
            let all = index.around(asked(nr)).into_iter().map(|(id, it)| (id, it.affinity()));
            assert!(!ranked(all).is_empty(), "somebody is near");
        })
    }));
    let change = median((0..ASKED).map(|nr| {
        let person = asked(nr);
        let new = Opinion { item: nr, stance: Stance::Rated(5) };
        let all = [index.opinions(person), &[new]].concat();
        timed(|| index.set(person, all.clone()))
    }));
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    // Three bytes an opinion and their share of the item, as it lies in the store.
    let read = n_opinions as f64 * 3.0 / 1e6 + n_people as f64 * 150.0 / 1e6;
    println!(
        "| {n_people} | {n_opinions} | {:.2} | {:.3} | {read:.1} | {memory:.0} |",
        ms(around),
        ms(change)
    );
}

fn opinions(person: u64) -> Vec<Opinion> {
    let mut state = person + 1;
    let mut next = || {
        // SplitMix64.
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    };
    let one = |_| {
        // The logarithm of the rank is even: as popular things are.
        let even = next() as f64 / u64::MAX as f64;
        let item = (CONTENTS as f64).powf(even) as u64;
        Opinion { item, stance: Stance::Rated((next() % 6) as u8) }
    };
    (0..OPINIONS).map(one).collect()
}

fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<_> = times.collect();
    times.sort_unstable();
    times[times.len() / 2]
}
