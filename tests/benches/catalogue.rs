//! A large catalogue: how fast it comes in, how large it is, how long deriving takes, and what the routes cost then.
//!
//! Each size goes into an embedded store of its own, in files, by the way of `kindred import jsonl`; then all is
//! derived, and the routes are called one after the other, in this process. Prints tables in markdown. With
//! `BENCH_QUICK` it is a try with a small one; else `KINDRED_CATALOGUE` may choose among the sizes: `small`, `large`,
//! or both by default.

#[path = "catalogue/large.rs"]
mod large;
#[path = "common/memory.rs"]
mod memory;

use std::env;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use kindred::auth::throttle::limits::Limits;
use kindred::config::Secret;
use kindred::{App, Clock, Config};
use kindred_cli::embedded::{Access, Bucket, Engine, Units};
use kindred_cli::import::formats::{Format, open};
use kindred_cli::import::{Progress, Refusals, Summary, import};
use kindred_cli::stores::LOCALHOST;
use kindred_cli::{Clients, Stores, System};
use large::Size;
use serde_json::json;
use tests::{Api, Call, Reader};

const TRY: Size = Size { items: 1_000, people: 100, interactions: 10_000 };
const SMALL: Size = Size { items: 10_000, people: 1_000, interactions: 100_000 };
const LARGE: Size = Size { items: 100_000, people: 10_000, interactions: 1_000_000 };

/// Of so many people one has an account, the others are of the data set.
const PEOPLE_PER_ACCOUNT: usize = 100;
/// Calls of each route.
const CALLS: usize = 200;

