//! What matching refuses.

use serde_json::json;

use super::Scene;
use super::people::Person;

impl Scene {
    pub(super) async fn people_of_near_taste(&mut self) {
        let person = Person::new(&self.app).await;
        let api = self.app.api();
        for query in ["kind=x", "limit=0"] {
            let call = api.get(format!("/api/match/users?{query}")).bearer(&person.token);
            self.meet_by("list_near_people", call).await;
        }
        for operation in ["list_near_people", "get_near_person"] {
            self.meet(operation, |call| call.bearer(&person.token)).await;
        }
        self.meet("set_consent", |call| call.bearer(&person.token).json(&json!({}))).await;
        let agrees = self.call(&self.app, "set_consent").json(&json!({ "consent": true }));
        let _ = agrees.bearer(&person.token).send().await.ok(201);
        self.meet("get_near_person", |call| call.bearer(&person.token)).await;
    }
}
