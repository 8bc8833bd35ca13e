//! What is refused of those who want texts matched.

use kindred::entity::matching_job::{End, MOST_KEPT, MOST_OPEN, MatchingJob, Size};
use kindred::store::Change;
use serde_json::{Value, json};

use super::Scene;
use super::people::Person;

impl Scene {
    pub(super) async fn texts(&mut self) {
        let person = Person::new(&self.app).await;
        let long = "x".repeat(10_001);
        let asked = |query: Value| json!({ "query": query, "choices": ["x"] });
        let queries = |queries: Value| json!({ "queries": queries, "choices": ["x"] });
        let choices = |choices: Value| json!({ "query": "x", "choices": choices });
        let with = |field: &str, value: Value| {
            let mut body = asked(json!("x"));
            body[field] = value;
            body
        };
        for body in [
            json!({ "choices": ["x"] }),
            with("queries", json!(["x"])),
            asked(json!(1)),
            asked(json!("")),
            asked(json!(long)),
            queries(json!([])),
            queries(json!(vec!["x"; 1_001])),
            queries(json!(["x", ""])),
            json!({ "query": "x" }),
            choices(json!("x")),
            choices(json!([])),
            choices(json!(vec!["x"; 10_001])),
            choices(json!(["x", 1])),
            choices(json!(["x", {}])),
            choices(json!([{ "text": "x" }, "x"])),
            choices(json!([{ "text": 1 }])),
            choices(json!([{ "text": "x", "id": 1.5 }])),
            choices(json!([{ "text": "x", "id": long }])),
            choices(json!([{ "text": "x", "name": "x" }])),
            with("scorer", json!("x")),
            with("processor", json!("x")),
            with("limit", json!(0)),
            with("score_cutoff", json!(101)),
            with("cutoff", json!(0)),
            // Too much work.
            json!({ "queries": vec![&long[..1_000]; 100], "choices": vec![&long[..1_000]; 100] }),
            // Too much to say.
            json!({ "queries": vec!["x"; 100], "choices": vec![&long[..10_000]; 10], "scorer": "ratio", "limit": 10 }),
        ] {
            self.meet("match_texts", |call| call.bearer(&person.token).json(&body)).await;
        }
        self.jobs_of_matching(&person).await;
    }

    async fn jobs_of_matching(&mut self, person: &Person) {
        let many = vec!["x"; 100_001];
        let long = "x".repeat(10_000);
        for body in [
            json!({ "choices": ["x"] }),
            json!({ "queries": many, "choices": ["x"] }),
            json!({ "query": "x", "choices": many }),
            json!({ "query": "x", "choices": ["x"], "scorer": "x" }),
            // Too much work.
            json!({ "queries": vec![&long; 20], "choices": vec![&long; 20] }),
        ] {
            let call = |call: tests::Call| call.bearer(&person.token).json(&body);
            self.meet("submit_matching_job", call).await;
        }
        for operation in ["get_matching_job", "get_matching_result", "delete_matching_job"] {
            self.meet(operation, |call| call.bearer(&person.token)).await;
        }
        let call = self.app.api().get("/api/match/jobs?page=x").bearer(&person.token);
        self.meet_by("list_matching_jobs", call).await;
        self.results_that_are_not(person).await;
        for n_jobs in [MOST_OPEN, MOST_KEPT] {
            let owner = Person::new(&self.app).await;
            for _ in 0..n_jobs {
                self.job_of_matching(&owner, n_jobs == MOST_KEPT).await;
            }
            let body = json!({ "query": "x", "choices": ["x"] });
            let call = |call: tests::Call| call.bearer(&owner.token).json(&body);
            self.meet("submit_matching_job", call).await;
        }
    }

    async fn results_that_are_not(&mut self, owner: &Person) {
        for has_failed in [false, true] {
            let job = self.job_of_matching(owner, has_failed).await;
            let path = format!("/api/match/jobs/{}/result", job.uuid);
            let call = self.app.api().get(path).bearer(&owner.token);
            self.meet_by("get_matching_result", call).await;
        }
    }

    /// A job that nobody has begun with, or one that has failed.
    async fn job_of_matching(&self, owner: &Person, has_failed: bool) -> MatchingJob {
        let app = self.app.app();
        let size = Size { n_queries: 1, n_choices: 1, estimate: 1 };
        let (uuid, now) = (app.ids.uuid_in_order(), app.clock.now());
        let mut job = MatchingJob::new(uuid, owner.user.id, size, "nowhere", now);
        if has_failed {
            job = job.ended(End::Failed("x".to_owned()), now);
        }
        app.store.commit(Change::new().create(&job)).await.expect("it can be written");
        job
    }
}
