//! The system, whole: store, stream, functions.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::Ordering;

use aws_lambda_events::dynamodb::Event;
use axum::Router;
use bulk::Bulk;
use cascade::Cascade;
use kindred::config::Secret;
use kindred::store::Tables;
use kindred::{App, Blobs, Clock, Config, Queue, Store};
use recompute::Recompute;

use crate::TEMPLATE;
use crate::embedded::{self, BUCKET, Bucket, Engine, Pump, combined, tables};
use crate::local::World;
use crate::stores::{Clients, Stores};

/// All parts of a running Kindred in this process; clones share them.
#[derive(Clone)]
pub struct System {
    /// What handlers are given.
    pub app: App,
    /// The store behind it.
    pub engine: Engine,
    /// The blobs behind it.
    pub bucket: Bucket,
    /// What feeds recompute and cascade.
    pub pump: Pump,
}

/// Why a system cannot be put together.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] embedded::Error),
    /// The secret beside the store cannot be read or written.
    #[error("the secret in {0} cannot be used: {1}")]
    Secret(String, io::Error),
}

/// Why not everything is worked off.
#[derive(Debug, thiserror::Error)]
pub enum Unsettled {
    /// The stream cannot be read.
    #[error(transparent)]
    Stream(#[from] embedded::Error),
    /// What waits cannot be done.
    #[error(transparent)]
    Recompute(#[from] kindred::Error),
}

impl System {
    /// A system over these stores; makes the tables that are missing.
    pub async fn new(stores: Stores, clock: Clock, config: Config) -> Result<Self, Unusable> {
        let clients = stores.clients();
        Self::with_clients(stores, clients, clock, config).await
    }

    /// A system whose requests to its stores go through these clients of them, for instance metered ones.
    pub async fn with_clients(
        stores: Stores,
        clients: Clients,
        clock: Clock,
        config: Config,
    ) -> Result<Self, Unusable> {
        let Stores { engine, bucket } = stores;
        create_tables(&engine, &config.tables).await?;
        let events = config.tables.events.clone();
        let app = App::new(Store::new(clients.store, config.tables.clone()), clock, config)
            .with_blobs(Blobs::new(clients.blobs, BUCKET));
        let consumers = (recompute(&app), cascade(&app));
        let handler = move |batch: Event| {
            let (recompute, cascade) = consumers.clone();
            async move {
                let derived = recompute.handle(batch.clone()).await;
                // Neither waits for the other to succeed.
                combined([derived, cascade.handle(batch).await])
            }
        };
        let mapping = tables::read_mapping(TEMPLATE, "Recompute")?;
        let pump = Pump::new(&engine, events, mapping, handler);
        Ok(Self { app, engine, bucket, pump })
    }

    /// A system that forgets everything when it is dropped.
    pub async fn in_memory(clock: Clock, config: Config) -> Result<Self, Unusable> {
        Self::new(Stores::memory(&config.token_secret)?, clock, config).await
    }

    /// What derives.
    pub fn recompute(&self) -> Recompute {
        recompute(&self.app)
    }

    /// Work off all events, those that this brings, jobs of matching, and what waits for a training or a round; returns
    /// how many events it were.
    pub async fn settle(&self) -> Result<usize, Unsettled> {
        let mut n_events = self.pump.drain().await?;
        self.recompute().catch_up().await?;
        self.bulk().work_off().await?;
        n_events += self.pump.drain().await?;
        Ok(n_events)
    }

    /// What removes the belongings of whatever is deleted.
    pub fn cascade(&self) -> Cascade {
        cascade(&self.app)
    }

    /// What works off jobs of matching.
    pub fn bulk(&self) -> Bulk {
        Bulk::new(self.queue())
    }

    /// What works with jobs and runners.
    pub fn queue(&self) -> Queue {
        self.app.queue()
    }

    /// Everything that is served, with its edge and `/_local`, and the blobs beside it, whose errors are those of S3.
    pub fn router(&self) -> Router {
        World::new(self.clone()).router().merge(self.bucket.router())
    }

    /// The same system with other settings and nothing in it: no items, events, dead letters or blobs, the time of now.
    ///
    /// Nobody may use it meanwhile. If it fails, doing it again mends it.
    pub(crate) async fn emptied(&self, config: Config) -> Result<Self, embedded::Error> {
        let Tables { state, events, derived } = &config.tables;
        tables::delete(&self.engine.client(), [state, events, derived]).await?;
        create_tables(&self.engine, &config.tables).await?;
        self.bucket.empty().await?;
        self.pump.forget_dead_letters();
        let clock = self.app.clock.clone();
        if let Clock::Shifted(by) = &clock {
            by.store(0, Ordering::SeqCst);
        }
        let app = App::new(self.app.store.clone(), clock, config);
        Ok(Self { app: app.with_blobs(self.app.blobs.clone()), ..self.clone() })
    }
}

fn recompute(app: &App) -> Recompute {
    Recompute::new(app.engines.clone(), app.clock.clone())
}

fn cascade(app: &App) -> Cascade {
    Cascade::new(app.queue())
}

/// Make the tables of the template that are missing.
pub async fn create_tables(engine: &Engine, names: &Tables) -> Result<(), embedded::Error> {
    let definitions = tables::read(TEMPLATE)?;
    let name = |id: &str| match id {
        "State" => names.state.clone(),
        "Events" => names.events.clone(),
        _ => names.derived.clone(),
    };
    tables::create(&engine.client(), &definitions, name).await
}

/// The token secret kept beside a store, made when there is none, so that sessions outlive a restart.
pub fn kept_secret(directory: &Path, fresh: [u8; 32]) -> Result<Secret, Unusable> {
    let path = directory.join("token-secret");
    let broken = |error| Unusable::Secret(path.display().to_string(), error);
    match fs::read(&path) {
        Ok(bytes) if bytes.len() >= 32 => Ok(Secret::new(bytes)),
        Ok(_) => Err(broken(io::Error::other("it is too short"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            write_private(&path, &fresh).map_err(broken)?;
            Ok(Secret::new(fresh))
        }
        Err(error) => Err(broken(error)),
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
