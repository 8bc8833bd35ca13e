//! What is refused of those who look up records.

use kindred::entity::role::ADMIN;
use serde_json::{Value, json};

use super::Scene;
use super::people::Person;

impl Scene {
    pub(super) async fn records(&mut self) {
        let person = Person::new(&self.app).await;
        self.titles(&person).await;
        let path = "/api/match/movie";
        for body in unreadable() {
            let call = self.app.api().post(path).bearer(&person.token).json(&body);
            self.meet_by("look_up_record", call).await;
        }
        for isbn in ["0306406153", "x"] {
            let body = json!({ "isbn": isbn });
            let call = self.app.api().post("/api/match/book").bearer(&person.token).json(&body);
            self.meet_by("look_up_record", call).await;
        }
        let call = self.app.api().post("/api/match/x").bearer(&person.token).json(&json!({}));
        self.meet_by("look_up_record", call).await;
        self.duplicates().await;
    }

    async fn titles(&mut self, person: &Person) {
        let long = "x".repeat(1_001);
        for query in ["", "?q=", &format!("?q={long}"), "?q=x&limit=0"] {
            let call = self.app.api().get(format!("/api/match/movie{query}"));
            self.meet_by("look_up_title", call.bearer(&person.token)).await;
        }
        let call = self.app.api().get("/api/match/x?q=x").bearer(&person.token);
        self.meet_by("look_up_title", call).await;
    }

    async fn duplicates(&mut self) {
        let person = Person::with(&self.app, |user| user.roles = vec![ADMIN.to_owned()]).await;
        for (kind, body) in [
            ("movie", json!({ "addition_id": "x" })),
            ("movie", json!({ "addition_id": 42, "title": "x" })),
            ("movie", json!({})),
            ("movie", json!({ "title": "x", "limit": 0 })),
            ("movie", json!({ "addition_id": 42 })),
            ("x", json!({})),
        ] {
            let path = format!("/api/match/{kind}/duplicates");
            let call = self.app.api().post(path).bearer(&person.token).json(&body);
            self.meet_by("list_duplicates", call).await;
        }
    }
}

fn unreadable() -> Vec<Value> {
    let long = "x".repeat(1_001);
    vec![
        json!({}),
        json!({ "title": 1 }),
        json!({ "title": " " }),
        json!({ "title": long }),
        json!({ "title": "x", "creator": 1 }),
        json!({ "title": "x", "creator": long }),
        json!({ "title": "x", "year": 0 }),
        json!({ "title": "x", "imdbid": 1.5 }),
        json!({ "title": "x", "imdbid": long }),
        json!({ "title": "x", "imdbid": "x" }),
        json!({ "title": "x", "ids": "tt0079944" }),
        json!({ "imdbid": "tt0079944", "ids": { "imdbid": "tt0069293" } }),
        json!({ "title": "x", "limit": 0 }),
        json!({ "title": "x", "avatar": "x" }),
    ]
}
