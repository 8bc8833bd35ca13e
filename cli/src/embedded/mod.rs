//! DynamoDB and S3 in the process: the stores behind `kindred serve` and the tests.
//!
//! [`Engine`] runs a DynamoDB engine (`dynoxide`, on `SQLite`) on a thread of its own and hands out
//! the same `aws_sdk_dynamodb::Client` the functions use on AWS. [`tables`] makes the tables that
//! `template.yaml` describes, and [`Pump`] carries a table's stream to a handler under the rules of
//! a Lambda event source mapping. [`Bucket`] is S3 (`s3s`, on files) in the same manner.
//!
//! What it does not do: throttle, shard, raise `TransactionConflict` (but see [`Contention`]), or
//! replay a `ClientRequestToken`. Index reads are always consistent, and a stream forgets a record once it
//! is worked off.

mod bucket;
mod connector;
mod contention;
mod directory;
mod dispatch;
mod engine;
mod faults;
pub mod http;
mod meter;
mod pump;
mod stream;
pub mod tables;

use std::path::PathBuf;

pub use bucket::{Access, BUCKET, Bucket};
pub use contention::Contention;
pub use engine::Engine;
pub use faults::{Fault, Faults};
pub use meter::{Meter, Units};
pub use pump::{DeadLetter, Pump, combined};
pub use tables::{StreamMapping, TableDefinition};

/// Why the embedded store cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The data directory cannot be made, read or written.
    #[error("cannot use {} as data directory: {cause}", directory.display())]
    Directory {
        /// The directory that was asked for.
        directory: PathBuf,
        /// What the operating system said.
        cause: std::io::Error,
    },
    /// Another process has the data directory open.
    #[error(
        "the data in {} is in use by another running instance: \
         stop it first, or choose another directory",
        .0.display()
    )]
    InUse(PathBuf),
    /// The database is there but cannot be opened.
    #[error("the database {location} cannot be opened: {cause}")]
    Open {
        /// The database file, or the name of the memory database.
        location: String,
        /// What the database said.
        cause: String,
    },
    /// The engine's thread has ended, so nothing can be asked of it any more.
    #[error("the embedded store has stopped")]
    Stopped,
    /// The store refused an operation of our own.
    #[error("the embedded store failed to {action}: {cause}")]
    Failed {
        /// What was tried, as a verb phrase.
        action: String,
        /// What the store said.
        cause: String,
    },
    /// The template is not readable, or lacks what the store needs.
    #[error("template: {0}")]
    Template(String),
    /// A table in the data directory is not the one the template describes.
    #[error(
        "table {0} in the data directory has other keys, indexes or stream than the template says: \
         use an empty directory, or go back to the version that made it"
    )]
    Changed(String),
}

impl Error {
    /// A failed operation of our own, with its cause in words.
    fn failed(action: impl Into<String>, cause: &impl ToString) -> Self {
        Self::Failed { action: action.into(), cause: cause.to_string() }
    }
}

#[cfg(test)]
mod tests;
