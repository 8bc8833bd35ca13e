//! What is refused of what people submit for the catalogue, and of episodes.

use kindred::entity::kind::MediaKind;
use kindred::entity::role;
use serde_json::{Value, json};

use super::super::KIND;
use super::Scene;
use super::people::Person;

const UNKNOWN: u64 = 999_999;

impl Scene {
    pub(super) async fn additions(&mut self) {
        let person = Person::new(&self.app).await;
        // As long as each of them may be, and longer as JSON.
        let (long, odd) = ("x".repeat(256), "\u{1}".repeat(10_000));
        let mut large = json!({ "title": "x", "genres": [] });
        for name in ["actors", "producers", "director", "writer", "cover", "plot_outline"] {
            large[name] = json!(odd);
        }
        for body in [
            json!({ "genres": [] }),
            json!({ "title": "x" }),
            json!({ "title": 1, "genres": [] }),
            json!({ "title": long, "genres": [] }),
            json!({ "title": "x", "genres": [1.5] }),
            json!({ "title": "x", "genres": vec![1; 101] }),
            json!({ "title": "x", "genres": [UNKNOWN] }),
            large,
        ] {
            self.meet("create_addition_movie", |call| call.bearer(&person.token).json(&body)).await;
        }
        for query in ["page=x", "mine=x"] {
            let call = self.app.api().get(format!("/api/{KIND}/additional?{query}"));
            self.meet_by("list_additions_movie", call.bearer(&person.token)).await;
        }
        let moderator = self.moderator().await;
        for operation in ["publish_addition_movie", "decline_addition_movie"] {
            self.meet(operation, |call| call.bearer(&moderator.token)).await;
        }
    }

    pub(super) async fn episodes(&mut self) {
        let moderator = self.moderator().await;
        let signed = |body: Value| {
            let token = moderator.token.clone();
            move |call: tests::Call| call.bearer(&token).json(&body)
        };
        self.meet("list_episodes_serie", |call| call.bearer(&moderator.token)).await;
        for body in
            [json!({}), json!({ "title": "x", "genres": ["Drama"] }), json!({ "title": "x" })]
        {
            self.meet("create_episode_serie", signed(body)).await;
        }
        let serie = self.app.publish(MediaKind::Serie, json!({ "title": "x" })).await;
        let call = self.app.api().post(format!("/api/serie/{serie}/episodes"));
        let body = json!({ "title": "x", "genres": [UNKNOWN] });
        self.meet_by("create_episode_serie", signed(body)(call)).await;
    }

    pub(super) async fn moderator(&self) -> Person {
        Person::with(&self.app, |user| user.roles.push(role::ADMIN.to_owned())).await
    }
}
