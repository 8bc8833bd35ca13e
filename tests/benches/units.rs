//! What each operation of the API costs in read and write units, as DynamoDB would bill them.
//!
//! Every operation of the description is called on a small and on a ten times larger store, then recompute and cascade
//! are given the events of some of them. The figures are counts, not times: they are the same on every machine. Prints
//! two tables in markdown; fails when an operation has no row.

#[path = "units/accounts.rs"]
mod accounts;
#[path = "units/jobs.rs"]
mod jobs;
#[path = "units/matching.rs"]
mod matching;
#[path = "common/movies.rs"]
mod movies;

use std::collections::BTreeSet;

use kindred::entity::kind::MediaKind;
use kindred::entity::user::User;
use kindred::matching::statistics::milestone;
use kindred::{App, Clock};
use kindred_cli::embedded::{Meter, Units};
use kindred_cli::{Clients, Stores, System};
use serde_json::{Value, json};
use tests::{Api, Call, Reader, Reply, Writer};

/// Articles and movies in the two stores.
const SIZES: [usize; 2] = [100, 1_000];
/// Movies that the reader has rated before.
const RATED: usize = 10;

/// A system with its meter, and what was measured so far.
struct Ledger {
    system: System,
    meter: Meter,
    api: Api,
    n: usize,
    rows: Vec<Row>,
}

/// One measured operation.
struct Row {
    /// Method and path as in the description, or what is worked off.
    what: &'static str,
    case: &'static str,
    units: Units,
}

#[tokio::main]
async fn main() {
    let (mut routes, mut stream) = (Vec::new(), Vec::new());
    for n in SIZES {
        let mut ledger = Ledger::new(n).await;
        ledger.accounts().await;
        ledger.articles().await;
        ledger.media().await;
        ledger.jobs().await;
        ledger.matching().await;
        routes.push(std::mem::take(&mut ledger.rows));
        ledger.recompute().await;
        ledger.cascade().await;
        stream.push(ledger.rows);
    }
    print("operation", &routes);
    println!();
    print("recompute and cascade", &stream);
    println!("\nWithout figures: {}.", unmeasured(&routes[0]).join(", "));
}

impl Ledger {
    async fn new(n: usize) -> Self {
        let config = movies::config();
        let stores = Stores::memory(&config.token_secret).expect("a store in memory");
        let (store, meter) = stores.engine.metered_client();
        let clients = Clients { store, ..stores.clients() };
        let system = System::with_clients(stores, clients, Clock::shifted(), config);
        let system = system.await.expect("a system in memory");
        let api = Api::in_process(system.router());
        movies::publish(&system.app, 0..n).await;
        let ledger = Self { system, meter, api, n, rows: Vec::new() };
        ledger.settle().await;
        ledger
    }

    async fn settle(&self) {
        self.system.pump.drain().await.expect("the stream can be read");
        assert!(self.system.pump.dead_letters().is_empty(), "recompute failed");
    }

    /// Send a request and note what it costs, without what its events cost.
    async fn note(&mut self, what: &'static str, case: &'static str, call: Call) -> Reply {
        self.meter.take();
        let reply = call.send().await;
        assert!(reply.status < 400, "{what} answers {}: {}", reply.status, reply.text);
        self.row(what, case);
        self.settle().await;
        reply
    }

    /// Note what it costs to work off what is waiting.
    async fn note_events(&mut self, what: &'static str, case: &'static str) {
        self.meter.take();
        self.settle().await;
        self.row(what, case);
    }

    /// Note what it has cost.
    fn row(&mut self, what: &'static str, case: &'static str) {
        self.rows.push(Row { what, case, units: self.meter.take() });
    }

    async fn articles(&mut self) {
        let api = self.api.clone();
        let writer = Writer::new(&api).await;
        let text = "x".repeat(1024);
        for number in 0..self.n {
            writer.writes(&format!("Article {number}"), &text).await;
        }
        let body = json!({ "title": "Title", "text": text, "access-token": writer.token });
        let call = api.post("/articles/new").json(&body);
        let id = self.note("POST /articles/new", "text of 1 KB", call).await.number_of("id");
        let article = api.get(format!("/articles/{id}"));
        self.note("GET /articles/{id}", "text of 1 KB", article).await;

        let last = self.n / 10;
        let list = "GET /articles";
        self.note(list, "first page of 10", api.get("/articles?page=1")).await;
        let page = api.get(format!("/articles?page={last}"));
        self.note(list, "last full page, by `page`", page).await;
        let before = api.get(format!("/articles?page={}", last - 1)).send().await;
        let page = api.get(format!("/articles?cursor={}", before.text_of("cursor")));
        self.note(list, "last full page, by `cursor`", page).await;
        let own = api.get(format!("/users/{}/articles", writer.id));
        self.note("GET /users/{id}/articles", "first page of 10", own).await;

        let call = api.put(format!("/articles/{id}/edit")).json(&body);
        self.note("PUT /articles/{id}/edit", "text of 1 KB", call).await;
        let call = api.delete(format!("/articles/{id}/delete")).json(&body);
        self.note("DELETE /articles/{id}/delete", "text of 1 KB", call).await;
    }

