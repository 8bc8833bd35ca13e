//! What invokes a function that follows the event table: a batch of its stream, or the schedule.
//!
//! Batches come in any order and perhaps twice. A record that is no event is set aside, and reported as failed after
//! all others are done: so it ends with the dead letters and holds nobody up. What events mean is for each function to
//! say.

use aws_lambda_events::dynamodb::{Event as StreamEvent, EventRecord};
use aws_lambda_events::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use serde_json::Value;

use crate::{Error, Event, Result};

/// Why a function runs.
#[derive(Debug)]
pub enum Invocation {
    /// There are new records in the stream.
    Batch(StreamEvent),
    /// It is time again.
    Schedule,
}

/// The events of a batch.
#[derive(Debug, Default)]
pub struct Batch {
    /// What happened, in the order of the stream.
    pub events: Vec<Event>,
    failures: Vec<DynamoDbBatchItemFailure>,
}

impl Invocation {
    /// Read what Lambda brings.
    ///
    /// Refuses: `Invalid` for a payload of neither sort.
    pub fn read(payload: Value) -> Result<Self> {
        if payload.get("Records").is_some() {
            return serde_json::from_value(payload).map(Self::Batch).map_err(Error::internal);
        }
        if payload.get("detail-type").is_some() {
            return Ok(Self::Schedule);
        }
        Err(Error::invalid("Neither a batch of a stream nor an event of the schedule"))
    }
}

impl Batch {
    /// The events among these records: what was inserted.
    pub fn of(records: StreamEvent) -> Self {
        let mut batch = Self::default();
        for record in records.records.into_iter().filter(|record| record.event_name == "INSERT") {
            let sequence_number = record.change.sequence_number.clone();
            match event(record) {
                Ok(event) => batch.events.push(event),
                Err(cause) => {
                    tracing::error!(%cause, ?sequence_number, "a record of the stream is no event");
                    let mut failure = DynamoDbBatchItemFailure::default();
                    failure.item_identifier = sequence_number;
                    batch.failures.push(failure);
                }
            }
        }
        batch
    }

    /// The answer after its events are worked off: what was none has failed.
    pub fn worked_off(self) -> DynamoDbEventResponse {
        let (events, failed) = (self.events.len(), self.failures.len());
        tracing::info!(events, failed, "batch worked off");
        let mut response = DynamoDbEventResponse::default();
        response.batch_item_failures = self.failures;
        response
    }
}

fn event(record: EventRecord) -> Result<Event, serde_dynamo::Error> {
    serde_dynamo::from_item(record.change.new_image)
}
