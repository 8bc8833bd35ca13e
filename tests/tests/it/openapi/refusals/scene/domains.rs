//! A system in which only addresses of one domain are admitted.

use kindred::auth::throttle::limits::Limits;
use kindred::entity::mail_token::Purpose;
use tests::{PASSWORD, TestApp};

use super::people::Person;
use super::{FINE, Scene};

impl Scene {
    pub(super) async fn domains(&mut self) {
        let app = TestApp::with(|config| {
            config.limits = Limits::off();
            config.allowed_email_domains = vec!["example.org".to_owned()];
        });
        let app = app.await;
        let elsewhere = "ada@example.com";
        let form = [("email", elsewhere), ("password", FINE)];
        self.meet_in(&app, "signup", |call| call.form(&form)).await;
        let person = Person::with(&app, |user| user.email = Some(elsewhere.to_owned())).await;
        let token = person.mailed(&app, Purpose::Activation, None).await;
        self.meet_in(&app, "activate", |call| call.form(&[("token", &token)])).await;
        self.meet_in(&app, "resend_activation_email", |call| call.bearer(&person.token)).await;
        let form = [("password", PASSWORD), ("newEmail", elsewhere)];
        self.meet_in(&app, "change_email", |call| call.bearer(&person.token).form(&form)).await;
    }
}
