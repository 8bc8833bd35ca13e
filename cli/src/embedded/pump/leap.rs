//! Leaping over records instead of working them off one batch after the other.
//!
//! After an import hundreds of thousands of events wait, and what they ask for one by one can be had at once. Whoever
//! knows how does it, and the records go only to a handler for which it was no substitute.

use aws_lambda_events::{dynamodb::Event, streams::DynamoDbEventResponse};

use super::{Arc, Display, Pump};
use crate::embedded::Error;

/// Records that are handed over at once: as many as the stream gives.
const BATCH_SIZE: usize = 1_000;

impl Pump {
    /// The same pump to another handler: they take turns, and share their dead letters.
    #[must_use]
    pub fn to<F, Fut, E>(&self, handler: F) -> Self
    where
        F: Fn(Event) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<DynamoDbEventResponse, E>> + Send + 'static,
        E: Display,
    {
        let other = Self::new(&self.engine, self.table.as_str(), self.mapping.clone(), handler);
        Self { handler: other.handler, ..self.clone() }
    }

    /// When more than `most` records wait: do `instead`, then deliver just these to `rest` alone.
    ///
    /// Returns how many records that were. They leave the stream after `instead` has succeeded: when the process ends
    /// before, they are all there as if nothing had been.
    /// Refuses: what `instead` does; then no record has left the stream.
    pub async fn leap<E: Display>(
        &self,
        most: usize,
        instead: impl AsyncFnOnce() -> Result<(), E>,
        rest: &Self,
    ) -> Result<usize, Error> {
        let _turn = Arc::clone(&self.turn).lock_owned().await;
        let n_waiting = self.engine.n_pending(&self.table).await?;
        if n_waiting <= most {
            return Ok(0);
        }
        let failed = |error: E| Error::failed("do at once what its events ask for", &error);
        instead().await.map_err(failed)?;
        let mut n_left = n_waiting;
        while n_left > 0 {
            // Only those that were counted: nobody has looked at what came later.
            let records = self.engine.pending(&self.table, n_left.min(BATCH_SIZE)).await?;
            if records.is_empty() {
                break;
            }
            n_left -= records.len();
            rest.deliver(records).await?;
        }
        Ok(n_waiting)
    }
}
