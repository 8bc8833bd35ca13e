//! What the job service refuses: to strangers, and to those who are signed in.

use tests::PASSWORD;

use super::people::Person;
use super::{COMMON, FINE, Scene};

impl Scene {
    pub(super) async fn job_service(&mut self) {
        let person = Person::with(&self.app, |user| user.activated = true).await;
        let administrator = Person::with(&self.app, |user| user.is_admin = true).await;
        self.signing_up(person.email()).await;
        self.confirmations(&person, &administrator).await;
        self.changes(&person).await;
        self.administration(&person, &administrator).await;
    }

    async fn signing_up(&mut self, taken: &str) {
        let forms: [&[(&str, &str)]; 6] = [
            &[],
            &[("email", "ada@example.org")],
            &[("email", "?"), ("password", FINE)],
            &[("email", "ada@example.org"), ("password", "?")],
            &[("email", "ada@example.org"), ("password", COMMON)],
            &[("email", taken), ("password", FINE)],
        ];
        for form in forms {
            self.meet("signup", |call| call.form(form)).await;
        }
        let forms: [&[(&str, &str)]; 3] =
            [&[], &[("email", taken)], &[("email", taken), ("password", "?")]];
        for form in forms {
            self.meet("login_jobs", |call| call.form(form)).await;
        }
        self.meet("request_password_reset", |call| call).await;
    }

    /// Where the password is wanted once more.
    async fn confirmations(&mut self, person: &Person, administrator: &Person) {
        let unknown = [("password", PASSWORD), ("emailModify", "nobody@example.org")];
        let forms: [&[(&str, &str)]; 3] = [&[], &[("password", "?")], &unknown];
        for operation in ["change_password", "change_email", "delete"] {
            for form in forms {
                self.meet(operation, |call| call.bearer(&person.token).form(form)).await;
            }
            self.meet(operation, |call| call.bearer(&administrator.token).form(&unknown)).await;
        }
    }

    async fn changes(&mut self, person: &Person) {
        let changes = [
            ("change_password", "newPassword", ["?", COMMON]),
            ("change_email", "newEmail", ["?", person.email()]),
        ];
        for (operation, field, refused) in changes {
            let confirmed = ("password", PASSWORD);
            self.meet(operation, |call| call.bearer(&person.token).form(&[confirmed])).await;
            for value in refused {
                let form = [confirmed, (field, value)];
                self.meet(operation, |call| call.bearer(&person.token).form(&form)).await;
            }
        }
    }

    async fn administration(&mut self, person: &Person, administrator: &Person) {
        let info = self.app.api().get("/api/users/info?email=nobody@example.org");
        self.meet_by("info", info.bearer(&person.token)).await;
        let info = self.app.api().get("/api/users/info?email=nobody@example.org");
        self.meet_by("info", info.bearer(&administrator.token)).await;
        let form = [("password", PASSWORD)];
        self.meet("delete", |call| call.bearer(&administrator.token).form(&form)).await;
    }
}