/// What was measured, in words, and the measure.
type Figures = Vec<(&'static str, String)>;

/// What was measured of one size, line by line in the order of the tables.
struct Measured {
    size: Size,
    figures: Figures,
    routes: Vec<Route>,
}

struct Route {
    what: &'static str,
    p50: Duration,
    p99: Duration,
    units: Units,
}

#[tokio::main]
async fn main() {
    let wanted = env::var("KINDRED_CATALOGUE").unwrap_or_default();
    let sizes: Vec<Size> = match (env::var_os("BENCH_QUICK"), wanted.as_str()) {
        (Some(_), _) => vec![TRY],
        (None, "small") => vec![SMALL],
        (None, "large") => vec![LARGE],
        (None, _) => vec![SMALL, LARGE],
    };
    let mut measured = Vec::new();
    for size in sizes {
        measured.push(measure(size).await);
    }
    print_figures(&measured);
    println!();
    measured.iter().for_each(print_routes);
}

async fn measure(size: Size) -> Measured {
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path().join("data");
    let secret = Secret::new("a secret for measuring, 32 bytes");
    let mut config = Config::isolated(secret, 4);
    config.limits = Limits::off();
    let access = Access::derived(&config.token_secret, LOCALHOST);
    let engine = Engine::open(&data).expect("a fresh directory");
    let stores = Stores { engine, bucket: Bucket::kept(&data, access) };
    let system = System::new(stores.clone(), Clock::System, config.clone());
    let system = system.await.expect("a system in files");
    let readers = readers(&system, size.people / PEOPLE_PER_ACCOUNT).await;
    let mut figures = bring_in(&system.app, directory.path(), size, &readers).await;
    figures.extend(derive(&system).await);
    figures.push(("store on disk", megabytes(&data)));
    figures.push(("most memory in use", format!("{:.0} MiB", memory::mib("VmHWM"))));
    drop(system);
    let routes = ask(stores, config, &readers[0], size).await;
    Measured { size, figures, routes }
}

/// Derive everything after the import, and once more when nothing has changed.
async fn derive(system: &System) -> Figures {
    let watch = Watch::start();
    system.catch_up().await.expect("everything can be derived");
    let first = watch.read().to_string();
    assert!(system.pump.dead_letters().is_empty(), "recompute failed");
    let watch = Watch::start();
    system.recompute().everything().await.expect("everything can be derived");
    vec![
        ("everything derived, and all events passed on", first),
        ("the daily pass, nothing changed", watch.read().to_string()),
    ]
}

/// Call each route, over a client that tells what it consumes.
async fn ask(stores: Stores, config: Config, reader: &Reader, size: Size) -> Vec<Route> {
    let (store, meter) = stores.engine.metered_client();
    let clients = Clients { store, ..stores.clients() };
    let system = System::with_clients(stores, clients, Clock::System, config);
    let system = system.await.expect("the same system");
    let api = Api::in_process(system.router());
    let mut routes = Vec::new();
    for (what, call) in calls(&api, reader, size) {
        let mut times = Vec::new();
        let mut units = Units::default();
        for nth in 0..CALLS {
            meter.take();
            let call = call(nth);
            let started = Instant::now();
            let reply = call.send().await;
            times.push(started.elapsed());
            assert!(reply.status < 400, "{what} answers {}: {}", reply.status, reply.text);
            units = meter.take();
        }
        times.sort_unstable();
        let quantile = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        routes.push(Route { what, p50: quantile(0.5), p99: quantile(0.99), units });
    }
    routes
}

/// People with accounts, who will have met as much as everybody else.
async fn readers(system: &System, n: usize) -> Vec<Reader> {
    let api = Api::in_process(system.router());
    let mut readers = Vec::new();
    for _ in 0..n {
        readers.push(Reader::new(&api).await);
    }
    readers
}

/// Make the files and import them.
async fn bring_in(app: &App, folder: &Path, size: Size, readers: &[Reader]) -> Figures {
    let (contents, interactions) =
        (folder.join("contents.jsonl"), folder.join("interactions.jsonl"));
    let uuid = |reader: &Reader| reader.user["uuid"].as_str().expect("a uuid").to_owned();
    let accounts: Vec<_> =
        readers.iter().map(|reader| format!("kindred:{}", uuid(reader))).collect();
    large::write_contents(&contents, size).expect("a fresh file");
    large::write_interactions(&interactions, size, &accounts).expect("a fresh file");
    let (items, for_items) = read_in(app, &contents).await;
    assert_eq!(items.items.added as usize, size.items, "{items}");
    let (done, for_done) = read_in(app, &interactions).await;
    let n_done = done.interactions.added;
    vec![
        ("import of items", for_items.to_string()),
        ("items per second", rate(size.items as u64, &for_items)),
        ("interactions in the file", n_done.to_string()),
        ("import of interactions", for_done.to_string()),
        ("interactions per second", rate(n_done, &for_done)),
    ]
}

async fn read_in(app: &App, path: &Path) -> (Summary, Spent) {
    let reader = open(Format::Jsonl, path).expect("it begins well");
    let watch = Watch::start();
    let imported = import(app, reader, Refusals::default(), &Progress::hidden()).await;
    let summary = imported.expect("the store works");
    assert!(summary.refused.is_empty() && !summary.broken_off, "{summary}{}", summary.refused);
    (summary, watch.read())
}

type Calls<'a> = Vec<(&'static str, Box<dyn Fn(usize) -> Call + 'a>)>;

/// The routes of media; what changes something is called for another content each time.
fn calls<'a>(api: &'a Api, reader: &'a Reader, size: Size) -> Calls<'a> {
    let get = move |path: String| api.get(format!("/api/movie{path}")).bearer(&reader.token);
    // Kinds are imported in their order, so these numbers are those of movies.
    let meta = move |nth: usize| format!("/api/movie/{}/meta", size.items * 3 / 10 + nth);
    vec![
        ("GET /api/movie, first page", Box::new(move |_| get("?page=1".to_owned()))),
        ("GET /api/movie, page 40", Box::new(move |_| get("?page=40".to_owned()))),
        ("GET /api/movie/user", Box::new(move |_| get("/user".to_owned()))),
        ("GET …/search, one is found", Box::new(move |_| get("/search/000442".to_owned()))),
        ("GET …/search, very many", Box::new(move |_| get("/search/al".to_owned()))),
        ("GET /api/movie/genres", Box::new(move |_| get("/genres".to_owned()))),
        ("GET …/meta", Box::new(move |nth| api.get(meta(nth)).bearer(&reader.token))),
        (
            "PATCH …/meta, a rating",
            Box::new(move |nth| {
                let report = json!({ "rating": nth % 6 });
                api.patch(meta(nth)).bearer(&reader.token).json(&report)
            }),
        ),
    ]
}

fn print_figures(measured: &[Measured]) {
    let heading = |it: &Measured| {
        format!(
            "{} items, {} people, {} interactions",
            it.size.items, it.size.people, it.size.interactions
        )
    };
    let headings: Vec<_> = measured.iter().map(heading).collect();
    println!("| | {} |", headings.join(" | "));
    println!("| --- |{}", " ---: |".repeat(measured.len()));
    let Some(first) = measured.first() else { return };
    for (line, (what, _)) in first.figures.iter().enumerate() {
        let values: Vec<_> = measured.iter().map(|it| it.figures[line].1.as_str()).collect();
        println!("| {what} | {} |", values.join(" | "));
    }
}

fn print_routes(measured: &Measured) {
    println!("| with {} items | p50 | p99 | read units | write units |", measured.size.items);
    println!("| --- | ---: | ---: | ---: | ---: |");
    for Route { what, p50, p99, units } in &measured.routes {
        let ms = |time: &Duration| format!("{:.2} ms", time.as_secs_f64() * 1e3);
        println!("| {what} | {} | {} | {} | {} |", ms(p50), ms(p99), units.read, units.write);
    }
    println!();
}

fn rate(n: u64, spent: &Spent) -> String {
    let per = |time: Duration| n as f64 / time.as_secs_f64();
    format!("{:.0}; {:.0} per second of a processor", per(spent.time), per(spent.work))
}

/// Measures how long something takes, and how much of that processors worked for it.
struct Watch {
    started: Instant,
    worked: Duration,
}

struct Spent {
    time: Duration,
    work: Duration,
}

impl Watch {
    fn start() -> Self {
        Self { started: Instant::now(), worked: worked() }
    }

    fn read(&self) -> Spent {
        Spent { time: self.started.elapsed(), work: worked() - self.worked }
    }
}

impl std::fmt::Display for Spent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:.1} s; {:.1} s of processors",
            self.time.as_secs_f64(),
            self.work.as_secs_f64()
        )
    }
}

/// How long processors have worked for this process, in ticks of 10 ms; nothing where the system does not tell.
fn worked() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name, which may hold anything.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

fn megabytes(folder: &Path) -> String {
    let files = fs::read_dir(folder).expect("a directory").flatten();
    let bytes: u64 = files.filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum();
    format!("{:.0} MB", bytes as f64 / 1e6)
}
