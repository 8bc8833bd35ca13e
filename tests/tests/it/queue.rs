//! The queue itself, below the doors: what it does in any order, at the same time, and when the store fails.

mod blobs;
mod faults;
mod histories;
mod model;
mod table;
mod together;
mod world;

use kindred::Queue;
use kindred::entity::job::{Job, JobOrder};
use kindred::entity::runner::Runner;
use kindred::entity::transcript::Speech;
use kindred::queue::{NewJob, Outcome};
use tests::{TestApp, Writer};

/// A system with people who have jobs, and runners that are offline.
struct Yard {
    app: TestApp,
    queue: Queue,
    /// Their accounts.
    users: Vec<u64>,
    /// Their tokens.
    runners: Vec<String>,
}

impl Yard {
    async fn new(n_users: usize, n_runners: usize) -> Self {
        Self::of(TestApp::new().await, n_users, n_runners).await
    }

    async fn of(app: TestApp, n_users: usize, n_runners: usize) -> Self {
        let queue = app.app().queue();
        let (mut users, mut runners) = (Vec::new(), Vec::new());
        for _ in 0..n_users {
            users.push(Writer::new(&app.api()).await.id);
        }
        for _ in 0..n_runners {
            runners.push(queue.create_runner(users[0]).await.expect("it can be created"));
        }
        Self { app, queue, users, runners }
    }

    /// A runner as a request finds it; none when it is revoked.
    async fn runner(&self, nr: usize) -> Option<Runner> {
        self.queue.runner_with(&self.runners[nr]).await.expect("the store answers")
    }

    /// A job as stored.
    async fn job(&self, id: u64) -> Option<Job> {
        self.app.app().store.get(&Job::place(id)).await.expect("the store answers")
    }
}

/// A job without audio.
fn new_job(owner: u64, key: Option<&str>) -> NewJob<'_> {
    NewJob { owner, order: JobOrder::default(), audio: None, key }
}

/// What a runner has heard in a job.
fn heard_in(job: u64) -> Outcome {
    Outcome::Transcript(Speech { text: text_of(job), segments: Vec::new() })
}

/// What is said in a job.
fn text_of(job: u64) -> String {
    format!("This is job {job}.")
}
