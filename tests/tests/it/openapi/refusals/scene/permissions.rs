//! What the roles of an account do not permit, wherever they are asked.

use serde_json::json;

use super::people::Person;
use super::{Scene, concerns, operations};

impl Scene {
    pub(super) async fn permissions(&mut self) {
        let person = Person::with(&self.app, |user| user.roles.clear()).await;
        let uuid = person.user.uuid.to_string();
        for operation in operations().iter().filter(|operation| concerns(operation)) {
            if operation.permission().is_some() {
                let method = operation.method.parse().expect("a method");
                let path = operation.path_with(&[("uuid", &uuid)]);
                let call = self.app.api().call(method, path);
                // Some bodies are looked at before the roles of who sends them.
                let call = call.json(&operation.request().unwrap_or_else(|| json!({})));
                self.meet_by(operation.id(), call.bearer(&person.token)).await;
            }
        }
    }
}
