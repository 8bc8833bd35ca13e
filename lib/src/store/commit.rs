//! Writing: one transaction for each change, and what its cancellation means.

use std::collections::HashSet;
use std::time::Duration;

use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::CancellationReason;

use super::change::{Action, Change, Expected, Refusal, Verb};
use super::key::{Attributes, Entity, Key};
use super::{Store, failed};
use crate::{Error, Result};

/// Actions that DynamoDB takes in one transaction.
const MOST_ACTIONS: usize = 100;

/// How often a change is tried before the caller is told to come back.
pub const ATTEMPTS: u32 = 8;

/// What became of one attempt to write a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// It is written.
    Written,
    /// What was read is out of date.
    Stale,
    /// Other transactions were at these of its items at the same time; none when it is not told which.
    Conflict(Vec<Key>),
}

/// Why a transaction did not happen.
enum Failure {
    /// What was read is out of date.
    Stale,
    /// Other transactions were at these items.
    Conflict(Vec<Key>),
    /// It will not happen.
    Refused(Error),
}

impl Store {
    /// Write all of the change or nothing.
    ///
    /// Refuses: what the action says whose condition does not hold; `Unavailable` when somebody else was faster.
    pub async fn commit(&self, change: Change) -> Result<()> {
        let actions = change.checked()?;
        for attempt in 0..ATTEMPTS {
            match self.transact(&actions).await {
                Ok(()) => return Ok(()),
                Err(Failure::Refused(error)) => return Err(error),
                Err(Failure::Stale) => return Err(outrun()),
                Err(Failure::Conflict(_)) => pause(attempt).await,
            }
        }
        Err(outrun())
    }

    /// Load, decide, commit; if somebody was faster, load and decide again.
    ///
    /// `decide` sees what lies at the key now. It may run several times and must not have effects of its own.
    pub async fn change<E: Entity, T>(
        &self,
        key: &Key,
        decide: impl Fn(Option<E>) -> Result<(Change, T)>,
    ) -> Result<T> {
        let decide = &decide;
        self.turn(|| async move { decide(self.get(key).await?) }).await
    }

    /// Read, decide, commit; if somebody was faster, read and decide again.
    ///
    /// For what depends on more than one item. `decide` may run several times and must read anew each time; a change
    /// without actions is committed as it is.
    pub async fn turn<T, F: Future<Output = Result<(Change, T)>>>(
        &self,
        decide: impl Fn() -> F,
    ) -> Result<T> {
        for attempt in 0..ATTEMPTS {
            let (change, outcome) = decide().await?;
            if self.attempt(change, attempt).await? {
                return Ok(outcome);
            }
        }
        Err(outrun())
    }

    /// One turn of a loop that loads, decides and commits: whether the change was written.
    ///
    /// If it was stale, waits a little, the longer the higher `attempt`, before it says no.
    pub async fn attempt(&self, change: Change, attempt: u32) -> Result<bool> {
        Ok(self.attempted(change, attempt).await? == Attempt::Written)
    }

    /// The same, and why it was not written.
    pub async fn attempted(&self, change: Change, attempt: u32) -> Result<Attempt> {
        let unwritten = match self.transact(&change.checked()?).await {
            Ok(()) => return Ok(Attempt::Written),
            Err(Failure::Refused(error)) => return Err(error),
            Err(Failure::Stale) => Attempt::Stale,
            Err(Failure::Conflict(places)) => Attempt::Conflict(places),
        };
        pause(attempt).await;
        Ok(unwritten)
    }

    /// One item alone needs no transaction, which would cost twice the write units.
    async fn put_alone(
        &self,
        key: &Key,
        item: &Attributes,
        expected: Expected,
        refusal: &Refusal,
    ) -> Result<(), Failure> {
        let sent = self
            .client
            .put_item()
            .table_name(self.tables.name(key.table))
            .set_item(Some(item.clone()))
            .set_condition_expression(expected.condition())
            .set_expression_attribute_values(expected.values())
            .send()
            .await;
        let Err(error) = sent else { return Ok(()) };
        Err(match error.code() {
            Some("ConditionalCheckFailedException") => refusal.failure(),
            Some("TransactionConflictException") => Failure::Conflict(vec![key.clone()]),
            _ => Failure::Refused(failed(error)),
        })
    }

    async fn transact(&self, actions: &[Action]) -> Result<(), Failure> {
        if actions.is_empty() {
            return Ok(());
        }
        check(actions).map_err(Failure::Refused)?;
        if let [Action { key, verb: Verb::Put(item, expected), refusal }] = actions {
            return self.put_alone(key, item, *expected, refusal).await;
        }
        let requests = actions
            .iter()
            .map(|action| action.request(&self.tables))
            .collect::<Result<Vec<_>>>()
            .map_err(Failure::Refused)?;
        let sent =
            self.client.transact_write_items().set_transact_items(Some(requests)).send().await;
        let Err(error) = sent else { return Ok(()) };
        match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
                Err(meaning(actions, cancelled.cancellation_reasons())
                    .unwrap_or_else(|| Failure::Refused(failed(error))))
            }
            Some(error) if error.code() == Some("TransactionInProgressException") => {
                Err(Failure::Conflict(Vec::new()))
            }
            _ => Err(Failure::Refused(failed(error))),
        }
    }
}

impl Refusal {
    fn failure(&self) -> Failure {
        match self {
            Self::Stale => Failure::Stale,
            Self::Is(error) => Failure::Refused(error.clone()),
        }
    }
}

/// The refusal of the first action whose condition does not hold; a conflict otherwise, if there is one.
fn meaning(actions: &[Action], reasons: &[CancellationReason]) -> Option<Failure> {
    let code = |reason: &CancellationReason| reason.code().map(str::to_owned);
    let failing =
        reasons.iter().position(|reason| code(reason).as_deref() == Some("ConditionalCheckFailed"));
    if let Some(action) = failing.and_then(|position| actions.get(position)) {
        return Some(action.refusal.failure());
    }
    let busy = ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"];
    let is_busy = |reason| code(reason).is_some_and(|code| busy.contains(&code.as_str()));
    let places: Vec<Key> = actions
        .iter()
        .zip(reasons)
        .filter(|(_, reason)| is_busy(reason))
        .map(|(action, _)| action.key.clone())
        .collect();
    (!places.is_empty()).then_some(Failure::Conflict(places))
}

/// What DynamoDB would refuse for its form is our own mistake: say so before sending.
fn check(actions: &[Action]) -> Result<()> {
    if actions.len() > MOST_ACTIONS {
        return Err(Error::internal(format!("a change of {} actions", actions.len())));
    }
    let mut keys = HashSet::new();
    match actions.iter().find(|action| !keys.insert(&action.key)) {
        Some(action) => {
            // Without the rest of its key, which may be an address.
            let noun = action.key.partition.split('#').next().unwrap_or_default();
            Err(Error::internal(format!("two actions on one {noun} of {:?}", action.key.table)))
        }
        None => Ok(()),
    }
}

/// The refusal after [`ATTEMPTS`] attempts.
pub fn outrun() -> Error {
    Error::unavailable("Others changed the same thing at the same time, please try again")
}

/// Wait 2, 4, 8, … ms and up to as much again, so that those who collided do not meet again.
pub(super) async fn pause(attempt: u32) {
    let shortest = 2_u64 << attempt.min(7);
    let jitter = shortest * u64::from(rand::random::<u8>()) / 255;
    tokio::time::sleep(Duration::from_millis(shortest + jitter)).await;
}
