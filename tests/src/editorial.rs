//! The catalogue over any server, with somebody who looks after it.

use serde_json::{Value, json};

use crate::workplace::setting;
use crate::{Api, JOBS_PASSWORD, PASSWORD, Reader, Reply, TestApp};

/// A server, and people at its media API.
pub struct Editorial {
    /// The server.
    pub api: Api,
    /// Somebody with the role `admin`.
    pub moderator: Reader,
    /// Somebody with the role `user` only.
    pub reader: Reader,
}

impl Editorial {
    /// The server at `KINDRED_BASE_URL`, which must have the account `KINDRED_ADMIN_EMAIL` (its password likewise),
    /// else a fresh system in this process.
    pub async fn any() -> Self {
        if std::env::var_os("KINDRED_BASE_URL").is_none() {
            return Self::over(&TestApp::new().await).await;
        }
        let api = Api::any().await;
        let (email, password) = (setting("ADMIN", "EMAIL"), setting("ADMIN", "PASSWORD"));
        Self::with(api, &email, &password).await
    }

    /// A system in this process.
    pub async fn over(app: &TestApp) -> Self {
        Self::with(app.api(), &app.administrator().await.email, JOBS_PASSWORD).await
    }

    async fn with(api: Api, email: &str, password: &str) -> Self {
        let moderator = Reader::logged_in(&api, email, password).await;
        Self { moderator, reader: Reader::new(&api).await, api }
    }
}

impl Reader {
    /// Somebody who is registered, after logging in at the media API.
    pub async fn logged_in(api: &Api, email: &str, password: &str) -> Self {
        let body = json!({ "email": email, "password": password });
        let reply = api.post("/api/auth/login").json(&body).send().await.ok(200);
        let token = reply.text_of("access_token");
        Self { api: api.clone(), token, user: reply.body["user"].clone() }
    }

    /// A session of an account that is not there any more.
    pub async fn gone(api: &Api) -> Self {
        let reader = Self::new(api).await;
        let _ = reader.delete(reader.path()).send().await.ok(201);
        reader
    }

    /// POST a body to a path as this user.
    pub async fn posts(&self, path: impl Into<String>, body: &Value) -> Reply {
        self.api.post(path).bearer(&self.token).json(body).send().await
    }

    /// Log in anew, for instance to see other rights.
    pub async fn again(&self) -> Self {
        Self::logged_in(&self.api, self.email(), PASSWORD).await
    }
}
