//! Freshness: from a rating that is sent to a list of recommendations that reflects it.
//!
//! Over HTTP on a socket, one client, one process, the pump in the background as in `kindred serve`. The client rates
//! the first movie of its list and asks for the list until that movie is gone from it: what counts is the time from
//! sending the rating to having that answer. `BENCH_QUICK=1` takes fewer samples. Prints a table in markdown.

#[path = "common/movies.rs"]
mod movies;

use std::time::{Duration, Instant};

use axum::Router;
use kindred::Clock;
use kindred_cli::System;
use tests::{Api, Reader};
use tokio::net::TcpListener;

/// The size of the demo catalogue, and a large one.
const CATALOGUES: [usize; 2] = [100, 2_000];
/// Movies of different series that each reader likes before the first sample.
const LIKED: [usize; 5] = [0, 20, 40, 60, 80];
/// Samples with each reader; their history grows from 5 to 25 movies.
const SAMPLES: usize = 20;

/// One rating and what followed.
struct Sample {
    /// Until the answer to the rating.
    noted: Duration,
    /// Until the answer with the changed list.
    visible: Duration,
    /// How often the list was asked for.
    n_asked: u32,
}

#[tokio::main]
async fn main() {
    let n_readers = if std::env::var_os("BENCH_QUICK").is_some() { 2 } else { 11 };
    println!(
        "| movies | samples | rating → changed list, p50 | p95 | max | of which the rating, p50 | \
         lists asked for, p50 | one list at rest, p50 | recompute alone, p50 |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for n_movies in CATALOGUES {
        report(n_movies, n_readers).await;
    }
}

async fn report(n_movies: usize, n_readers: usize) {
    let system = System::in_memory(Clock::shifted(), movies::config()).await.expect("a system");
    let ids = movies::publish(&system.app, 0..n_movies).await;
    drain(&system).await;
    let pump = system.pump.clone();
    let pumping = tokio::spawn(async move { pump.run().await });
    let api = Api::at(&serve(system.router()).await);

    let (mut samples, mut at_rest, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..n_readers {
        let reader = Reader::new(&api).await;
        for number in LIKED {
            reader.rates("movie", ids[number], 5).await;
        }
        drain(&system).await;
        for _ in 0..SAMPLES {
            samples.push(sample(&reader).await);
        }
        at_rest.extend(rest(&reader).await);
    }
    pumping.abort();
    let reader = Reader::new(&api).await;
    for number in LIKED.into_iter().chain(1..=SAMPLES) {
        reader.rates("movie", ids[number], 5).await;
        alone.push(drain(&system).await);
    }
    assert!(system.pump.dead_letters().is_empty(), "recompute failed");

    let visible: Vec<_> = samples.iter().map(|sample| sample.visible).collect();
    println!(
        "| {n_movies} | {} | {} | {} | {} | {} | {} | {} | {} |",
        samples.len(),
        ms(quantile(visible.clone(), 0.5)),
        ms(quantile(visible.clone(), 0.95)),
        ms(quantile(visible, 1.0)),
        ms(quantile(samples.iter().map(|sample| sample.noted).collect(), 0.5)),
        quantile(samples.iter().map(|sample| sample.n_asked).collect(), 0.5),
        ms(quantile(at_rest, 0.5)),
        ms(quantile(alone, 0.5)),
    );
}

/// The address of a server with these routes.
async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

async fn sample(reader: &Reader) -> Sample {
    let list = reader.recommended("movie").await;
    let first = *list.first().expect("something is recommended");
    let started = Instant::now();
    reader.rates("movie", first, 5).await;
    let noted = started.elapsed();
    let mut n_asked = 1;
    while reader.recommended("movie").await.contains(&first) {
        n_asked += 1;
        assert!(started.elapsed() < Duration::from_secs(30), "the list does not change");
    }
    Sample { noted, visible: started.elapsed(), n_asked }
}

/// How long recompute takes for what is waiting.
async fn drain(system: &System) -> Duration {
    let started = Instant::now();
    system.pump.drain().await.expect("the stream can be read");
    started.elapsed()
}

/// How long the list takes while nothing else happens.
async fn rest(reader: &Reader) -> Vec<Duration> {
    let mut times = Vec::new();
    for _ in 0..SAMPLES {
        let started = Instant::now();
        let _ = reader.recommended("movie").await;
        times.push(started.elapsed());
    }
    times
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
