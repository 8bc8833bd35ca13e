//! What is refused about links in mails: asking for one, and using one.

use kindred::entity::mail_token::Purpose;
use serde_json::json;

use super::people::Person;
use super::{COMMON, FINE, Scene};

impl Scene {
    pub(super) async fn links(&mut self) {
        let confirmed = Person::with(&self.app, |user| user.activated = true).await;
        self.asking(&confirmed).await;
        self.confirming(&confirmed).await;
        self.resetting().await;
    }

    async fn asking(&mut self, confirmed: &Person) {
        let nameless = Person::with(&self.app, |user| user.email = None).await;
        for person in [confirmed, &nameless] {
            self.meet("resend_activation_email", |call| call.bearer(&person.token)).await;
        }
        self.meet("forget_password", |call| call.json(&json!({ "email": "?" }))).await;
    }

    async fn confirming(&mut self, confirmed: &Person) {
        let other = Person::new(&self.app).await;
        let gone = Person::new(&self.app).await;
        let links = [
            "?".to_owned(),
            confirmed.mailed(&self.app, Purpose::Activation, None).await,
            confirmed.mailed(&self.app, Purpose::AddressChange, Some(other.email())).await,
            gone.mailed(&self.app, Purpose::Activation, None).await,
        ];
        self.app.delete_account(gone.user.id).await;
        for token in links {
            self.meet("activate", |call| call.form(&[("token", &token)])).await;
        }
    }

    async fn resetting(&mut self) {
        let gone = Person::new(&self.app).await;
        let of_nobody = gone.mailed(&self.app, Purpose::PasswordReset, None).await;
        self.app.delete_account(gone.user.id).await;
        let unknown = "?".repeat(50);
        for form in [
            vec![],
            vec![("newPassword", "?")],
            vec![("newPassword", COMMON)],
            vec![("newPassword", FINE)],
            vec![("newPassword", FINE), ("token", &of_nobody)],
        ] {
            self.meet("reset_password", |call| call.form(&form)).await;
        }
        for (token, password) in
            [("?", FINE), (&unknown, "?"), (&unknown, COMMON), (&unknown, FINE), (&of_nobody, FINE)]
        {
            let body = json!({ "reset_password_token": token, "password": password });
            self.meet("reset_password_media", |call| call.json(&body)).await;
        }
    }
}
