//! A whole system in this process, and people who use it.

use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use axum::http::Method;
use kindred::auth::throttle::limits::Limits;
use kindred::config::Secret;
use kindred::entity::content::{Content, Description};
use kindred::entity::kind::MediaKind;
use kindred::entity::user::User;
use kindred::mail::{Mailer, Outbox};
use kindred::{App, Clock, Config, Timestamp};
use kindred_cli::embedded::{Access, Bucket, Contention, Engine, Faults, Meter};
use kindred_cli::{Clients, Stores, System};
use serde_json::{Value, json};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;

use crate::{Api, Call, Reply};

/// A system with its own empty tables.
pub struct TestApp {
    /// The system.
    pub system: System,
    api: Api,
}

/// Somebody at the forum.
pub struct Writer {
    api: Api,
    /// Their id.
    pub id: u64,
    /// Their name.
    pub name: String,
    /// Their session.
    pub token: String,
}

/// Somebody at the media API.
pub struct Reader {
    pub(crate) api: Api,
    /// Their session.
    pub token: String,
    /// What registration answered of them.
    pub user: Value,
}

/// The password of everybody.
pub const PASSWORD: &str = "Password#1";

impl TestApp {
    /// An empty system on the first day of 2026, which does not mind how often something is tried.
    pub async fn new() -> Self {
        Self::with(|config| config.limits = Limits::off()).await
    }

    /// The same with the settings that the product has by default, but for these.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let stores = stores();
        Self::over(stores.clients(), stores, change).await
    }

    /// An empty system without limits whose links to blobs lead to this address.
    pub async fn linked_to(url: &str) -> Self {
        let engine = Engine::memory().expect("a store in memory");
        let bucket = Bucket::temporary(Access::derived(&secret(), url));
        let stores = Stores { engine, bucket };
        Self::over(stores.clients(), stores, |config| config.limits = Limits::off()).await
    }

    /// An empty system without limits, and the meter of what its requests to the store consume.
    pub async fn metered() -> (Self, Meter) {
        let stores = stores();
        let (store, meter) = stores.engine.metered_client();
        let clients = Clients { store, ..stores.clients() };
        (Self::over(clients, stores, |config| config.limits = Limits::off()).await, meter)
    }

    /// An empty system without limits, and what makes its requests to the store fail.
    pub async fn faulty() -> (Self, Faults) {
        Self::faulty_with(|config| config.limits = Limits::off()).await
    }

    /// The same with the settings that the product has by default, but for these.
    pub async fn faulty_with(change: impl FnOnce(&mut Config)) -> (Self, Faults) {
        let stores = stores();
        let (store, faults) = stores.engine.faulty_client();
        let clients = Clients { store, ..stores.clients() };
        (Self::over(clients, stores, change).await, faults)
    }

    /// An empty system without limits, whose transactions get in each other's way as on AWS.
    pub async fn contended() -> (Self, Contention) {
        let stores = stores();
        let (store, contention) = stores.engine.contended_client();
        let clients = Clients { store, ..stores.clients() };
        (Self::over(clients, stores, |config| config.limits = Limits::off()).await, contention)
    }

    /// An empty system without limits, and what makes its requests to the bucket fail.
    pub async fn faulty_blobs() -> (Self, Faults) {
        let stores = stores();
        let (blobs, faults) = stores.bucket.faulty_client();
        let clients = Clients { blobs, ..stores.clients() };
        (Self::over(clients, stores, |config| config.limits = Limits::off()).await, faults)
    }

    /// The same, but the client of the store asks again when an answer is lost, as that of a function does.
    pub async fn persistent() -> (Self, Faults) {
        let stores = stores();
        let (client, faults) = stores.engine.faulty_client();
        let retries = RetryConfig::standard().with_initial_backoff(Duration::from_millis(1));
        let store = Client::from_conf(client.config().to_builder().retry_config(retries).build());
        let clients = Clients { store, ..stores.clients() };
        (Self::over(clients, stores, |config| config.limits = Limits::off()).await, faults)
    }

    async fn over(clients: Clients, stores: Stores, change: impl FnOnce(&mut Config)) -> Self {
        keep_callsites_open();
        let clock =
            Clock::manual("2026-01-01T00:00:00.000000".parse::<Timestamp>().expect("a time"));
        let mut config = Config::isolated(secret(), 4);
        change(&mut config);
        let system = System::with_clients(stores, clients, clock, config).await;
        Self::of(system.expect("a system in memory"))
    }

    /// The same system after a restart with other settings: its stores and its clock stay, its mails do not.
    pub async fn restarted(&self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::clone(&self.app().config);
        change(&mut config);
        let System { app, engine, bucket, .. } = self.system.clone();
        let system = System::new(Stores { engine, bucket }, app.clock, config).await;
        Self::of(system.expect("a system over the same stores"))
    }

    /// This system, as tests use one.
    pub fn of(mut system: System) -> Self {
        // Nobody waits for real time.
        system.pump = system.pump.retry_delay(Duration::ZERO);
        let api = Api::in_process(system.router());
        Self { system, api }
    }

    /// What handlers are given.
    pub fn app(&self) -> &App {
        &self.system.app
    }

    /// HTTP to it.
    pub fn api(&self) -> Api {
        self.api.clone()
    }

    /// Where its mails go.
    pub fn outbox(&self) -> &Outbox {
        match &self.app().mailer {
            Mailer::Outbox(outbox) => outbox,
            other => panic!("no outbox but {other:?}"),
        }
    }

    /// Move the clock forward.
    pub fn advance(&self, by: Duration) {
        self.app().clock.advance(by);
    }

    /// Work off all events, and those that this brings; none may end with the dead letters.
    pub async fn settle(&self) -> usize {
        let worked_off = match self.system.settle().await {
            Ok(worked_off) => worked_off,
            // The next time will do it, as on a schedule.
            Err(_) => self.system.settle().await.expect("what waits can be done"),
        };
        let dead = self.system.pump.dead_letters();
        assert!(dead.is_empty(), "dead letters: {dead:?}");
        worked_off
    }

    /// Publish a content and return its id.
    pub async fn publish(&self, kind: MediaKind, fields: Value) -> u64 {
        let app = self.app();
        let id = app.store.next_id("content").await.expect("an id");
        let fields = fields.as_object().expect("an object").clone();
        let description = Description { fields, genres: Vec::new() };
        let occurrence = app.ids.occurrence(None);
        let (content, events) =
            Content::publish(kind, id, description, occurrence).expect("a valid content");
        app.store.commit(content.saving(None).events(&events)).await.expect("it can be written");
        id
    }
}

