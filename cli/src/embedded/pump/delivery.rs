//! One batch of a pump, from the first try until each of its records is worked off or dead.

use std::{
    any::Any,
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
};

use aws_lambda_events::{
    dynamodb::{Event, EventRecord},
    streams::DynamoDbEventResponse,
};
use tokio::time::sleep;

use super::{DeadLetter, LONGEST_DELAY, Pump};
use crate::embedded::Error;

/// Records to deliver together.
struct Batch {
    records: Vec<EventRecord>,
    retries: u32,
}

impl Batch {
    fn new(records: Vec<EventRecord>, retries: u32) -> Self {
        Self { records, retries }
    }
}

/// What went wrong with a batch: every record before `at` is done.
struct Failure {
    at: usize,
    error: String,
}

impl Pump {
    pub(super) async fn deliver(&self, records: Vec<EventRecord>) -> Result<(), Error> {
        // The batch at the end is the next one.
        let mut batches = vec![Batch::new(records, 0)];
        while let Some(batch) = batches.pop() {
            match self.invoke(&batch.records).await {
                Ok(()) => self.forget(&batch.records).await?,
                Err(failure) => batches.extend(self.after(batch, failure).await?),
            }
        }
        Ok(())
    }

    async fn invoke(&self, records: &[EventRecord]) -> Result<(), Failure> {
        let mut event = Event::default();
        event.records = records.to_vec();
        let answer = guarded(async { (self.handler)(event).await }).await;
        let response =
            answer.and_then(|answer| answer).map_err(|error| Failure { at: 0, error })?;
        if !self.mapping.reports_failures || response.batch_item_failures.is_empty() {
            return Ok(());
        }
        Err(first_failure(records, &response))
    }

    /// What is left to do of a failed batch, the next part last.
    async fn after(&self, mut batch: Batch, failure: Failure) -> Result<Vec<Batch>, Error> {
        let rest = batch.records.split_off(failure.at);
        self.forget(&batch.records).await?;
        // Behind a new first record it is another batch, whose retries have not begun.
        let retries = if failure.at > 0 { 0 } else { batch.retries };
        let mut rest = Batch::new(rest, retries);
        if self.mapping.bisect && rest.records.len() > 1 {
            let second = rest.records.split_off(rest.records.len() / 2);
            return Ok(vec![Batch::new(second, retries), rest]);
        }
        let most = self.mapping.maximum_retries;
        if most.is_some_and(|most| retries >= most) {
            self.bury(&rest.records, &failure.error);
            self.forget(&rest.records).await?;
            return Ok(Vec::new());
        }
        let table = &self.table;
        tracing::warn!(error = failure.error, table, "a batch is tried again");
        self.pause(retries).await;
        rest.retries += 1;
        Ok(vec![rest])
    }

    async fn pause(&self, retries: u32) {
        let factor = 2_u32.saturating_pow(retries);
        let delay = self.retry_delay.saturating_mul(factor);
        // Even a sleep of no time waits for the timer's next tick.
        if !delay.is_zero() {
            sleep(delay.min(LONGEST_DELAY)).await;
        }
    }

    /// Take records off the stream.
    async fn forget(&self, records: &[EventRecord]) -> Result<(), Error> {
        let last = records.last().and_then(|record| record.change.sequence_number.as_deref());
        if let Some(last) = last {
            self.engine.trim(&self.table, last).await?;
        }
        Ok(())
    }

    fn bury(&self, records: &[EventRecord], error: &str) {
        let table = &self.table;
        for record in records {
            let sequence_number = record.change.sequence_number.clone().unwrap_or_default();
            tracing::error!(error, table, sequence_number, "an event is given up");
            let letter = DeadLetter {
                sequence_number,
                record: serde_json::to_value(record).unwrap_or_default(),
                error: error.to_owned(),
            };
            self.dead().push(letter);
        }
    }
}

/// The lowest failed record; the first of all when the answer names one that was not sent.
fn first_failure(records: &[EventRecord], response: &DynamoDbEventResponse) -> Failure {
    let failures = response.batch_item_failures.iter();
    let positions = failures.map(|failure| {
        let id = failure.item_identifier.as_ref()?;
        let sent = |record: &EventRecord| record.change.sequence_number.as_ref() == Some(id);
        records.iter().position(sent)
    });
    // None, for an unknown identifier, is less than any position.
    let (at, error) = match positions.min().flatten() {
        Some(at) => (at, "the handler reported the record as failed"),
        None => (0, "the handler reported a record it was not sent"),
    };
    let error = error.to_owned();
    Failure { at, error }
}

/// Run a future to its end, or to its panic.
async fn guarded<T>(future: impl Future<Output = T>) -> Result<T, String> {
    let mut future = pin!(future);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        polled.map_or_else(|panic| Err(said(&*panic)).into(), |ready| ready.map(Ok))
    })
    .await
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("the handler panicked: {}", text.unwrap_or_default())
}
