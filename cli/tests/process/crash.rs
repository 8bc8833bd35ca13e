//! A server that is killed while people and runners use it: what it has acknowledged is true after the restart, and
//! nothing is done twice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use crate::workplace::{Door, NoAnswer, Told, start};

const RUNNERS: usize = 4;
const SUBMITTERS: usize = 2;

/// What was acknowledged, and what nobody knows.
#[derive(Default)]
struct Ledger {
    /// Each key under which a job was submitted; its id as soon as it is known.
    jobs: BTreeMap<String, Option<u64>>,
    /// The results that were taken, of jobs and their runners.
    results: BTreeMap<u64, String>,
    /// The results of which it is not known whether they were taken.
    attempts: BTreeMap<u64, Vec<String>>,
    /// Jobs that were seen to have failed.
    failed: BTreeSet<u64>,
    n_aborts: usize,
}

/// Somebody's part in it, between two kills.
#[derive(Clone)]
struct Part {
    door: Door,
    ledger: Arc<Mutex<Ledger>>,
    round: usize,
}

impl Part {
    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Submit jobs, and change one's mind now and then. What was not answered is asked for again.
    async fn submit(self, nr: usize) -> Result<(), NoAnswer> {
        let open = |(key, id): (&String, &Option<u64>)| id.is_none().then(|| key.clone());
        let open: Vec<_> = self.ledger().jobs.iter().filter_map(open).collect();
        let is_mine = |key: &String| key.starts_with(&format!("{nr}-"));
        let fresh = (0..).map(|n| format!("{nr}-{}-{n}", self.round));
        for (n, key) in open.into_iter().filter(is_mine).chain(fresh).enumerate() {
            self.ledger().jobs.insert(key.clone(), None);
            let id = self.door.submits(&key, n.is_multiple_of(3)).await?;
            self.ledger().jobs.insert(key, Some(id));
            if n % 5 == 4 && self.door.aborts(id).await? {
                self.ledger().n_aborts += 1;
                let seen = self.door.looks_at(&[id]).await?.remove(0);
                if seen["status"]["step"] == json!("failed") {
                    self.ledger().failed.insert(id);
                }
            }
        }
        Ok(())
    }

    /// Work jobs off, as a runner that waits for its server to come back.
    async fn work(self, token: String) -> Result<(), NoAnswer> {
        self.door.registers(&token).await?;
        for n in 0.. {
            if self.door.beats(&token).await? == Told::Nothing {
                continue;
            }
            let job = self.door.fetches(&token).await?;
            let known = self.ledger().results.get(&job).cloned();
            assert_eq!(known, None, "job {job} is done, and given away again");
            if self.door.beats(&token).await? == Told::Stop {
                self.door.brings(&token, "error_msg=job was aborted").await?;
                self.ledger().failed.insert(job);
                continue;
            }
            let text = format!("{token}-{}-{n}", self.round);
            self.ledger().attempts.entry(job).or_default().push(text.clone());
            self.door.brings(&token, &format!("transcript={text}")).await?;
            self.ledger().results.insert(job, text);
        }
        Ok(())
    }

    /// What was acknowledged is true.
    async fn look_back(&self) {
        let (jobs, results, attempts, failed) = {
            let ledger = self.ledger();
            let jobs: Vec<_> = ledger.jobs.values().filter_map(|id| *id).collect();
            (jobs, ledger.results.clone(), ledger.attempts.clone(), ledger.failed.clone())
        };
        let once: BTreeSet<_> = jobs.iter().copied().collect();
        assert_eq!(once.len(), jobs.len(), "no id is given twice");
        for job in self.door.looks_at(&jobs).await.expect("every job is there") {
            let id = job["jobId"].as_u64().expect("an id");
            let step = job["status"]["step"].as_str().expect("a step").to_owned();
            if failed.contains(&id) {
                assert_eq!((&*step, &job["error_msg"]), ("failed", &json!("job was aborted")));
            }
            let is_done = ["success", "downloaded"].contains(&&*step);
            assert!(is_done || !results.contains_key(&id), "its result was taken: {job}");
            if is_done {
                self.is_what_was_brought(&job, results.get(&id), &attempts[&id]).await;
            }
        }
    }

    async fn is_what_was_brought(&self, job: &Value, taken: Option<&String>, tried: &[String]) {
        let id = job["jobId"].as_u64().expect("an id");
        let text = self.door.transcript(id).await.expect("it is there");
        match taken {
            Some(taken) => assert_eq!(&text, taken, "{job}"),
            None => assert!(tried.contains(&text), "{text}: {job}"),
        }
    }
}

#[tokio::test]
async fn what_was_acknowledged_survives_kills_and_nothing_is_done_twice() {
    let directory = tempfile::tempdir().expect("a directory");
    let n_kills = std::env::var("KINDRED_KILLS").map_or(5, |n| n.parse().expect("a number"));
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let mut server = start(directory.path());
    let mut runners = Vec::new();
    for _ in 0..RUNNERS {
        runners.push(Door::of(&server).await.new_runner().await);
    }

    for round in 0..n_kills {
        let part = Part { door: Door::of(&server).await, ledger: Arc::clone(&ledger), round };
        let submitters = (0..SUBMITTERS).map(|nr| tokio::spawn(part.clone().submit(nr)));
        let workers = runners.iter().map(|token| tokio::spawn(part.clone().work(token.clone())));
        let parts: Vec<_> = submitters.chain(workers).collect();
        // No wait for something to happen: the kill is to come at any moment.
        tokio::time::sleep(Duration::from_millis(200 + 97 * round as u64 % 600)).await;
        server.signal("-KILL");
        for part in parts {
            part.await.expect("nothing is wrong").expect_err("the server is gone");
        }
        drop(server);
        server = start(directory.path());
        Part { door: Door::of(&server).await, ..part }.look_back().await;
    }

    let door = Door::of(&server).await;
    finish(&door, &ledger, &runners).await;
    let n_jobs = door.jobs().await.expect("an answer").len();
    let part = Part { door, ledger, round: n_kills };
    part.look_back().await;
    let ledger = part.ledger();
    assert_eq!(n_jobs, ledger.jobs.len(), "each key has made one job");
    println!(
        "{n_jobs} jobs, {} results, {} aborts, {n_kills} kills",
        ledger.results.len(),
        ledger.n_aborts
    );
    assert!(ledger.results.len() > n_kills, "hardly anything was done");
}

/// Ask for what was not answered, and work off what is left.
async fn finish(door: &Door, ledger: &Arc<Mutex<Ledger>>, runners: &[String]) {
    let part = Part { door: door.clone(), ledger: Arc::clone(ledger), round: usize::MAX };
    let open: Vec<_> =
        part.ledger().jobs.iter().filter(|job| job.1.is_none()).map(|job| job.0.clone()).collect();
    for key in open {
        let id = door.submits(&key, false).await.expect("an answer");
        part.ledger().jobs.insert(key, Some(id));
    }
    let workers: Vec<_> =
        runners.iter().map(|token| tokio::spawn(part.clone().work(token.clone()))).collect();
    let ids = door.jobs().await.expect("an answer");
    let is_open = |job: &Value| {
        let step = job["status"]["step"].as_str().expect("a step");
        !["success", "downloaded", "failed"].contains(&step)
    };
    while door.looks_at(&ids).await.expect("an answer").iter().any(is_open) {
        assert!(workers.iter().all(|worker| !worker.is_finished()), "a runner has ended");
    }
    workers.iter().for_each(tokio::task::JoinHandle::abort);
}
