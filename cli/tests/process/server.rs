//! A running `kindred serve`.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use kindred::Blobs;
use kindred_cli::embedded::{Access, BUCKET, Bucket};
use kindred_cli::system::kept_secret;
use serde_json::{Value, json};

/// A running `kindred serve`, killed at the latest when the test ends.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) base: String,
}

impl Server {
    /// Start it and wait until it says where it is.
    pub(crate) fn start(args: &[&str]) -> Self {
        Self::of(&mut serve(args))
    }

    pub(crate) fn of(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("it starts");
        let output = BufReader::new(child.stdout.take().expect("piped"));
        let mut lines = output.lines().map_while(Result::ok);
        let line = lines.find(|line| line.contains("API")).expect("it says where it is");
        let base = line.split_whitespace().last().expect("an address").to_owned();
        // The rest is read on, or the server would stop at a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, base }
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Option<Value> {
        let request = reqwest::Client::new().post(format!("{}{path}", self.base)).json(body);
        request.send().await.ok()?.json().await.ok()
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Value {
        let request = reqwest::Client::new().get(format!("{}{path}", self.base));
        let answer = request.bearer_auth(token).send().await.expect("it answers");
        answer.json().await.expect("JSON")
    }

    /// Log in at the media API; the session, or why there is none.
    pub(crate) async fn log_in(&self, email: &str, password: &str) -> Value {
        let login = json!({ "email": email, "password": password });
        self.post("/api/auth/login", &login).await.expect("an answer")
    }

    /// Register a writer and return their token.
    pub(crate) async fn writer(&self) -> Value {
        let account = json!({ "username": "writer", "password": "Password#1" });
        self.post("/register", &account).await.expect("an account");
        let session = self.post("/login", &account).await.expect("a session");
        session["access-token"].clone()
    }

    /// What signs links as the server does whose data lies there.
    pub(crate) fn blobs(&self, data: &Path) -> Blobs {
        let secret = kept_secret(data, [0; 32]).expect("it has been made");
        let access = Access::derived(&secret, self.base.as_str());
        Blobs::new(Bucket::temporary(access).client(), BUCKET)
    }

    pub(crate) fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().expect("kill runs");
        assert!(sent.success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

pub(crate) fn kindred() -> Command {
    Command::new(env!("CARGO_BIN_EXE_kindred"))
}

pub(crate) fn serve(args: &[&str]) -> Command {
    let mut command = kindred();
    command.args(["serve", "--bcrypt-cost", "4", "--port", "0"]).args(args);
    command
}
