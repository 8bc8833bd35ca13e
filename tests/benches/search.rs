//! Search by title: how long it takes, in the index alone and through the router, and how large an index is.
//!
//! Made-up titles, the same in every run, of words that are as unevenly common as those of a language. Beside the
//! snapshot stand 400 newer titles, more than on an average day. `BENCH_QUICK=1` asks less often. Prints two tables in
//! markdown.

use std::time::{Duration, Instant};

use kindred::config::Secret;
use kindred::entity::content::{CatalogueRow, Content, Description, Identity};
use kindred::entity::kind::MediaKind;
use kindred::entity::snapshot::Snapshot;
use kindred::matching::titles::{Titles, search, snapshot};
use kindred::store::Change;
use kindred::{Clock, Config};
use kindred_cli::System;
use serde_json::json;
use tests::{Api, Reader};

/// Titles in the snapshot.
const SIZES: [u64; 2] = [10_000, 200_000];
/// Titles beyond it.
const NEWER: u64 = 400;
/// Distinct words.
const WORDS: f64 = 60_000.0;
/// Where the snapshot lies.
const BLOB: &str = "search/movie/1-bench";

/// A search that is measured, and the terms of it.
struct Case {
    what: &'static str,
    terms: Vec<String>,
}

#[tokio::main]
async fn main() {
    let n_asked = if std::env::var_os("BENCH_QUICK").is_some() { 50 } else { 500 };
    let mut sizes = Vec::new();
    println!(
        "| titles | what is found | hits, median | in the index, p50 | p99 | a request, p50 | p99 |"
    );
    println!("| ---: | --- | ---: | ---: | ---: | ---: | ---: |");
    for n in SIZES {
        sizes.push(report(n, n_asked).await);
    }
    println!();
    println!("| titles | made from them in | amended in | blob | read in |");
    println!("| ---: | ---: | ---: | ---: | ---: |");
    sizes.iter().for_each(|row| println!("{row}"));
}

/// Measure the searches of one size; returns what is to be said of the index itself.
async fn report(n: u64, n_asked: u64) -> String {
    let (index, made) = timed(|| Titles::of((1..=n).map(|id| (id, title(id)))));
    let bytes = snapshot::write(&index);
    let (read, reading) = timed(|| snapshot::read(&bytes).expect("it was just written"));
    assert!(read == index, "what was read is what was written");
    let changes: Vec<_> = (n + 1..=n + NEWER).map(|id| (id, Some(title(id)))).collect();
    let (_, amending) = timed(|| index.amended(&changes));
    let newer = Titles::of((n + 1..=n + NEWER).map(|id| (id, title(id))));
    let (api, reader) = system(n, &index, bytes.clone()).await;

    for case in cases(n, n_asked) {
        let (mut alone, mut requests, mut hits) = (Vec::new(), Vec::new(), Vec::new());
        for term in &case.terms {
            let (found, taken) = timed(|| search(&index, &[], &newer, term));
            alone.push(taken);
            hits.push(found.len());
            let path = format!("/api/movie/search/{}", term.replace(' ', "%20"));
            let call = api.get(path).bearer(&reader.token);
            let started = Instant::now();
            let reply = call.send().await.ok(200);
            requests.push(started.elapsed());
            let pages = reply.number_of("total_pages");
            assert_eq!(pages, (found.len() as u64).div_ceil(24), "{term}");
        }
        println!(
            "| {n} | {} | {} | {} | {} | {} | {} |",
            case.what,
            quantile(hits, 0.5),
            ms(quantile(alone.clone(), 0.5)),
            ms(quantile(alone, 0.99)),
            ms(quantile(requests.clone(), 0.5)),
            ms(quantile(requests, 0.99)),
        );
    }
    let size = bytes.len() as f64 / 1e6;
    format!("| {n} | {} | {} | {size:.1} MB | {} |", ms(made), ms(amending), ms(reading))
}

