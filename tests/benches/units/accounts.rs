//! What the accounts cost: limits, which are on, included.

use kindred::mail::Mailer;
use serde_json::json;
use tests::{PASSWORD, Reader, fresh};

use super::Ledger;

/// A password that every door takes.
const OTHER: &str = "Correct-Horse-7";

impl Ledger {
    pub(super) async fn accounts(&mut self) {
        self.forum().await;
        self.media_sessions().await;
        self.media_users().await;
        self.jobs_sessions().await;
        self.jobs_users().await;
    }

    async fn forum(&mut self) {
        let api = self.api.clone();
        let forum = json!({ "username": fresh("u"), "password": PASSWORD });
        let user = self.note("POST /register", "", api.post("/register").json(&forum)).await;
        let user = user.number_of("id");
        let call = api.post("/login").json(&forum);
        let session = self.note("POST /login", "from a new address", call).await;
        let call = api.post("/login").json(&forum);
        self.note("POST /login", "from a known address", call).await;
        let token = json!({ "access-token": session.text_of("access-token") });
        self.note("POST /verify-token", "", api.post("/verify-token").json(&token)).await;
        self.note("GET /users/{id}", "", api.get(format!("/users/{user}"))).await;
    }

    async fn media_sessions(&mut self) {
        let api = self.api.clone();
        let email = format!("{}@example.org", fresh("u"));
        let media = json!({ "email": email, "username": "reader", "password": PASSWORD });
        let call = api.post("/api/auth/register").json(&media);
        self.note("POST /api/auth/register", "", call).await;
        let call = api.post("/api/auth/login").json(&media);
        let session = self.note("POST /api/auth/login", "from a new address", call).await;
        let call = api.post("/api/auth/logout").bearer(&session.text_of("access_token"));
        self.note("POST /api/auth/logout", "", call).await;
        self.note("POST /api/auth/forget", "", api.post("/api/auth/forget").json(&media)).await;
        let reset = json!({ "reset_password_token": self.mailed(), "password": OTHER });
        self.note("POST /api/auth/reset", "", api.post("/api/auth/reset").json(&reset)).await;
    }

    async fn media_users(&mut self) {
        let api = self.api.clone();
        let reader = Reader::new(&api).await;
        self.settle().await;
        let uuid = reader.user["uuid"].as_str().expect("a uuid").to_owned();
        let own = format!("/api/user/{uuid}");
        let get = |path: &str| api.get(path).bearer(&reader.token);
        self.note("GET /api/user/{uuid}", "", get(&own)).await;
        let search = "GET /api/user/search/{search_term}";
        self.note(search, "few are found", get("/api/user/search/read")).await;
        let name = json!({ "username": "another" });
        let call = reader.patch(&own).json(&name);
        self.note("PATCH /api/user/{uuid}", "another name", call).await;
        let call = api.put("/api/user/preferences_defined").bearer(&reader.token);
        self.note("PUT /api/user/preferences_defined", "", call).await;
        let call = api.put("/api/user/genre/1").bearer(&reader.token);
        self.note("PUT /api/user/genre/{genre_id}", "", call).await;
        self.note("GET /api/user/genre", "one genre", get("/api/user/genre")).await;
        self.note("GET /api/user/export", "next to nothing", get("/api/user/export")).await;
        let call = reader.delete("/api/user/genre/1");
        self.note("DELETE /api/user/genre/{genre_id}", "", call).await;
        self.note("DELETE /api/user/{uuid}", "", reader.delete(&own)).await;
    }

    async fn jobs_sessions(&mut self) {
        let api = self.api.clone();
        self.note("GET /api/about", "", api.get("/api/about")).await;
        let email = format!("{}@example.org", fresh("u"));
        let login = [("email", email.as_str()), ("password", OTHER)];
        let call = api.post("/api/users/signup").form(&login);
        self.note("POST /api/users/signup", "", call).await;
        let call = api.post("/api/users/login").form(&login);
        let session = self.note("POST /api/users/login", "from a new address", call).await;
        let token = session.text_of("accessToken");
        let call = api.get("/api/users/resendActivationEmail").bearer(&token);
        self.note("GET /api/users/resendActivationEmail", "", call).await;
        let link = self.mailed();
        let call = api.post("/api/users/activate").form(&[("token", &link)]);
        self.note("POST /api/users/activate", "", call).await;
        let call = api.get(format!("/api/users/requestPasswordReset?email={email}"));
        self.note("GET /api/users/requestPasswordReset", "", call).await;
        let link = self.mailed();
        let call = api.post("/api/users/resetPassword");
        let call = call.form(&[("newPassword", "Correct-Horse-8"), ("token", &link)]);
        self.note("POST /api/users/resetPassword", "", call).await;
    }

    async fn jobs_users(&mut self) {
        let api = self.api.clone();
        let reader = Reader::new(&api).await;
        let email = reader.user["email"].as_str().expect("an address").to_owned();
        let mut token = reader.token.clone();
        let call = api.get("/api/users/info").bearer(&token);
        self.note("GET /api/users/info", "", call).await;
        let address = format!("{}@example.org", fresh("u"));
        let form = [("password", PASSWORD), ("newEmail", &address)];
        let call = api.post("/api/users/changeEmail").bearer(&token).form(&form);
        self.note("POST /api/users/changeEmail", "", call).await;
        let form = [("password", PASSWORD), ("newPassword", OTHER)];
        let call = api.post("/api/users/changePassword").bearer(&token).form(&form);
        self.note("POST /api/users/changePassword", "", call).await;
        for what in ["POST /api/users/invalidateAllTokens", "POST /api/users/delete"] {
            let login = [("email", email.as_str()), ("password", OTHER)];
            let session = api.post("/api/users/login").form(&login).send().await.ok(200);
            token = session.text_of("accessToken");
            let call = api.post(what.trim_start_matches("POST ")).bearer(&token).form(&login);
            self.note(what, "", call).await;
        }
    }

    /// The token in the last mail.
    fn mailed(&self) -> String {
        let Mailer::Outbox(outbox) = &self.system.app.mailer else { panic!("no outbox") };
        let mail = outbox.attempts().pop().expect("a mail");
        let (_, rest) = mail.body.split_once("?token=").expect("a link");
        rest.lines().next().expect("a token").to_owned()
    }
}
