//! Running a router as a Lambda function.

use axum::Router;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use utoipa_axum::router::OpenApiRouter;

use crate::engines::Engines;
use crate::http::edge;
use crate::ids::Ids;
use crate::{App, Clock, Config, Queue, Store, blobs, store};

/// Why a function cannot start or go on.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Serve the routes until the environment ends; never returns otherwise.
///
/// Settings and the connection are made before the first request, in the initialisation phase.
pub async fn serve(routes: OpenApiRouter<App>) -> Result<(), Failure> {
    serve_with(start()?, routes).await
}

/// Begin to log, and make what handlers are given, as the environment describes it.
pub fn start() -> Result<App, Failure> {
    log();
    let config = Config::from_env()?;
    let store = Store::new(store::connect()?, config.tables.clone());
    Ok(App::new(store, Clock::System, config))
}

/// The same for a function that keeps blobs; the others do not carry the client for them.
pub fn start_with_blobs() -> Result<App, Failure> {
    log();
    let (config, bucket) = Config::with_bucket_from_env()?;
    let store = Store::new(store::connect()?, config.tables.clone());
    Ok(App::new(store, Clock::System, config).with_blobs(blobs::connect(&bucket)?))
}

/// Serve the routes with what [`start`] or [`start_with_blobs`] made.
pub async fn serve_with(app: App, routes: OpenApiRouter<App>) -> Result<(), Failure> {
    run(Router::from(routes.with_state(app))).await
}

/// Serve a router that needs no [`App`].
pub async fn run(router: Router) -> Result<(), Failure> {
    lambda_http::run(edge(router)).await
}

/// What recommends, as the environment describes it: for the function that derives, and opens no door.
pub fn engines() -> Result<Engines, Failure> {
    let (tables, bucket, training) = Config::recompute_from_env()?;
    let store = Store::new(store::connect()?, tables);
    Ok(Engines::new(store, blobs::connect(&bucket)?).learning(training))
}

/// The queue, as the environment describes it: for functions that open no door, and need no secret of sessions.
pub fn queue() -> Result<Queue, Failure> {
    let (tables, bucket, policy) = Config::queue_from_env()?;
    let store = Store::new(store::connect()?, tables);
    let ids = Ids::new(Clock::System);
    Ok(Queue::new(store, blobs::connect(&bucket)?, Clock::System, ids, policy))
}

/// Log as JSON to standard output, where Lambda collects it.
pub fn log() {
    let lines = tracing_subscriber::fmt::layer().json().with_current_span(false).without_time();
    tracing_subscriber::registry().with(lines.with_filter(log_filter("info"))).init();
}

/// What is logged: `KINDRED_LOG`, levels by target like `info` or `debug,hyper=warn`; else the default.
///
/// Up to `debug` nothing is said of people. At `trace` the client of the store shows every item, addresses among them.
pub fn log_filter(default: &str) -> Targets {
    let wanted = std::env::var("KINDRED_LOG").ok().and_then(|text| text.parse().ok());
    wanted.unwrap_or_else(|| default.parse().expect("a level"))
}
