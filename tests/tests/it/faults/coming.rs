//! New accounts.

use kindred::entity::user::User;
use kindred::store::Key;
use serde_json::json;
use tests::{JOBS_PASSWORD, PASSWORD, TestApp, fresh, token_in};

use super::{Operation, Told, survives};

async fn is_claimed(app: &TestApp, claim: &Key) -> bool {
    User::by_claim(&app.app().store, claim).await.expect("the store answers").is_some()
}

/// Somebody registers at the forum.
struct AtTheForum(String);

impl Operation for AtTheForum {
    const AGAIN: Told = Told::Refused("taken");

    async fn prepare(_: &TestApp) -> Self {
        Self(fresh("w"))
    }

    async fn ask(&self, app: &TestApp) -> Told {
        let body = json!({ "username": self.0, "password": PASSWORD });
        Told::by(&app.api().post("/register").json(&body).send().await, "error")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        is_claimed(app, &User::login_claim(&self.0)).await
    }
}

/// Somebody registers at the media API.
struct AtTheMediaApi(String);

impl Operation for AtTheMediaApi {
    const AGAIN: Told = Told::Refused("taken");

    async fn prepare(_: &TestApp) -> Self {
        Self(fresh("r") + "@example.org")
    }

    async fn ask(&self, app: &TestApp) -> Told {
        let body = json!({ "email": self.0, "username": "ada.l", "password": PASSWORD });
        Told::by(&app.api().post("/api/auth/register").json(&body).send().await, "message")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        is_claimed(app, &User::email_claim(&self.0)).await
    }
}

/// Somebody signs up for the job service.
struct AtTheJobService(String);

impl Operation for AtTheJobService {
    const AGAIN: Told = Told::Refused("email");

    async fn prepare(app: &TestApp) -> Self {
        let _ = app.mails();
        Self(fresh("m") + "@example.org")
    }

    async fn ask(&self, app: &TestApp) -> Told {
        let form = [("email", &*self.0), ("password", JOBS_PASSWORD)];
        let reply = app.api().post("/api/users/signup").form(&form).send().await;
        let told = Told::by(&reply, "msg");
        // Nobody is welcome without a link, and nobody has one to an account that is not there.
        assert_eq!(app.mails().len(), usize::from(told == Told::Done));
        told
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        is_claimed(app, &User::email_claim(&self.0)).await
    }
}

/// Somebody confirms the address that they signed up with.
struct Activation(String, u64);

impl Operation for Activation {
    const AGAIN: Told = Told::Refused("operation");

    async fn prepare(app: &TestApp) -> Self {
        let _ = app.mails();
        let email = fresh("m") + "@example.org";
        let form = [("email", &*email), ("password", JOBS_PASSWORD)];
        let _ = app.api().post("/api/users/signup").form(&form).send().await.ok(200);
        let user = User::by_claim(&app.app().store, &User::email_claim(&email)).await;
        let user = user.expect("the store answers").expect("an account");
        Self(token_in(&app.mail()), user.id)
    }

    async fn ask(&self, app: &TestApp) -> Told {
        let form = [("token", &*self.0)];
        Told::by(&app.api().post("/api/users/activate").form(&form).send().await, "msg")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        app.user(self.1).await.expect("an account").activated
    }
}

#[tokio::test]
async fn a_registration_at_the_forum_happens_or_does_not() {
    survives::<AtTheForum>().await;
}

#[tokio::test]
async fn a_registration_at_the_media_api_happens_or_does_not() {
    survives::<AtTheMediaApi>().await;
}

#[tokio::test]
async fn a_sign_up_happens_or_does_not() {
    survives::<AtTheJobService>().await;
}

#[tokio::test]
async fn an_address_is_confirmed_or_is_not() {
    survives::<Activation>().await;
}
