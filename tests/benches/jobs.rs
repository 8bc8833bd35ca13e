//! Jobs per second, from submission to result: what one process does with its data in files.
//!
//! So many workers at once, each with a runner of its own: it submits a job without audio, gives a sign of life,
//! fetches the work that its runner has and brings a result, again and again. Two jobs for each runner wait from the
//! start, so that none is ever idle; whose job a runner gets is for the queue to say. Once the queue itself is called,
//! once the server on a socket, by clients of the same process. The pump runs, as in `kindred serve`. `BENCH_QUICK=1`
//! takes a second for each. Prints a table in markdown.

use std::time::{Duration, Instant};

use kindred::auth::throttle::limits::Limits;
use kindred::config::Secret;
use kindred::entity::job::JobOrder;
use kindred::entity::runner::Answer;
use kindred::entity::transcript::Speech;
use kindred::queue::{NewJob, Outcome};
use kindred::{Clock, Config, Queue};
use kindred_cli::embedded::{Access, Bucket, Engine};
use kindred_cli::{Stores, System};
use tempfile::TempDir;
use tests::{Api, JOBS_PASSWORD, Member, TestApp, Worker, serve};
use tokio::task::JoinSet;

/// Workers at once.
const CREWS: [usize; 3] = [1, 4, 16];

/// The name of the only file.
const FILE: &str = "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n\r\n--part--\r\n";

#[tokio::main]
async fn main() {
    let quick = std::env::var_os("BENCH_QUICK").is_some();
    let time = Duration::from_secs(if quick { 1 } else { 5 });
    println!("| workers | the queue, jobs/s | one job | over HTTP, jobs/s | one job |");
    println!("| ---: | ---: | ---: | ---: | ---: |");
    for n_workers in CREWS {
        let [within, over] = [below(n_workers, time).await, above(n_workers, time).await];
        println!("| {n_workers} | {} | {} |", cells(n_workers, within), cells(n_workers, over));
    }
}

/// Jobs per second, and how long one takes.
fn cells(n_workers: usize, per_second: f64) -> String {
    format!("{per_second:.0} | {:.1} ms", n_workers as f64 * 1e3 / per_second)
}

/// A system with its data in files.
async fn kept(directory: &TempDir) -> TestApp {
    let mut config = Config::isolated(Secret::new("a secret for measuring, 32 bytes"), 4);
    config.limits = Limits::off();
    let access = Access::derived(&config.token_secret, "http://localhost");
    let stores = Stores {
        engine: Engine::open(directory.path()).expect("nobody else uses it"),
        bucket: Bucket::kept(directory.path(), access),
    };
    let system = System::new(stores, Clock::shifted(), config).await.expect("a system");
    let pump = system.pump.clone();
    tokio::spawn(async move { pump.run().await });
    TestApp::of(system)
}

/// A directory on the disk that we were built on; the one for temporary files may be memory.
fn directory() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory")
}

/// With the queue itself.
async fn below(n_workers: usize, time: Duration) -> f64 {
    let directory = directory();
    let app = kept(&directory).await;
    let queue = app.app().queue();
    let mut tokens = Vec::new();
    for _ in 0..2 * n_workers {
        submit(&queue).await;
    }
    for _ in 0..n_workers {
        tokens.push(queue.create_runner(1).await.expect("a runner"));
    }
    let (mut crew, started) = (JoinSet::new(), Instant::now());
    for token in tokens {
        crew.spawn(lives(queue.clone(), token, started + time));
    }
    let n_done: usize = crew.join_all().await.into_iter().sum();
    n_done as f64 / started.elapsed().as_secs_f64()
}

async fn submit(queue: &Queue) {
    let new = NewJob { owner: 1, order: JobOrder::default(), audio: None, key: None };
    queue.submit(new).await.expect("it is submitted");
}

/// How many jobs were done.
async fn lives(queue: Queue, token: String, end: Instant) -> usize {
    let runner = async || queue.runner_with(&token).await.expect("an answer").expect("a runner");
    queue.register(&runner().await).await.expect("it comes online");
    let mut n_done = 0;
    while Instant::now() < end {
        submit(&queue).await;
        while queue.heartbeat(&runner().await, None).await.expect("it is online") == Answer::Ack {
            // Who has stopped may have been given the job.
            if Instant::now() >= end {
                return n_done;
            }
        }
        queue.fetch(&runner().await).await.expect("there is work");
        let speech = Speech { text: "Hello, world.".to_owned(), segments: Vec::new() };
        let brought = queue.finish(&runner().await, Outcome::Transcript(speech)).await;
        brought.expect("it is taken");
        n_done += 1;
    }
    n_done
}

/// With the server.
async fn above(n_workers: usize, time: Duration) -> f64 {
    let directory = directory();
    let app = kept(&directory).await;
    let api = Api::at(&serve(app.system.router()).await);
    let known = app.administrator().await;
    let mut workers = Vec::new();
    for _ in 0..2 * n_workers {
        posts(&known).await;
    }
    for _ in 0..n_workers {
        let client = Member::logged_in(&api, &known.email, JOBS_PASSWORD).await;
        workers.push((Worker::online(&api, &client).await, client));
    }
    let (mut crew, started) = (JoinSet::new(), Instant::now());
    for (worker, client) in workers {
        crew.spawn(serves(client, worker, started + time));
    }
    let n_done: usize = crew.join_all().await.into_iter().sum();
    n_done as f64 / started.elapsed().as_secs_f64()
}

async fn posts(client: &Member) {
    let call = client.post("/api/jobs/submit");
    let _ = call.body("multipart/form-data; boundary=part", FILE).send().await.ok(200);
}

/// How many jobs were done.
async fn serves(client: Member, worker: Worker, end: Instant) -> usize {
    let mut n_done = 0;
    while Instant::now() < end {
        posts(&client).await;
        while worker.told(None).await == "ack" {
            if Instant::now() >= end {
                return n_done;
            }
        }
        worker.fetches().await;
        let _ = worker.audio().await.ok(200);
        let _ = worker.submits(&[("transcript", "Hello, world.")]).await.ok(200);
        n_done += 1;
    }
    n_done
}
