//! People at the job service, and what a session is good for at every door.

use accounts::provision::{self, Wanted};
use kindred::config::Secret;
use kindred::entity::names::Email;
use serde_json::json;

use crate::{Api, Call, Reply, TestApp, fresh};

/// The password of everybody at the job service.
pub const JOBS_PASSWORD: &str = "Correct-Horse-7";

/// What [`doors`] answer to a session that is good.
pub const OPEN: [u16; 3] = [200, 200, 200];
/// What they answer to one that has ended.
pub const ENDED: [u16; 3] = [401, 401, 401];
/// What they answer when its account is gone.
pub const GONE: [u16; 3] = [401, 401, 404];

/// Somebody at the job service.
pub struct Member {
    api: Api,
    /// Their address.
    pub email: String,
    /// Their session.
    pub token: String,
}

impl Member {
    /// Sign up somebody with a fresh address, which is not confirmed, and log in.
    pub async fn new(api: &Api) -> Self {
        let email = fresh("m") + "@example.org";
        let form = [("email", &*email), ("password", JOBS_PASSWORD)];
        let _ = api.post("/api/users/signup").form(&form).send().await.ok(200);
        Self::logged_in(api, &email, JOBS_PASSWORD).await
    }

    /// Somebody who has an account and logs in.
    pub async fn logged_in(api: &Api, email: &str, password: &str) -> Self {
        let form = [("email", email), ("password", password)];
        let reply = api.post("/api/users/login").form(&form).send().await.ok(200);
        Self { api: api.clone(), email: email.to_owned(), token: reply.text_of("accessToken") }
    }

    /// Somebody whose address is confirmed by the link in their mail.
    pub async fn activated(app: &TestApp) -> Self {
        let member = Self::new(&app.api()).await;
        let form = [("token", &*app.mailed_token())];
        let _ = member.api.post("/api/users/activate").form(&form).send().await.ok(200);
        member
    }

    /// GET a path as this user.
    pub async fn get(&self, path: impl Into<String>) -> Reply {
        self.api.get(path).bearer(&self.token).send().await
    }

    /// A POST to a path as this user.
    pub fn post(&self, path: impl Into<String>) -> Call {
        self.api.post(path).bearer(&self.token)
    }

    /// POST a form to a path as this user.
    pub async fn posts(&self, path: impl Into<String>, form: &[(&str, &str)]) -> Reply {
        self.post(path).form(form).send().await
    }

    /// Whether their address is confirmed.
    pub async fn is_activated(&self) -> bool {
        let info = self.get("/api/users/info").await.ok(200);
        info.body["activated"].as_bool().expect("true or false")
    }
}

impl TestApp {
    /// Somebody who administers accounts and jobs.
    pub async fn administrator(&self) -> Member {
        let email = fresh("a") + "@example.org";
        let wanted = Wanted {
            email: Email::parse(&email).expect("an address"),
            login_name: None,
            display_name: None,
            password: Some(Secret::new(JOBS_PASSWORD)),
            admin: true,
        };
        provision::add(self.app(), wanted).await.expect("an account");
        Member::logged_in(&self.api(), &email, JOBS_PASSWORD).await
    }
}

/// What the job service, the forum and the media API answer to a session.
pub async fn doors(api: &Api, token: &str) -> [u16; 3] {
    let in_body = json!({ "access-token": token });
    [
        api.get("/api/users/info").bearer(token).send().await.status,
        api.post("/verify-token").json(&in_body).send().await.status,
        api.get("/api/user/genre").bearer(token).send().await.status,
    ]
}
