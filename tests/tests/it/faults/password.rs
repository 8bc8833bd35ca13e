//! New passwords.

use serde_json::json;
use tests::{JOBS_PASSWORD, Member, PASSWORD, Reader, TestApp};

use super::{Operation, Told, survives};

const NEW: &str = "Other-Horse-88";

/// Whether the new password opens the account, and the old one does not, or the other way round.
async fn is_set(app: &TestApp, email: &str, old: &str) -> bool {
    let mut opens = Vec::new();
    for password in [NEW, old] {
        let body = json!({ "email": email, "password": password });
        let reply = app.api().post("/api/auth/login").json(&body).send().await;
        opens.push(reply.status == 200);
    }
    assert_ne!(opens[0], opens[1], "one of both is the password");
    opens[0]
}

/// Somebody asks for a link to a new password.
pub(super) struct Forgetting(Reader);

impl Operation for Forgetting {
    const AGAIN: Told = Told::Done;

    async fn prepare(app: &TestApp) -> Self {
        let reader = Reader::new(&app.api()).await;
        let _ = app.mails();
        Self(reader)
    }

    async fn ask(&self, app: &TestApp) -> Told {
        let body = json!({ "email": self.0.email() });
        Told::by(&app.api().post("/api/auth/forget").json(&body).send().await, "message")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        app.mails().iter().any(|mail| mail.to == self.0.email())
    }
}

/// The link, and whose it is.
async fn forgetful(app: &TestApp) -> (Reader, String) {
    let forgetting = Forgetting::prepare(app).await;
    assert_eq!(forgetting.ask(app).await, Told::Done);
    (forgetting.0, app.mailed_token())
}

/// Somebody uses such a link at the job service.
pub(super) struct ResetAtTheJobService(Reader, String);

impl Operation for ResetAtTheJobService {
    const AGAIN: Told = Told::Refused("auth");

    async fn prepare(app: &TestApp) -> Self {
        let (reader, token) = forgetful(app).await;
        Self(reader, token)
    }

    async fn ask(&self, app: &TestApp) -> Told {
        let form = [("token", &*self.1), ("newPassword", NEW)];
        Told::by(&app.api().post("/api/users/resetPassword").form(&form).send().await, "msg")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        is_set(app, self.0.email(), PASSWORD).await
    }
}

/// Somebody uses such a link at the media API.
pub(super) struct ResetAtTheMediaApi(Reader, String);

impl Operation for ResetAtTheMediaApi {
    const AGAIN: Told = Told::Refused("auth");

    async fn prepare(app: &TestApp) -> Self {
        let (reader, token) = forgetful(app).await;
        Self(reader, token)
    }

    async fn ask(&self, app: &TestApp) -> Told {
        let body = json!({ "reset_password_token": self.1, "password": NEW });
        Told::by(&app.api().post("/api/auth/reset").json(&body).send().await, "message")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        is_set(app, self.0.email(), PASSWORD).await
    }
}

/// Somebody who knows their password changes it.
pub(super) struct Changing(Member);

impl Operation for Changing {
    // With the new password the session has ended.
    const AGAIN: Told = Told::Refused("token");

    async fn prepare(app: &TestApp) -> Self {
        Self(Member::new(&app.api()).await)
    }

    async fn ask(&self, _: &TestApp) -> Told {
        let form = [("password", JOBS_PASSWORD), ("newPassword", NEW)];
        Told::by(&self.0.posts("/api/users/changePassword", &form).await, "msg")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        is_set(app, &self.0.email, JOBS_PASSWORD).await
    }
}

/// Somebody changes it at the media API.
pub(super) struct Patching(Reader);

impl Operation for Patching {
    const AGAIN: Told = Told::Refused("token");

    async fn prepare(app: &TestApp) -> Self {
        Self(Reader::new(&app.api()).await)
    }

    async fn ask(&self, _: &TestApp) -> Told {
        let body = json!({ "password": NEW });
        let reply = self.0.patch(self.0.path()).json(&body).send().await;
        Told::by(&reply, "message")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        is_set(app, self.0.email(), PASSWORD).await
    }
}

#[tokio::test]
async fn a_link_to_a_new_password_is_mailed_or_is_not() {
    survives::<Forgetting>().await;
}

#[tokio::test]
async fn a_link_sets_the_password_at_the_job_service_or_does_not() {
    survives::<ResetAtTheJobService>().await;
}

#[tokio::test]
async fn a_link_sets_the_password_at_the_media_api_or_does_not() {
    survives::<ResetAtTheMediaApi>().await;
}

#[tokio::test]
async fn a_password_is_changed_at_the_job_service_or_is_not() {
    survives::<Changing>().await;
}

#[tokio::test]
async fn a_password_is_changed_at_the_media_api_or_is_not() {
    survives::<Patching>().await;
}