impl Writer {
    /// Somebody who is registered, with a session.
    pub(crate) fn known(api: &Api, user: &User, token: String) -> Self {
        Self { api: api.clone(), id: user.id, name: user.author_name(), token }
    }

    /// Register somebody with a fresh name and log in.
    pub async fn new(api: &Api) -> Self {
        let name = fresh("w");
        let body = json!({ "username": name, "password": PASSWORD });
        let id = api.post("/register").json(&body).send().await.ok(200).number_of("id");
        let token = api.post("/login").json(&body).send().await.ok(200).text_of("access-token");
        Self { api: api.clone(), id, name, token }
    }

    /// Write an article and return its id.
    pub async fn writes(&self, title: &str, text: &str) -> u64 {
        let body = json!({ "title": title, "text": text, "access-token": self.token });
        self.api.post("/articles/new").json(&body).send().await.ok(200).number_of("id")
    }

    /// Send a body with the session in it.
    pub async fn sends(&self, method: Method, path: impl Into<String>, mut body: Value) -> Reply {
        body["access-token"] = json!(self.token);
        self.api.call(method, path).json(&body).send().await
    }
}

impl Reader {
    /// Somebody who is registered, with a session.
    pub(crate) fn known(api: &Api, user: &User, token: String) -> Self {
        Self { api: api.clone(), token, user: json!({ "email": user.email, "uuid": user.uuid }) }
    }

    /// Register somebody with a fresh address.
    pub async fn new(api: &Api) -> Self {
        let email = format!("{}@example.org", fresh("r"));
        let body = json!({ "email": email, "username": "reader", "password": PASSWORD });
        let reply = api.post("/api/auth/register").json(&body).send().await.ok(201);
        let token = reply.text_of("access_token");
        Self { api: api.clone(), token, user: reply.body["user"].clone() }
    }

    /// Their address.
    pub fn email(&self) -> &str {
        self.user["email"].as_str().expect("an address")
    }

    /// Where the media API has their account.
    pub fn path(&self) -> String {
        format!("/api/user/{}", self.user["uuid"].as_str().expect("a uuid"))
    }

