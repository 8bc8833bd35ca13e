//! Mail that cannot be sent.

use tests::PASSWORD;

use super::people::Person;
use super::{FINE, Scene};

impl Scene {
    pub(super) async fn failing_mail(&mut self) {
        let person = Person::new(&self.app).await;
        self.app.outbox().fail(true);
        let form = [("email", "ada@example.org"), ("password", FINE)];
        self.meet("signup", |call| call.form(&form)).await;
        let reset = "/api/users/requestPasswordReset?email=nobody@example.org";
        self.meet_by("request_password_reset", self.app.api().get(reset)).await;
        self.meet("resend_activation_email", |call| call.bearer(&person.token)).await;
        let form = [("password", PASSWORD), ("newEmail", "ada@example.org")];
        self.meet("change_email", |call| call.bearer(&person.token).form(&form)).await;
        self.app.outbox().fail(false);
    }
}
