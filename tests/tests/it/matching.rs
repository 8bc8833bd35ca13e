//! Matching: texts, jobs of very many of them, and records of the catalogue.

mod interrupted;
mod jobs;
mod records;
mod texts;

use axum::body::Bytes;
use kindred::entity::matching_job::{MatchingJob, Size};
use kindred::queue::NewMatchingJob;
use serde_json::{Value, json};
use tests::{Person, Reply, TestApp};

/// What is kept of a job while it is worked on and nobody gives a sign of life.
const LEASE: std::time::Duration = std::time::Duration::from_secs(301);

/// A system, and somebody who submits jobs of matching.
struct Desk {
    app: TestApp,
    person: Person,
}

impl Desk {
    async fn new() -> Self {
        Self::over(TestApp::new().await).await
    }

    async fn over(app: TestApp) -> Self {
        let person = app.person().await;
        app.settle().await;
        Self { app, person }
    }

    /// Submit a job by the door; its uuid.
    async fn submits(&self, body: &Value) -> String {
        let call = self.person.reader.post("/api/match/jobs").json(body);
        let reply = call.send().await.ok(201);
        reply.body["content"]["uuid"].as_str().expect("a uuid").to_owned()
    }

    /// A job that is worked off in so many slices, a query each: it says that it is more work than it is.
    async fn long_job(&self, n_slices: usize) -> MatchingJob {
        self.job_of(self.person.user.id, n_slices).await
    }

    async fn job_of(&self, owner: u64, n_slices: usize) -> MatchingJob {
        let question = Bytes::from(question(n_slices).to_string());
        let size = Size { n_queries: n_slices, n_choices: 2, estimate: u64::MAX };
        let new = NewMatchingJob { owner, size, question };
        let queue = self.app.system.queue();
        queue.submit_matching_job(new).await.expect("it can be submitted")
    }

    /// A job as stored.
    async fn stored(&self, job: &MatchingJob) -> Option<MatchingJob> {
        let queue = self.app.system.queue();
        queue.matching_job(job.owner, job.uuid).await.expect("the store answers")
    }

    async fn shown(&self, uuid: &str) -> Value {
        let reply = self.person.reader.get(format!("/api/match/jobs/{uuid}")).await.ok(200);
        reply.body["content"].clone()
    }

    /// The lines of a result, by the link.
    async fn result(&self, uuid: &str) -> Vec<Value> {
        let redirect = self.person.reader.get(format!("/api/match/jobs/{uuid}/result")).await;
        let reply = self.followed(&redirect.ok(307)).await;
        assert_eq!(reply.headers["content-type"], "application/x-ndjson");
        let lines = reply.text.lines();
        lines.map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }

    /// The same as it lies in the bucket, whoever asks.
    async fn lines(&self, job: &MatchingJob) -> Vec<Value> {
        let key = self.stored(job).await.and_then(|job| job.result).expect("a result");
        let blob = self.app.app().blobs.get(&key).await.expect("the bucket answers");
        let text = String::from_utf8(blob.expect("a blob").to_vec()).expect("a text");
        text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }

    async fn followed(&self, redirect: &Reply) -> Reply {
        let link = redirect.headers["location"].to_str().expect("a link");
        let path = link.strip_prefix("http://localhost").expect("the bucket of this process");
        self.app.api().get(path).header("host", "localhost").send().await.ok(200)
    }

    /// Work off all jobs, as the schedule does.
    async fn work_off(&self) -> kindred::Result<bool> {
        self.app.system.bulk().work_off().await
    }

    /// Whether there is a blob of this key.
    async fn has_blob(&self, key: &str) -> bool {
        self.app.app().blobs.get(key).await.expect("the bucket answers").is_some()
    }
}

/// A question of so many queries, of which each has another best choice.
fn question(n_queries: usize) -> Value {
    let queries: Vec<_> = (0..n_queries).map(|n| format!("title {}", n % 2)).collect();
    json!({ "queries": queries, "choices": ["Title 0", "Title 1"], "scorer": "ratio", "limit": 1 })
}

/// The places of the best choices in a result.
fn best(lines: &[Value]) -> Vec<u64> {
    lines.iter().map(|line| line["matches"][0]["index"].as_u64().expect("a place")).collect()
}
