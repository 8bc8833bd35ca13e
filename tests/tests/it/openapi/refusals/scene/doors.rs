//! A system in which nobody can register.

use kindred::auth::throttle::limits::Limits;
use kindred::auth::token::Door;
use kindred::entity::mail_token::Purpose;
use serde_json::json;
use tests::{PASSWORD, TestApp};

use super::Scene;
use super::people::Person;

impl Scene {
    pub(super) async fn closed_doors(&mut self) {
        let app = TestApp::with(|config| {
            config.limits = Limits::off();
            config.closed_doors = vec![Door::Forum, Door::Jobs, Door::Media];
        });
        let app = app.await;
        for operation in ["register", "signup", "register_media"] {
            self.meet_in(&app, operation, |call| call.json(&json!({}))).await;
        }
        let person = Person::new(&app).await;
        let token = person.mailed(&app, Purpose::Activation, None).await;
        self.meet_in(&app, "activate", |call| call.form(&[("token", &token)])).await;
        self.meet_in(&app, "resend_activation_email", |call| call.bearer(&person.token)).await;
        let form = [("password", PASSWORD), ("newEmail", "ada@example.org")];
        self.meet_in(&app, "change_email", |call| call.bearer(&person.token).form(&form)).await;
    }
}
