//! What is served, and how it is replaced as a whole.
//!
//! A request belongs to one world from its start to its answer: a reset waits for those under way, and those that come
//! meanwhile wait for it. So nothing of before reaches the new world, and nobody sees half of one.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::post;
use kindred::entity::user::User;
use kindred::http::edge;
use kindred::{Config, Error, Result};
use tokio::sync::RwLock;
use tokio::time::timeout;
use tower::ServiceExt;

use super::reset::{self, Wanted};
use super::seeds::{Hashes, plant, plant_jobs};
use super::visitors;
use crate::{System, api};

/// How long a reset waits for what is under way: somebody may have stopped in the middle of a request.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is served at present; clones are the same world.
#[derive(Clone)]
pub(crate) struct World {
    /// As it was started, with the settings that a reset goes back to.
    started: System,
    /// Read by every request until it is answered, replaced by a reset.
    present: Arc<RwLock<Router>>,
    hashes: Hashes,
}

impl World {
    /// A world as it is started.
    pub(crate) fn new(started: System) -> Self {
        let present = Arc::new(RwLock::new(routes(&started)));
        Self { started, present, hashes: Hashes::default() }
    }

    /// All that is served, with its edge.
    #[expect(clippy::disallowed_methods, reason = "not a part of the documented API")]
    pub(crate) fn router(self) -> Router {
        // What replaces the world stands outside of it.
        let reset = Router::new().route("/_local/reset", post(reset::reset));
        let reset = reset.route_layer(from_fn(visitors::admit)).with_state(self.clone());
        // The present world has an edge of its own, which knows its routes.
        edge(reset).fallback(move |request| self.clone().serve(request))
    }

    async fn serve(self, request: Request) -> Response {
        let present = self.present.read().await;
        let Ok(response) = present.clone().oneshot(request).await;
        response
    }

    /// Begin anew, and return the accounts that are there from the start.
    ///
    /// Refuses: `Unavailable` 503 when what is under way does not end; then nothing has changed.
    pub(super) async fn renew(&self, wanted: Wanted) -> Result<Vec<User>> {
        let Wanted { config, seeds, n_jobs_per_user } = wanted;
        // Hashing takes its time; nobody else has to wait for it.
        let hashes = self.hashes.of(&seeds, &self.started.app.passwords).await?;
        let calm = async { (self.present.write().await, self.started.pump.hold().await) };
        let (mut present, _held) = timeout(PATIENCE, calm).await.map_err(|_| busy())?;
        let system = self.started.emptied(config).await.map_err(Error::internal)?;
        *present = routes(&system);
        let users = plant(&system.app, seeds, hashes).await?;
        plant_jobs(&system.app, &users, n_jobs_per_user).await?;
        Ok(users)
    }

    /// The settings that it was started with.
    pub(super) fn defaults(&self) -> &Config {
        &self.started.app.config
    }
}

/// Everything but the reset, with its edge.
fn routes(system: &System) -> Router {
    edge(api::router(system.app.clone()).merge(super::router(system.clone())))
}

fn busy() -> Error {
    Error::unavailable("Requests are still under way, please try again")
}
