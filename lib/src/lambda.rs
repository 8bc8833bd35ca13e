//! Running a router as a Lambda function.

use axum::Router;
use utoipa_axum::router::OpenApiRouter;

use crate::http::edge;
use crate::{App, Clock, Config, Store, store};

/// Why a function cannot start or go on.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Serve the routes until the environment ends; never returns otherwise.
///
/// Settings and the connection are made before the first request, in the initialisation phase.
pub async fn serve(routes: OpenApiRouter<App>) -> Result<(), Failure> {
    log();
    let app = app()?;
    run(Router::from(routes.with_state(app))).await
}

/// Serve a router that needs no [`App`].
pub async fn run(router: Router) -> Result<(), Failure> {
    lambda_http::run(edge(router)).await
}

fn app() -> Result<App, Failure> {
    let config = Config::from_env()?;
    let store = Store::new(store::connect()?, config.tables.clone());
    Ok(App::new(store, Clock::System, config))
}

/// The store alone, as the environment describes it: for functions that open no door.
pub fn store() -> Result<Store, Failure> {
    Ok(Store::new(store::connect()?, Config::tables_from_env()?))
}

/// Log as JSON to standard output, where Lambda collects it; `KINDRED_LOG` filters, `info` by default.
pub fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("KINDRED_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_current_span(false)
        .without_time()
        .init();
}
