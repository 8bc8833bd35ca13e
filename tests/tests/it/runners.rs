//! Runners in this process: who may call, what they are told, and what becomes of jobs when they are late, lost or odd.

mod administration;
mod forms;
mod public;
mod results;
mod shell;
mod sweep;
mod times;
mod tokens;
mod twins;
mod work;

use kindred::entity::job::step::Step;
use kindred::entity::job::{Job, JobOrder};
use tests::{Member, TestApp, Worker};

/// A system with an administrator, whose jobs they are.
struct Hall {
    app: TestApp,
    administrator: Member,
    owner: u64,
}

impl Hall {
    async fn new() -> Self {
        Self::of(TestApp::new().await).await
    }

    async fn of(app: TestApp) -> Self {
        let administrator = app.administrator().await;
        let owner = app.account_of(&administrator).await.id;
        Self { app, administrator, owner }
    }

    /// A runner that is offline.
    async fn worker(&self) -> Worker {
        Worker::new(&self.app.api(), &self.administrator).await
    }

    /// A runner that is online.
    async fn online(&self) -> Worker {
        Worker::online(&self.app.api(), &self.administrator).await
    }

    /// A runner that works on a job without audio, and the id of the job.
    async fn busy(&self) -> (Worker, u64) {
        let job = self.submit().await;
        let worker = self.online().await;
        assert_eq!(worker.fetches().await, job, "there was another job before");
        (worker, job)
    }

    /// A job without audio.
    async fn submit(&self) -> u64 {
        self.app.job_of(self.owner, JobOrder::default()).await
    }

    async fn abort(&self, job: u64) {
        let aborted = self.app.system.queue().abort(job, self.owner).await;
        aborted.expect("it can be aborted");
    }

    async fn job(&self, id: u64) -> Job {
        self.app.job(id).await.expect("a job")
    }

    async fn step(&self, id: u64) -> Step {
        self.job(id).await.step
    }

    /// What was said in a job.
    async fn transcript(&self, id: u64) -> Option<String> {
        let speech = self.app.system.queue().transcript(id).await.expect("the store answers");
        speech.map(|speech| speech.text)
    }
}
