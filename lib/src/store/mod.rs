//! The store: three DynamoDB tables and the few verbs that Kindred needs.
//!
//! [`get`](Store::get), [`list`](Store::list), [`batch`](Store::batch) read, strongly consistent and never by `Scan`;
//! [`list_by_day`](Store::list_by_day) reads an index, which follows a little later; [`commit`](Store::commit) writes
//! all of a [`Change`] or nothing; [`change`](Store::change) loads, decides and commits, again if somebody was faster.
//! Counters and tallies stand outside of changes. There is no repository layer and no second database: the test double
//! is a DynamoDB engine in memory behind the same client.
//!
//! Items are readable: the fields of the entity, its `type`, and the keys `PK` and `SK`. Entities that change carry a
//! `version`, which every write checks and raises.

#![expect(
    clippy::disallowed_methods,
    reason = "the one place that writes, and spreads its retries"
)]

mod bulk;
mod change;
mod client;
mod commit;
mod count;
mod counter;
mod index;
mod key;
mod read;
mod tally;

pub use change::{Change, Claim};
pub use client::connect;
pub use commit::{ATTEMPTS, Attempt, outrun};
pub use index::Stretch;
pub use key::{Entity, Key, Table, Tables};
pub use read::{Cursor, Listing, Order, Range, foreign};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

use crate::Error;

/// The tables and the connection to them; cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    client: Client,
    tables: Tables,
}

impl Store {
    /// A store over these tables.
    pub fn new(client: Client, tables: Tables) -> Self {
        Self { client, tables }
    }
}

/// What an answer of the database means when nothing else is known about the request.
fn failed<E, R>(error: SdkError<E, R>) -> Error
where
    E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    let busy = matches!(
        error.code(),
        Some(
            "ProvisionedThroughputExceededException"
                | "RequestLimitExceeded"
                | "ThrottlingException"
                | "TransactionInProgressException"
                | "TransactionConflictException"
        )
    );
    if busy {
        return Error::unavailable("The store is busy, please try again");
    }
    Error::internal(error)
}
