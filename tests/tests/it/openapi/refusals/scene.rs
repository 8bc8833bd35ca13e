//! Requests that are refused, in the order of the functions.

use axum::http::Method;
use kindred::auth::token::{Claims, Door, UserClaims};
use serde_json::json;
use tests::{Api, Call, PASSWORD, Reader, Reply, TestApp, Writer};

use super::super::operations::{Operation, operations};
use super::{KIND, Refusal, concerns};

/// A system, people in it, and the refusals that they have met.
pub(super) struct Scene {
    app: TestApp,
    writer: Writer,
    reader: Reader,
    pub(super) seen: Vec<Refusal>,
}

impl Scene {
    pub(super) async fn new() -> Self {
        let app = TestApp::new().await;
        let writer = Writer::new(&app.api()).await;
        let reader = Reader::new(&app.api()).await;
        Self { app, writer, reader, seen: Vec::new() }
    }

    fn api(&self) -> Api {
        self.app.api()
    }

    async fn meet(&mut self, operation: &str, call: Call) {
        let reply = call.send().await;
        self.note(operation, &reply);
    }

    fn note(&mut self, operation: &str, reply: &Reply) {
        let refusal = (operation.to_owned(), reply.status.to_string(), reply.body.to_string());
        self.seen.push(refusal);
    }

    pub(super) async fn accounts(&mut self) {
        let name = self.writer.name.clone();
        let email = self.reader.user["email"].clone();
        let registrations = [
            json!({}),
            json!({ "username": "ada_l" }),
            json!({ "username": "ada", "password": PASSWORD }),
            json!({ "username": "ada_l", "password": "password" }),
            json!({ "username": name, "password": PASSWORD }),
        ];
        for body in registrations {
            self.meet("register", self.api().post("/register").json(&body)).await;
        }
        let wrong = json!({ "username": name, "password": "Password#2" });
        for body in [json!({}), json!({ "username": name }), wrong] {
            self.meet("login", self.api().post("/login").json(&body)).await;
        }
        let right = json!({ "email": email, "username": "ada.l", "password": PASSWORD });
        self.meet("register_media", self.api().post("/api/auth/register").json(&right)).await;
        for field in ["email", "username", "password"] {
            let mut body = right.clone();
            body[field] = json!("?");
            self.meet("register_media", self.api().post("/api/auth/register").json(&body)).await;
        }
        for (field, value) in [("email", "?"), ("password", "?"), ("password", "Password#2")] {
            let mut body = right.clone();
            body[field] = json!(value);
            self.meet("login_media", self.api().post("/api/auth/login").json(&body)).await;
        }
        self.meet("get_user", self.api().get("/users/7")).await;
    }

    pub(super) async fn articles(&mut self) {
        self.meet("list_articles", self.api().get("/articles?cursor=x")).await;
        let author = self.writer.id;
        let own = format!("/users/{author}/articles?cursor=x");
        self.meet("list_user_articles", self.api().get(own)).await;
        self.meet("list_user_articles", self.api().get("/users/7/articles")).await;
        self.meet("get_article", self.api().get("/articles/42")).await;
        let article = self.writer.writes("Title", "Text").await;
        for body in [
            json!({ "text": "Text" }),
            json!({ "title": "Title" }),
            json!({ "title": "t".repeat(1_001), "text": "Text" }),
            json!({ "title": "Title", "text": "t".repeat(262_145) }),
        ] {
            let created = self.writer.sends(Method::POST, "/articles/new", body.clone()).await;
            self.note("create_article", &created);
            let path = format!("/articles/{article}/edit");
            let edited = self.writer.sends(Method::PUT, path, body).await;
            self.note("edit_article", &edited);
        }
        let stranger = Writer::new(&self.api()).await;
        let whole = json!({ "title": "Title", "text": "Text" });
        for (operation, method, verb) in
            [("edit_article", Method::PUT, "edit"), ("delete_article", Method::DELETE, "delete")]
        {
            for id in [article, 42] {
                let path = format!("/articles/{id}/{verb}");
                let reply = stranger.sends(method.clone(), path, whole.clone()).await;
                self.note(operation, &reply);
            }
        }
    }

    pub(super) async fn media(&mut self) {
        let page = format!("/api/{KIND}/user?page=x");
        let reply = self.reader.get(page).await;
        self.note("list_recommended_movie", &reply);
        let reply = self.reader.get(format!("/api/{KIND}/search/%FF")).await;
        self.note("search_movie", &reply);
        let reply = self.reader.get(format!("/api/{KIND}/42/meta")).await;
        self.note("get_meta_movie", &reply);
        for report in [json!({}), json!({ "rating": 6 }), json!({ "additional_count": -1 })] {
            let reply = self.reader.reports(KIND, 42, &report).await;
            self.note("update_meta_movie", &reply);
        }
    }

    /// What is no JSON, no object, or too large, wherever a body is taken.
    pub(super) async fn unreadable_bodies(&mut self) {
        for operation in operations().iter().filter(|operation| concerns(operation)) {
            if operation.request().is_none() {
                continue;
            }
            let call = || self.call(operation).bearer(&self.reader.token);
            let replies = [
                call().body("text/plain", "{}").send().await,
                call().body("application/json", "[]").send().await,
                call().body("application/json", vec![b' '; 6 * 1024 * 1024 + 1]).send().await,
            ];
            for reply in replies {
                self.note(operation.id(), &reply);
            }
        }
    }

    /// Without a token and with none of ours, wherever the body carries one.
    pub(super) async fn sessions_of_the_forum(&mut self) {
        for operation in operations() {
            if operation.request().is_some_and(|body| body.get("access-token").is_some()) {
                for body in [json!({}), json!({ "access-token": "x" })] {
                    self.meet(operation.id(), self.call(&operation).json(&body)).await;
                }
            }
        }
    }

    /// Without a token, with none of ours, an old one, one that was ended, and one of nobody.
    pub(super) async fn sessions_of_the_media_api(&mut self) {
        let now = self.app.app().clock.now().seconds();
        let old = self.token(self.writer.id, 1, now - 12 * 3_600);
        let ended = self.token(self.writer.id, 0, now);
        let nobody = self.token(7, 1, now);
        for operation in operations().iter().filter(|operation| concerns(operation)) {
            if operation.body.get("security").is_none() {
                continue;
            }
            let call = || self.call(operation).json(&json!({}));
            let replies = [
                call().send().await,
                call().header("authorization", "Basic x").send().await,
                call().bearer("x").send().await,
                call().bearer(&old).send().await,
                call().bearer(&ended).send().await,
                call().bearer(&nobody).send().await,
            ];
            for reply in replies {
                self.note(operation.id(), &reply);
            }
        }
    }

    /// The operation, called with ids that nothing has.
    fn call(&self, operation: &Operation) -> Call {
        let method: Method = operation.method.parse().expect("a method");
        let path = operation.path.replace("{search_term}", "a");
        let path = path.replace("{id}", "42").replace("{content_id}", "42");
        self.api().call(method, path)
    }

    /// A token that we signed.
    fn token(&self, user: u64, session_version: u64, issued_at: i64) -> String {
        let app = self.app.app();
        let claims = Claims {
            sub: user.to_string(),
            identity: app.ids.uuid(),
            user_claims: UserClaims { permissions: Vec::new() },
            sv: session_version,
            door: Door::Media,
            iat: issued_at,
            nbf: issued_at,
            exp: issued_at + 12 * 3_600,
            jti: app.ids.uuid(),
            kind: "access".to_owned(),
            fresh: false,
        };
        app.tokens.sign(&claims).expect("it can be signed")
    }
}
