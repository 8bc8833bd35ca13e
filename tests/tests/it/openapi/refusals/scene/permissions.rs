//! What the roles of an account do not permit, wherever they are asked.

use kindred::entity::kind::MediaKind;
use serde_json::json;

use super::people::Person;
use super::{Scene, concerns, operations};

impl Scene {
    pub(super) async fn permissions(&mut self) {
        let person = Person::with(&self.app, |user| user.roles.clear()).await;
        let uuid = person.user.uuid.to_string();
        // A profile and a content of the examples, which are looked for before roles are.
        self.app.persona_of(person.user.id, person.user.uuid).await;
        let content = self.app.publish(MediaKind::Movie, json!({ "title": "Dune" })).await;
        for operation in operations().iter().filter(|operation| concerns(operation)) {
            if operation.permission().is_some() {
                let method = operation.method.parse().expect("a method");
                let ids = [("uuid", &*uuid), ("content_id", &content.to_string())];
                let call = self.app.api().call(method, operation.path_with(&ids));
                // Some bodies are looked at before the roles of who sends them.
                let call = call.json(&operation.request().unwrap_or_else(|| json!({})));
                self.meet_by(operation.id(), call.bearer(&person.token)).await;
            }
        }
    }
}