    /// GET a path as this user.
    pub async fn get(&self, path: impl Into<String>) -> Reply {
        self.api.get(path).bearer(&self.token).send().await
    }

    /// A POST to a path as this user.
    pub fn post(&self, path: impl Into<String>) -> Call {
        self.api.post(path).bearer(&self.token)
    }

    /// A PUT of a path as this user.
    pub fn put(&self, path: impl Into<String>) -> Call {
        self.api.put(path).bearer(&self.token)
    }

    /// A PATCH of a path as this user.
    pub fn patch(&self, path: impl Into<String>) -> Call {
        self.api.patch(path).bearer(&self.token)
    }

    /// A DELETE of a path as this user.
    pub fn delete(&self, path: impl Into<String>) -> Call {
        self.api.delete(path).bearer(&self.token)
    }

    /// Report something of a content.
    pub async fn reports(&self, kind: &str, content: u64, report: &Value) -> Reply {
        let path = format!("/api/{kind}/{content}/meta");
        self.api.patch(path).bearer(&self.token).json(report).send().await
    }

    /// Rate a content.
    pub async fn rates(&self, kind: &str, content: u64, rating: u8) {
        let _ = self.reports(kind, content, &json!({ "rating": rating })).await.ok(201);
    }

    /// The ids that are recommended for what they have done, best first: not what is only popular.
    pub async fn recommended(&self, kind: &str) -> Vec<u64> {
        let reply = self.get(format!("/api/{kind}/user")).await.ok(200);
        let content = reply.body["content"].as_array().expect("a list").iter();
        let own = content.filter(|item| item["reco_engine"] != json!("Popularity"));
        own.map(|item| item["content_id"].as_u64().expect("an id")).collect()
    }

    /// Ids and scores of what one engine recommends, best first, the scores to five decimals.
    pub async fn recommended_by(&self, engine: &str, kind: &str) -> Vec<(u64, f64)> {
        let reply = self.get(format!("/api/{kind}/user?reco_engine={engine}")).await.ok(200);
        scores(&reply)
    }

    /// The same of what is recommended to their groups.
    pub async fn recommended_to_groups_by(&self, engine: &str, kind: &str) -> Vec<(u64, f64)> {
        let reply = self.get(format!("/api/{kind}/groups?reco_engine={engine}")).await.ok(200);
        scores(&reply)
    }

    /// Like a genre, or like it no more; whether it was done.
    pub async fn likes(&self, genre: u64, likes: bool) -> bool {
        let path = format!("/api/user/genre/{genre}");
        let call = if likes { self.put(path) } else { self.delete(path) };
        call.send().await.status == 201
    }

    /// Agree to be compared with others by taste, or take it back.
    pub async fn consents(&self, is_given: bool) {
        let call = self.put("/api/match/consent").json(&json!({ "consent": is_given }));
        let _ = call.send().await.ok(201);
    }

    /// Say why a content should not have been recommended.
    pub async fn flags(&self, kind: &str, content: u64, reasons: &Value) {
        let path = format!("/api/{kind}/{content}/bad_recommendation");
        let _ = self.post(path).json(reasons).send().await.ok(201);
    }
}

fn scores(reply: &Reply) -> Vec<(u64, f64)> {
    let entry = |item: &Value| {
        let score = item["reco_score"].as_f64().expect("a score");
        (item["content_id"].as_u64().expect("an id"), (score * 1e5).round() / 1e5)
    };
    reply.body["content"].as_array().expect("a list").iter().map(entry).collect()
}

/// Let nothing decide for the whole process that a line is never logged.
///
/// A line that is met for the first time while a test begins to listen on another thread would stay unheard for good:
/// what it caches is the answer of those who listened just before.
fn keep_callsites_open() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let nothing = tracing_subscriber::registry().with(filter_fn(|_| false));
        tracing::subscriber::set_global_default(nothing).expect("nobody else has done so");
    });
}

fn stores() -> Stores {
    Stores::memory(&secret()).expect("a store in memory")
}

fn secret() -> Secret {
    Secret::new("a secret of the tests, 32 bytes.")
}

/// A name that nobody has, also on a server that other runs have used.
pub fn fresh(prefix: &str) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    #[expect(clippy::disallowed_methods, reason = "only to tell apart the runs of the tests")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_millis();
    format!("{prefix}{:x}{:x}", now % 0xffff_ffff, COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Run a test to its end: for properties, which are not async.
pub fn run<F: Future>(test: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(test)
}
