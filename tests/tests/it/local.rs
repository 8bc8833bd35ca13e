//! What `kindred serve` offers below `/_local` to tests of clients and to people, and nobody else gets.

mod elsewhere;
mod load;
mod outbox;
mod page;
mod reset;
mod settings;

use serde_json::{Value, json};
use tests::{Reply, TestApp};

/// A password that every door takes.
const PASSWORD: &str = "Correct-Horse-7";

/// A system as `kindred serve` has it, and those who test a client with it.
struct Bench {
    app: TestApp,
}

impl Bench {
    async fn new() -> Self {
        Self { app: TestApp::new().await }
    }

    async fn reset(&self, body: &Value) -> Reply {
        self.app.api().post("/_local/reset").json(body).send().await
    }

    /// A reset to these accounts, each an address; the first is an administrator.
    async fn reset_to(&self, addresses: &[&str]) {
        let user = |(position, address): (usize, &&str)| {
            json!({
                "email": address,
                "password": PASSWORD,
                "isAdmin": position == 0,
                "activated": true,
            })
        };
        let users: Vec<_> = addresses.iter().enumerate().map(user).collect();
        let _ = self.reset(&json!({ "users": users })).await.ok(200);
    }

    /// Send a form; its values need no encoding.
    async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let fields: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let form = self.app.api().post(path);
        form.body("application/x-www-form-urlencoded", fields.join("&")).send().await
    }

    async fn sign_up(&self, address: &str) -> Reply {
        self.form("/api/users/signup", &[("email", address), ("password", PASSWORD)]).await
    }

    async fn log_in(&self, address: &str, password: &str) -> Reply {
        self.form("/api/users/login", &[("email", address), ("password", password)]).await
    }

    /// What the job service knows of whoever has this token.
    async fn info(&self, token: &str) -> Reply {
        self.app.api().get("/api/users/info").bearer(token).send().await
    }

    async fn outbox(&self) -> Vec<Value> {
        let reply = self.app.api().get("/_local/outbox").send().await.ok(200);
        reply.body.as_array().expect("a list").clone()
    }
}

/// The link of a mail: its third line.
fn link(mail: &Value) -> &str {
    mail["body"].as_str().and_then(|body| body.lines().nth(2)).expect("three lines at least")
}

/// The token of a mail's link.
fn token(mail: &Value) -> &str {
    link(mail).split_once("token=").expect("a token").1
}
