//! Recompute: brings up to date what events touched, and nothing else.
//!
//! Events come in batches, in any order and perhaps twice. They only say *what* to look at (`work`); what is true is
//! read from the store, so the same batch twice gives the same result, and a lost order cannot matter. Then, in order:
//! the texts and neighbours of a kind (`similarities`), what is popular in it (`popularity`), and the lists of the
//! users concerned (`taste`). A scheduled run does the same with everything as its work.
//!
//! Several instances may work at the same time: each result is written only if what it replaces is what was read before
//! its inputs were, else it is made again.

mod audience;
mod popularity;
mod similarities;
mod taste;
mod work;

use aws_lambda_events::dynamodb::{Event as StreamEvent, EventRecord};
use aws_lambda_events::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use kindred::{Error, Event, Result, Store};
use serde_json::Value;

pub use work::Work;

/// Requests to the store that are under way at once, where many are alike.
const AT_ONCE: usize = 16;

/// Work off what a Lambda invocation brings: a batch of the event table's stream, or the schedule's event.
pub async fn invoke(store: &Store, payload: Value) -> Result<Value> {
    if payload.get("Records").is_some() {
        let batch = serde_json::from_value(payload).map_err(Error::internal)?;
        let response = handle(store, batch).await?;
        return serde_json::to_value(response).map_err(Error::internal);
    }
    if payload.get("detail-type").is_some() {
        everything(store).await?;
        return Ok(Value::Null);
    }
    Err(Error::invalid("Neither a batch of a stream nor an event of the schedule"))
}

/// Work off a batch of events.
///
/// A record that is no event is reported as failed, after all others are done: so it ends with the dead letters and
/// holds nobody up. If the store fails, all of the batch does.
pub async fn handle(store: &Store, batch: StreamEvent) -> Result<DynamoDbEventResponse> {
    let mut response = DynamoDbEventResponse::default();
    let mut events = Vec::new();
    for record in batch.records.into_iter().filter(|record| record.event_name == "INSERT") {
        let sequence_number = record.change.sequence_number.clone();
        match event(record) {
            Ok(event) => events.push(event),
            Err(cause) => {
                tracing::error!(%cause, ?sequence_number, "a record of the stream is no event");
                let mut failure = DynamoDbBatchItemFailure::default();
                failure.item_identifier = sequence_number;
                response.batch_item_failures.push(failure);
            }
        }
    }
    Work::of(store, &events).await?.run(store).await?;
    let failed = response.batch_item_failures.len();
    tracing::info!(events = events.len(), failed, "batch worked off");
    Ok(response)
}

/// Derive everything again, as if nothing had been derived before.
pub async fn everything(store: &Store) -> Result<()> {
    Work::everything(store).await?.run(store).await
}

fn event(record: EventRecord) -> Result<Event, serde_dynamo::Error> {
    serde_dynamo::from_item(record.change.new_image)
}
