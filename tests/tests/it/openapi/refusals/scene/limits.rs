//! A system in which everything may be tried once.

use serde_json::json;
use tests::{Call, PASSWORD, TestApp};

use super::people::Person;
use super::{FINE, Scene};

const ONCE: &str = "registration=1/3600,login-pair=1/900,mail-recipient=1/3600,token=1/900";

impl Scene {
    pub(super) async fn limits(&mut self) {
        let app = TestApp::with(|config| config.limits = ONCE.parse().expect("limits")).await;
        self.registrations(&app).await;
        self.guesses(&app).await;
        self.mails(&app).await;
        self.tokens(&app).await;
        self.first_mail().await;
    }

    async fn registrations(&mut self, app: &TestApp) {
        let form = [("email", "ada@example.org"), ("password", FINE)];
        let body = json!({ "email": form[0].1, "username": "ada_l", "password": FINE });
        let _ = self.call(app, "register").json(&body).send().await.ok(200);
        let again = json!({ "username": "grace_h", "password": FINE });
        self.meet_in(app, "register", |call| call.json(&again)).await;
        self.meet_in(app, "register_media", |call| call.json(&body)).await;
        self.meet_in(app, "signup", |call| call.form(&form)).await;
    }

    /// An address that has had a mail already, before anybody signs up with it.
    async fn first_mail(&mut self) {
        let limits = "mail-recipient=1/3600".parse().expect("limits");
        let app = TestApp::with(|config| config.limits = limits).await;
        let form = [("email", "ada@example.org"), ("password", FINE)];
        let path = format!("/api/users/requestPasswordReset?email={}", form[0].1);
        let _ = app.api().get(path).send().await.ok(200);
        self.meet_in(&app, "signup", |call| call.form(&form)).await;
    }

    async fn guesses(&mut self, app: &TestApp) {
        let wrong = json!({ "username": "ada_l", "password": "Password#2" });
        let _ = self.call(app, "login").json(&wrong).send().await.ok(401);
        self.meet_in(app, "login", |call| call.json(&wrong)).await;
        let person = Person::new(app).await;
        let wrong = json!({ "email": person.email(), "password": "Password#2" });
        let _ = self.call(app, "login_media").json(&wrong).send().await.ok(401);
        self.meet_in(app, "login_media", |call| call.json(&wrong)).await;
        let form = [("email", person.email()), ("password", PASSWORD)];
        self.meet_in(app, "login_jobs", |call| call.form(&form)).await;
        for operation in ["change_password", "change_email", "delete"] {
            self.meet_in(app, operation, |call| call.bearer(&person.token).form(&form)).await;
        }
    }

    async fn mails(&mut self, app: &TestApp) {
        let person = Person::new(app).await;
        let signed = |call: Call| call.bearer(&person.token);
        let body = json!({ "email": person.email() });
        let _ = self.call(app, "forget_password").json(&body).send().await.ok(200);
        self.meet_in(app, "forget_password", |call| call.json(&body)).await;
        let path = format!("/api/users/requestPasswordReset?email={}", person.email());
        self.meet_by("request_password_reset", app.api().get(path)).await;
        self.meet_in(app, "resend_activation_email", signed).await;
        let form = [("password", PASSWORD), ("newEmail", "grace@example.org")];
        self.meet_in(app, "change_email", |call| signed(call).form(&form)).await;
        let moves = json!({ "email": "hedy@example.org" });
        let own = format!("/api/user/{}", person.user.uuid);
        let _ = signed(app.api().patch(&own)).json(&moves).send().await.ok(201);
        let back = json!({ "email": person.email() });
        self.meet_by("update_account", signed(app.api().patch(&own)).json(&back)).await;
    }

    async fn tokens(&mut self, app: &TestApp) {
        let unknown = "?".repeat(50);
        let form = [("token", &*unknown), ("newPassword", FINE)];
        let _ = self.call(app, "activate").form(&form).send().await.ok(400);
        self.meet_in(app, "activate", |call| call.form(&form)).await;
        self.meet_in(app, "reset_password", |call| call.form(&form)).await;
        let body = json!({ "reset_password_token": unknown, "password": FINE });
        self.meet_in(app, "reset_password_media", |call| call.json(&body)).await;
        let body = json!({ "access-token": unknown });
        self.meet_in(app, "verify_token", |call| call.json(&body)).await;
    }
}
