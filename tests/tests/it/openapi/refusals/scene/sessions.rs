//! Sessions that open nothing, wherever one is wanted.

use std::time::Duration;

use kindred::store::Change;
use serde_json::{Value, json};

use super::people::Person;
use super::{Operation, Scene, concerns, operations, those};

impl Scene {
    pub(super) async fn sessions(&mut self) {
        self.in_the_body().await;
        let old = Person::new(&self.app).await;
        self.app.advance(Duration::from_secs(12 * 3_600));
        let ended = Person::new(&self.app).await;
        let change = Change::new().update(&ended.user.end_sessions());
        self.app.app().store.commit(change).await.expect("it can be written");
        // Where the uuid in the path is looked up before the caller's account, it is that which is not there.
        let gone = Person::new(&self.app).await;
        self.app.delete_account(gone.user.id).await;
        self.in_the_header(&[&old.token, &ended.token, &gone.token, "x", "two words"]).await;
    }

    async fn in_the_body(&mut self) {
        let has_token = |body: Value| body.get("access-token").is_some();
        for operation in those(|operation| operation.request().is_some_and(has_token)) {
            for body in [json!({}), json!({ "access-token": "x" })] {
                self.meet(&operation, |call| call.json(&body)).await;
            }
        }
    }

    async fn in_the_header(&mut self, tokens: &[&str]) {
        let signed = |operation: &&Operation| concerns(operation) && operation.takes_session();
        for operation in operations().iter().filter(signed) {
            // Some bodies are looked at before whether the account is there.
            let body = operation.request().unwrap_or_else(|| json!({}));
            self.meet(operation.id(), |call| call.json(&body)).await;
            for token in tokens {
                self.meet(operation.id(), |call| call.json(&body).bearer(token)).await;
            }
        }
    }
}
