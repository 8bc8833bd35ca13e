//! What a system keeps things in, and the clients through which it reaches them.

use kindred::config::Secret;

use crate::embedded::{Access, Bucket, Engine, Error};

/// Where links to blobs lead when there is no server.
pub const LOCALHOST: &str = "http://localhost";

/// The stores of a system in this process; clones are the same.
#[derive(Clone)]
pub struct Stores {
    /// Items and their stream.
    pub engine: Engine,
    /// Blobs.
    pub bucket: Bucket,
}

/// What a system talks to its stores with.
pub struct Clients {
    /// To the engine.
    pub store: aws_sdk_dynamodb::Client,
    /// To the bucket.
    pub blobs: aws_sdk_s3::Client,
}

impl Stores {
    /// Empty ones that are forgotten with their last clones, for a system without a server.
    ///
    /// Refuses: `Open` when `SQLite` cannot make a database.
    pub fn memory(token_secret: &Secret) -> Result<Self, Error> {
        let access = Access::derived(token_secret, LOCALHOST);
        Ok(Self { engine: Engine::memory()?, bucket: Bucket::temporary(access) })
    }

    /// Clients of both.
    pub fn clients(&self) -> Clients {
        Clients { store: self.engine.client(), blobs: self.bucket.client() }
    }
}
