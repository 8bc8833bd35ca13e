//! The pump: what carries a table's stream to a handler, as an event source mapping does on AWS.
//!
//! Batches go out in order, one at a time. When a batch fails, what is before the first failed
//! record is done and the rest is tried again: halved if the mapping bisects, until a record fails
//! alone. Halving costs no retry. A record (without bisecting: a batch) that has used up its
//! retries becomes a dead letter, and the stream goes on behind it.
//!
//! Delivery is at least once: a record leaves the stream after its handler succeeded, so whatever
//! was under way when the process ended is delivered again. Retries are counted from zero then.
//! Dead letters are kept in memory and logged; their events are still in the table.

mod delivery;
mod leap;

use std::{
    fmt::Display,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use aws_lambda_events::{dynamodb::Event, streams::DynamoDbEventResponse};
use serde_json::Value;
use tokio::{
    sync::OwnedMutexGuard,
    time::{sleep, timeout},
};

use super::{Engine, Error, StreamMapping};

/// How long the pump waits for a signal before it looks by itself.
const PATIENCE: Duration = Duration::from_millis(250);
/// Retries of one batch get slower up to this.
const LONGEST_DELAY: Duration = Duration::from_secs(2);

type Response = Result<DynamoDbEventResponse, String>;
type Handler = dyn Fn(Event) -> Pin<Box<dyn Future<Output = Response> + Send>> + Send + Sync;

/// Delivers the stream of one table to one handler. Clones are the same pump.
#[derive(Clone)]
pub struct Pump {
    engine: Engine,
    table: String,
    mapping: StreamMapping,
    handler: Arc<Handler>,
    retry_delay: Duration,
    turn: Arc<tokio::sync::Mutex<()>>,
    dead: Arc<Mutex<Vec<DeadLetter>>>,
}

/// A record the handler could not work off.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadLetter {
    /// Its place in the stream.
    pub sequence_number: String,
    /// The record as the handler received it.
    pub record: Value,
    /// What the handler said the last time.
    pub error: String,
}

impl Pump {
    /// A pump from a table's stream to `handler`, by the rules of `mapping`.
    ///
    /// `table` is its name, not its id in the template. An `Err` of the handler, or a panic, fails
    /// the whole batch.
    pub fn new<F, Fut, E>(
        engine: &Engine,
        table: impl Into<String>,
        mapping: StreamMapping,
        handler: F,
    ) -> Self
    where
        F: Fn(Event) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<DynamoDbEventResponse, E>> + Send + 'static,
        E: Display,
    {
        let handler: Arc<Handler> = Arc::new(move |event| {
            let answer = handler(event);
            Box::pin(async move { answer.await.map_err(|error| error.to_string()) })
        });
        Self {
            engine: engine.clone(),
            table: table.into(),
            mapping,
            handler,
            retry_delay: Duration::from_millis(20),
            turn: Arc::default(),
            dead: Arc::default(),
        }
    }

    /// Wait this long before the first retry of a batch.
    ///
    /// Before each further retry it waits twice as long as before the last, at most two seconds.
    pub fn retry_delay(self, first: Duration) -> Self {
        Self { retry_delay: first, ..self }
    }

    /// What could not be worked off since the pump was made or told to forget, oldest first.
    pub fn dead_letters(&self) -> Vec<DeadLetter> {
        self.dead().clone()
    }

    /// Forget what could not be worked off.
    pub fn forget_dead_letters(&self) {
        self.dead().clear();
    }

    /// Finish the batch under way, and deliver no other while what is returned lives.
    pub async fn hold(&self) -> OwnedMutexGuard<()> {
        Arc::clone(&self.turn).lock_owned().await
    }

    /// Deliver until the stream is empty, and return how many records left it.
    ///
    /// These are worked off, or dead letters. Clones take turns batch by batch, so on return
    /// everything written before the call is done.
    pub async fn drain(&self) -> Result<usize, Error> {
        let mut n_records = 0;
        loop {
            let _turn = self.turn.lock().await;
            let records = self.engine.pending(&self.table, self.mapping.batch_size).await?;
            if records.is_empty() {
                return Ok(n_records);
            }
            n_records += records.len();
            self.deliver(records).await?;
        }
    }

    /// Deliver for ever: drain, then wait for the next write.
    ///
    /// Refusals of the store are logged and tried again.
    pub async fn run(&self) {
        let mut writes = self.engine.writes();
        loop {
            // Taken as seen before draining: a write during the drain wakes the next round.
            writes.mark_unchanged();
            if let Err(error) = self.drain().await {
                tracing::error!(%error, table = self.table, "the stream is held up");
                sleep(PATIENCE).await;
            }
            // Neither the time running out nor the store having ended is news: draining says more.
            let _ = timeout(PATIENCE, writes.changed()).await;
        }
    }

    fn dead(&self) -> MutexGuard<'_, Vec<DeadLetter>> {
        self.dead.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The answer of several handlers to one batch: a record is done when it is for all of them.
///
/// Refuses: what the first of them does that fails.
pub fn combined<E>(
    answers: impl IntoIterator<Item = Result<DynamoDbEventResponse, E>>,
) -> Result<DynamoDbEventResponse, E> {
    let mut all = DynamoDbEventResponse::default();
    for answer in answers {
        all.batch_item_failures.extend(answer?.batch_item_failures);
    }
    Ok(all)
}
