//! Many at once: nobody is sent away, and each job is done once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::json;
use tokio::task::JoinSet;

use crate::workplace::{Door, Told, start};

const RUNNERS: usize = 16;
const SUBMITTERS: usize = 8;

/// What is under way.
#[derive(Default)]
struct Shift {
    is_over: AtomicBool,
    n_submitted: AtomicU64,
    n_done: AtomicU64,
}

impl Shift {
    fn goes_on(&self) -> bool {
        !self.is_over.load(Ordering::SeqCst)
    }

    fn has_work(&self) -> bool {
        self.goes_on()
            || self.n_done.load(Ordering::SeqCst) < self.n_submitted.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn under_load_each_job_is_done_once_and_nobody_is_sent_away() {
    let directory = tempfile::tempdir().expect("a directory");
    let server = start(directory.path());
    let door = Door::of(&server).await;
    let seconds = std::env::var("KINDRED_QUEUE_LOAD_SECONDS");
    let seconds = seconds.map_or(5, |n| n.parse().expect("seconds"));
    let (mut submitters, mut runners) = (JoinSet::new(), JoinSet::new());
    let shift = Arc::new(Shift::default());

    for nr in 0..SUBMITTERS {
        submitters.spawn(submit(door.clone(), Arc::clone(&shift), nr));
    }
    for _ in 0..RUNNERS {
        let token = door.new_runner().await;
        runners.spawn(work(door.clone(), Arc::clone(&shift), token));
    }
    // No wait for something to happen: this is how long it is to last.
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    shift.is_over.store(true, Ordering::SeqCst);
    let mut submitted = submitters.join_all().await.concat();
    let done = runners.join_all().await.concat();

    submitted.sort_unstable();
    assert_eq!(submitted, (1..=submitted.len() as u64).collect::<Vec<_>>(), "ids, each once");
    assert_eq!(door.jobs().await.expect("an answer"), submitted);
    let texts: BTreeMap<_, _> = done.iter().cloned().collect();
    assert_eq!((done.len(), texts.len()), (submitted.len(), submitted.len()), "each done once");
    for job in door.looks_at(&submitted).await.expect("an answer") {
        assert_eq!(job["status"]["step"], json!("success"), "{job}");
    }
    for (job, text) in texts {
        assert_eq!(door.transcript(job).await.expect("an answer"), text);
    }
    println!("{} jobs in {seconds} seconds", submitted.len());
}

/// The ids of jobs.
async fn submit(door: Door, shift: Arc<Shift>, nr: usize) -> Vec<u64> {
    let mut ids = Vec::new();
    while shift.goes_on() {
        let key = format!("{nr}-{}", ids.len());
        shift.n_submitted.fetch_add(1, Ordering::SeqCst);
        ids.push(door.submits(&key, ids.len().is_multiple_of(4)).await.expect("an answer"));
    }
    ids
}

/// What was heard in which job.
async fn work(door: Door, shift: Arc<Shift>, token: String) -> Vec<(u64, String)> {
    let mut done = Vec::new();
    door.registers(&token).await.expect("an answer");
    while shift.has_work() {
        if door.beats(&token).await.expect("an answer") == Told::Nothing {
            continue;
        }
        let job = door.fetches(&token).await.expect("an answer");
        let text = format!("{token}-{}", done.len());
        door.brings(&token, &format!("transcript={text}")).await.expect("an answer");
        done.push((job, text));
        shift.n_done.fetch_add(1, Ordering::SeqCst);
    }
    done
}
