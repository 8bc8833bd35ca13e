//! Which store a command works on: a directory, or the tables of a stack on AWS.

use std::path::PathBuf;

use clap::Args;
use kindred::config::Secret;
use kindred::ids::Ids;
use kindred::store::{Tables, connect};
use kindred::{App, Clock, Config, Store};

use crate::embedded::{Access, Bucket, Engine};
use crate::stores::{LOCALHOST, Stores};
use crate::{Failure, System};

/// The cost of password hashes that commands make.
const BCRYPT_COST: u32 = 12;

/// Where a command finds the store.
#[derive(Clone, Debug, Args)]
pub struct TargetArgs {
    /// The directory of a local system; it must not be running
    #[arg(long, value_name = "DIR", default_value = "kindred-data", conflicts_with = "stack")]
    data: PathBuf,
    /// The name of a deployed stack; region and credentials (or an endpoint) come from the environment
    #[arg(long, value_name = "NAME")]
    stack: Option<String>,
}

/// An open store.
pub enum Target {
    /// A local system: what the command writes is worked off by it.
    Local(System),
    /// A stack: its own functions work it off.
    Stack(App),
}

impl TargetArgs {
    /// Open the store.
    pub async fn open(&self) -> Result<Target, Failure> {
        // Commands open no sessions, so any secret will do.
        let secret = Secret::new(Ids::new(Clock::System).random::<32>());
        let mut config = Config::isolated(secret, BCRYPT_COST);
        let Some(stack) = &self.stack else {
            let access = Access::derived(&config.token_secret, LOCALHOST);
            let engine = Engine::open(&self.data)?;
            let stores = Stores { engine, bucket: Bucket::kept(&self.data, access) };
            return Ok(Target::Local(System::new(stores, Clock::System, config).await?));
        };
        config.tables = Tables::named(|table| format!("{stack}-{table}"));
        let store = Store::new(connect()?, config.tables.clone());
        Ok(Target::Stack(App::new(store, Clock::System, config)))
    }
}

impl Target {
    /// What handlers are given.
    pub fn app(&self) -> &App {
        match self {
            Self::Local(system) => &system.app,
            Self::Stack(app) => app,
        }
    }

    /// Work off what was written, where that is our task.
    pub async fn settle(&self) -> Result<(), Failure> {
        if let Self::Local(system) = self {
            system.catch_up().await?;
        }
        Ok(())
    }
}