fn cases(n: u64, n_asked: u64) -> Vec<Case> {
    let case = |what, term: &dyn Fn(String) -> String| {
        let terms = (0..n_asked).map(|number| term(title(mix(number) % n + 1))).collect();
        Case { what, terms }
    };
    let longest = |title: &str| {
        let words = title.split(' ').max_by_key(|word| word.len());
        words.unwrap_or_default().to_owned()
    };
    vec![
        case("what begins with 5 letters", &|title| title.chars().take(5).collect()),
        case("what contains 4 letters", &|title| title.chars().skip(2).take(4).collect()),
        case("what contains one letter", &|title| title.chars().take(1).collect()),
        case("words in another order", &|title| {
            title.split(' ').rev().collect::<Vec<_>>().join(" ")
        }),
        case("a word with a typo", &|title| {
            let mut letters: Vec<char> = longest(&title).chars().collect();
            let middle = letters.len() / 2;
            letters.swap(middle - 1, middle);
            letters.into_iter().collect()
        }),
        case("nothing", &|title| format!("{} qqqqqq", title.trim())),
    ]
}

/// A system with so many movies and their snapshot, as recompute leaves it, and somebody who searches.
async fn system(n: u64, index: &Titles, bytes: Vec<u8>) -> (Api, Reader) {
    let config = Config::isolated(Secret::new("a secret for measuring, 32 bytes"), 10);
    let system = System::in_memory(Clock::shifted(), config).await.expect("a system");
    let store = &system.app.store;
    for first in (1..=n + NEWER).step_by(1_000) {
        let ids = first..(first + 1_000).min(n + NEWER + 1);
        let contents: Vec<Content> = ids.map(|id| content(&system, id)).collect();
        let rows: Vec<CatalogueRow> = contents.iter().map(row).collect();
        store.put_all(&contents, &[]).await.expect("it can be written");
        store.put_all(&rows, &[]).await.expect("it can be written");
    }
    system.app.blobs.put(BLOB, bytes.into()).await.expect("it can be written");
    let none = Snapshot::of(store, MediaKind::Movie).await.expect("the store answers");
    let last = Snapshot {
        generation: 1,
        blob: Some(BLOB.to_owned()),
        max_id: index.max_id(),
        n_titles: index.len() as u64,
        n_beyond: NEWER,
        ..none
    };
    store.commit(Change::new().save(&last)).await.expect("it can be written");
    let api = Api::in_process(system.router());
    let reader = Reader::new(&api).await;
    // The first search reads the snapshot.
    let _ = reader.get("/api/movie/search/a").await.ok(200);
    (api, reader)
}

fn content(system: &System, id: u64) -> Content {
    let fields = json!({ "title": title(id) }).as_object().expect("an object").clone();
    let description = Description { fields, genres: Vec::new() };
    let occurrence = system.app.ids.occurrence(None);
    let published = Content::publish(MediaKind::Movie, id, description, occurrence);
    published.expect("a valid movie").0
}

fn row(content: &Content) -> CatalogueRow {
    CatalogueRow {
        kind: content.kind,
        content_id: content.id,
        title: content.title().to_owned(),
        identity: Identity::default(),
        genres: Vec::new(),
        episode: None,
    }
}

/// One to five words; the n-th word is about n times as rare as the first.
fn title(id: u64) -> String {
    let mut chance = mix(id);
    let mut words = Vec::new();
    for _ in 0..1 + chance % 5 {
        chance = mix(chance);
        let share = (chance >> 11) as f64 / (1_u64 << 53) as f64;
        words.push(word(WORDS.powf(share) as u64));
    }
    words.join(" ")
}

/// The word of this rank: common ones are short.
fn word(rank: u64) -> String {
    let mut chance = mix(rank);
    let mut word = String::new();
    for _ in 0..2 + (rank + 2).ilog(12) {
        for letters in ["bcdfghklmnprstvw", "aeiou"] {
            let n = letters.len() as u64;
            word.extend(letters.chars().nth((chance % n) as usize));
            chance /= n;
        }
    }
    word
}

/// A number that looks like chance: the finaliser of `SplitMix64`.
fn mix(n: u64) -> u64 {
    let n = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

fn timed<T>(what: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let outcome = what();
    (outcome, started.elapsed())
}

/// The value that this share of all is not above.
fn quantile<T: Copy + Ord>(mut values: Vec<T>, share: f64) -> T {
    values.sort_unstable();
    let rank = (values.len() as f64 * share).ceil() as usize;
    values[rank.clamp(1, values.len()) - 1]
}

fn ms(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1e3)
}