    async fn media(&mut self) {
        let api = self.api.clone();
        let reader = self.reader().await;
        let get = |path: &str| api.get(format!("/api/movie{path}")).bearer(&reader.token);
        let list = "GET /api/movie";
        self.note(list, "first page of 24", get("?page=1")).await;
        self.note(list, "last page", get(&format!("?page={}", self.n.div_ceil(24)))).await;
        let search = "GET /api/movie/search/{search_term}";
        self.note(search, "one of all is found", get("/search/film%200042")).await;
        self.note(search, "all are found", get("/search/film")).await;
        self.note("GET /api/movie/genres", "18 genres", get("/genres")).await;
        let list = self.note("GET /api/movie/user", "first page of 24", get("/user")).await;
        assert_eq!(list.number_of("number_of_elements"), 24, "{}", list.text);

        let similar = "GET /api/movie/{content_id}/similar";
        self.note(similar, "first page", get("/1/similar")).await;

        let look = "GET /api/movie/{content_id}/meta";
        self.note(look, "for the first time", get("/50/meta")).await;
        self.note(look, "again", get("/50/meta")).await;
        let patch = |path: &str, report: Value| {
            api.patch(format!("/api/movie{path}")).bearer(&reader.token).json(&report)
        };
        let report = "PATCH /api/movie/{content_id}/meta";
        let first = patch("/51/meta", json!({ "rating": 4 }));
        self.note(report, "a first rating", first).await;
        let other = patch("/51/meta", json!({ "rating": 5 }));
        self.note(report, "another rating", other).await;
        let used = patch("/51/meta", json!({ "additional_count": 1 }));
        self.note(report, "a use", used).await;
    }

    async fn recompute(&mut self) {
        Reader::new(&self.api).await;
        self.note_events("a new account", "a name of 6 characters").await;
        let reader = self.reader().await;
        let _ = reader.get("/api/movie/60/meta").await.ok(200);
        self.note_events("a look at a movie", "first; the user rated 10").await;
        reader.rates("movie", 61, 4).await;
        self.note_events("a rating", "first; the user rated 10").await;

        let mut n = self.n;
        let app = self.system.app.clone();
        movies::publish(&app, n..n + 1).await;
        self.note_events("a new movie", "between two milestones").await;
        n += 1;
        while milestone(n + 1) != n + 1 {
            movies::publish(&app, n..n + 1).await;
            n += 1;
        }
        self.settle().await;
        movies::publish(&app, n..n + 1).await;
        self.note_events("a new movie", "that reaches a milestone").await;

        self.meter.take();
        self.system.recompute().everything().await.expect("everything can be derived");
        self.row("everything", "the daily pass, nothing changed");
    }

    async fn cascade(&mut self) {
        let reader = self.reader().await;
        let article =
            json!({ "title": "T", "text": "x".repeat(1024), "access-token": reader.token });
        let _ = self.api.post("/articles/new").json(&article).send().await.ok(200);
        let App { store, ids, .. } = &self.system.app;
        let email = reader.user["email"].as_str().expect("an address");
        let user = User::by_claim(store, &User::email_claim(email)).await.expect("a read");
        let removal = user.expect("an account").removal(ids.occurrence(None));
        store.commit(removal).await.expect("it can be removed");
        self.note_events("the end of an account", "10 ratings, an article of 1 KB").await;
        self.meter.take();
        self.system.cascade().finish().await.expect("it is gone through");
        self.row("an erasure", "the schedule, nothing left");
    }

    /// Somebody who has rated some movies of several series.
    async fn reader(&self) -> Reader {
        let reader = Reader::new(&self.api).await;
        for number in 0..RATED as u64 {
            reader.rates("movie", 1 + number * 4, 5).await;
        }
        self.settle().await;
        reader
    }
}

/// The operations of the description without a row; all kinds are served by the same code.
fn unmeasured(rows: &[Row]) -> Vec<String> {
    let noted: BTreeSet<_> = rows.iter().map(|row| row.what.to_owned()).collect();
    let description = kindred_cli::api::description_text();
    let description: Value = serde_json::from_str(&description).expect("it is JSON");
    let mut all = BTreeSet::new();
    for (path, operations) in description["paths"].as_object().expect("an object") {
        let path = MediaKind::ALL
            .into_iter()
            .fold(path.clone(), |path, kind| path.replace(&format!("/api/{kind}"), "/api/movie"));
        let methods = operations.as_object().into_iter().flatten();
        all.extend(methods.map(|(method, _)| format!("{} {path}", method.to_uppercase())));
    }
    all.difference(&noted).cloned().collect()
}

/// A table of the rows of both stores side by side.
fn print(heading: &str, measured: &[Vec<Row>]) {
    let [small, large] = SIZES;
    println!(
        "| {heading} | case | read units at {small} | write | read units at {large} | write | ratio |"
    );
    println!("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
    for (small, large) in measured[0].iter().zip(&measured[1]) {
        assert_eq!((small.what, small.case), (large.what, large.case));
        let [s, l] = [small.units, large.units];
        // What costs nothing does not grow.
        let of = |units: Units| (units.read + units.write).max(f64::MIN_POSITIVE);
        let ratio = of(l) / of(s);
        println!(
            "| {} | {} | {} | {} | {} | {} | {ratio:.1} |",
            small.what, small.case, s.read, s.write, l.read, l.write
        );
    }
}
