//! What is refused of those who want texts matched.

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
    }
}
