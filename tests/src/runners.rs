//! Runners, and jobs for them.

use axum::Router;
use kindred::entity::job::{Job, JobOrder};
use kindred::entity::runner::Runner;
use kindred::entity::user::User;
use kindred::queue::NewJob;
use kindred::{Error, Result};
use kindred_cli::connection;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{Api, Call, Member, Reply, TestApp};

/// A runner that does what a test says.
#[derive(Clone)]
pub struct Worker {
    api: Api,
    /// Its token.
    pub token: String,
}

/// Serve a router on a port of this machine for as long as the test runs; where that is.
pub async fn serve(router: Router) -> String {
    let (listener, base) = port().await;
    serve_on(listener, router);
    base
}

async fn port() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    (listener, base)
}

fn serve_on(listener: TcpListener, router: Router) {
    tokio::spawn(async { axum::serve(listener, connection::service(router)).await });
}

impl Worker {
    /// A runner with this token.
    pub fn with(api: &Api, token: &str) -> Self {
        Self { api: api.clone(), token: token.to_owned() }
    }

    /// A runner that an administrator has just created, which is offline.
    pub async fn new(api: &Api, administrator: &Member) -> Self {
        let created = administrator.get("/api/runners/create").await.ok(200);
        Self::with(api, &created.text_of("runnerToken"))
    }

    /// The same, online.
    pub async fn online(api: &Api, administrator: &Member) -> Self {
        let worker = Self::new(api, administrator).await;
        let _ = worker.posts("register").await.ok(200);
        worker
    }

    /// A POST to one of the runners' paths.
    pub fn post(&self, path: &str) -> Call {
        self.api.post(format!("/api/runners/{path}")).bearer(&self.token)
    }

    /// POST nothing to one of the runners' paths, as the public runner does.
    pub async fn posts(&self, path: &str) -> Reply {
        self.post(path).body("application/octet-stream", "").send().await
    }

    /// Give a sign of life, perhaps with progress.
    pub async fn beats(&self, progress: Option<&str>) -> Reply {
        let form: Vec<_> = progress.map(|text| ("progress", text)).into_iter().collect();
        self.post("heartbeat").form(&form).send().await
    }

    /// What a heartbeat is answered: one field, which is true.
    pub async fn told(&self, progress: Option<&str>) -> String {
        let reply = self.beats(progress).await.ok(200);
        let fields = reply.body.as_object().expect("an object");
        assert_eq!(fields.len(), 1, "{}", reply.text);
        let (name, value) = fields.iter().next().expect("a field");
        assert_eq!(value, &json!(true), "{}", reply.text);
        name.clone()
    }

    /// Ask for the audio of the work; what is answered, a redirect included.
    pub async fn audio(&self) -> Reply {
        let path = "/api/runners/retrieveJobAudio";
        self.api.get(path).bearer(&self.token).send().await
    }

    /// The id of the work, which is fetched by this.
    pub async fn fetches(&self) -> u64 {
        self.posts("retrieveJobInfo").await.ok(200).number_of("jobID")
    }

    /// Submit a result.
    pub async fn submits(&self, form: &[(&str, &str)]) -> Reply {
        self.post("submitJobResult").form(form).send().await
    }
}

impl TestApp {
    /// An empty system without limits on a port of this machine, where links to blobs lead, too; where that is.
    pub async fn served() -> (Self, String) {
        let (listener, base) = port().await;
        let app = Self::linked_to(&base).await;
        serve_on(listener, app.system.router());
        (app, base)
    }

    /// Lose silent runners and work off the agenda, as the schedule does.
    pub async fn sweep(&self) {
        self.system.queue().lose_silent_runners().await.expect("silent runners can be lost");
        self.system.queue().work_off_agenda().await.expect("the agenda can be worked off");
    }

    /// Invoke the function `sweep` with this payload; while it waits, time passes.
    pub async fn invoke_sweep(&self, payload: Value) -> Result<()> {
        sweep::invoke(&self.system.queue(), payload, async |pause| self.advance(pause)).await
    }

    /// Somebody's account as stored.
    pub async fn account_of(&self, member: &Member) -> User {
        let claim = User::email_claim(&member.email);
        let user = User::by_claim(&self.app().store, &claim).await;
        user.expect("the store answers").expect("an account")
    }

    /// A job without audio, submitted by somebody.
    pub async fn job_of(&self, owner: u64, order: JobOrder) -> u64 {
        let new = NewJob { owner, order, audio: None, key: None };
        self.system.queue().submit(new).await.expect("it can be submitted")
    }

    /// A job as stored.
    pub async fn job(&self, id: u64) -> Option<Job> {
        self.app().store.get(&Job::place(id)).await.expect("the store answers")
    }

    /// A runner as stored.
    pub async fn runner(&self, worker: &Worker) -> Runner {
        let found = self.system.queue().runner_with(&worker.token).await;
        found
            .and_then(|runner| runner.ok_or_else(|| Error::not_found("its token is gone")))
            .expect("a runner")
    }
}
