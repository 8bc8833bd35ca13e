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

/// What went wrong with a batch: every record before `at` is done.
struct Failure {
    at: usize,
    error: String,
}

impl Pump {
    pub(super) async fn deliver(&self, records: Vec<EventRecord>) -> Result<(), Error> {
        // The batch at the end is the next one.
        let mut batches = vec![Batch {
            records,
            retries: 0,
        }];
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
        let response = answer
            .and_then(|answer| answer)
            .map_err(|error| Failure { at: 0, error })?;
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
        let mut rest = Batch {
            records: rest,
            retries,
        };
        if self.mapping.bisect && rest.records.len() > 1 {
            let second = rest.records.split_off(rest.records.len() / 2);
            return Ok(vec![
                Batch {
                    records: second,
                    retries,
                },
                rest,
            ]);
        }
        if self
            .mapping
            .maximum_retries
            .is_some_and(|most| retries >= most)
        {
            self.bury(&rest.records, &failure.error);
            self.forget(&rest.records).await?;
            return Ok(Vec::new());
        }
        tracing::warn!(
            error = failure.error,
            table = self.table,
            "a batch is tried again"
        );
        let delay = self
            .retry_delay
            .saturating_mul(2_u32.saturating_pow(retries));
        if !delay.is_zero() {
            sleep(delay.min(LONGEST_DELAY)).await;
        }
        rest.retries += 1;
        Ok(vec![rest])
    }

    /// Take records off the stream.
    async fn forget(&self, records: &[EventRecord]) -> Result<(), Error> {
        let last = records
            .last()
            .and_then(|record| record.change.sequence_number.as_deref());
        if let Some(last) = last {
            self.engine.trim(&self.table, last).await?;
        }
        Ok(())
    }

    fn bury(&self, records: &[EventRecord], error: &str) {
        for record in records {
            let sequence_number = record.change.sequence_number.clone().unwrap_or_default();
            let table = &self.table;
            tracing::error!(
                error,
                table,
                sequence_number,
                "an event could not be worked off"
            );
            let record = serde_json::to_value(record).unwrap_or_default();
            self.dead().push(DeadLetter {
                sequence_number,
                record,
                error: error.to_owned(),
            });
        }
    }
}

/// The lowest failed record; the first of all when the answer names one that was not sent.
fn first_failure(records: &[EventRecord], response: &DynamoDbEventResponse) -> Failure {
    let failures = response.batch_item_failures.iter();
    let positions = failures.map(|failure| {
        let id = failure
            .item_identifier
            .as_deref()
            .filter(|id| !id.is_empty())?;
        records
            .iter()
            .position(|record| record.change.sequence_number.as_deref() == Some(id))
    });
    // None, for an unknown identifier, is less than any position.
    let at = positions.min().flatten();
    match at {
        Some(at) => Failure {
            at,
            error: "the handler reported the record as failed".into(),
        },
        None => Failure {
            at: 0,
            error: "the handler reported a record it was not sent".into(),
        },
    }
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
