//! Transactions that get in each other's way, as they do on AWS: for tests.
//!
//! The engine does one request after the other, so that two transactions never meet. DynamoDB turns away a transaction
//! that comes to an item at which another is still at work, and says at which of its items that was. A client with a
//! [`Contention`] does the same from the moment when a transaction is sent until it is answered; and it turns some away
//! for nothing, if that is wanted, as if others had been there.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::{Value, json};

use super::{Error, dispatch::Answer};

/// Decides which transactions of one client are turned away. Clones share what is under way.
#[derive(Clone, Debug, Default)]
pub struct Contention {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// The items at which transactions are at work.
    under_way: HashSet<String>,
    percent: u64,
    random: u64,
    n_conflicts: usize,
}

impl Contention {
    /// Turn away so many of a hundred transactions, at one of their items; from a fixed seed.
    pub fn at_random(&self, percent: u64) {
        self.state().percent = percent;
    }

    /// How many transactions were turned away.
    pub fn n_conflicts(&self) -> usize {
        self.state().n_conflicts
    }

    /// What comes of a request that is answered so, if it gets in nobody's way.
    pub(super) async fn meet(
        &self,
        target: &str,
        body: &[u8],
        answer: impl Future<Output = Result<Answer, Error>>,
    ) -> Result<Answer, Error> {
        if !target.ends_with(".TransactWriteItems") {
            return answer.await;
        }
        let items = items(body);
        let conflicts = self.state().conflicts(&items);
        if conflicts.contains(&true) {
            return Ok(turned_away(&conflicts));
        }
        let _at_work = AtWork::new(self, items);
        answer.await
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// At which of these items somebody else is.
    fn conflicts(&mut self, items: &[String]) -> Vec<bool> {
        let mut conflicts: Vec<_> =
            items.iter().map(|item| self.under_way.contains(item)).collect();
        if self.draw(100) < self.percent {
            let unlucky = usize::try_from(self.draw(items.len() as u64)).unwrap_or(0);
            conflicts.iter_mut().skip(unlucky).take(1).for_each(|conflict| *conflict = true);
        }
        self.n_conflicts += usize::from(conflicts.contains(&true));
        conflicts
    }

    /// A number below this one, from a linear congruential generator: no secrets, and the same in every run.
    fn draw(&mut self, below: u64) -> u64 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.random >> 33) % below.max(1)
    }
}

/// That a transaction is at work at these items, until it is dropped.
struct AtWork<'a> {
    contention: &'a Contention,
    items: Vec<String>,
}

impl<'a> AtWork<'a> {
    fn new(contention: &'a Contention, items: Vec<String>) -> Self {
        contention.state().under_way.extend(items.iter().cloned());
        Self { contention, items }
    }
}

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        let mut state = self.contention.state();
        self.items.iter().for_each(|item| {
            state.under_way.remove(item);
        });
    }
}

/// The places of a transaction's items, in its order.
fn items(body: &[u8]) -> Vec<String> {
    let request: Value = serde_json::from_slice(body).unwrap_or_default();
    let actions = request["TransactItems"].as_array().cloned().unwrap_or_default();
    let verbs = actions.iter().filter_map(|action| action.as_object()?.values().next());
    let place = |verb: &Value| {
        let key = verb.get("Key").or_else(|| verb.get("Item")).unwrap_or(&Value::Null);
        format!("{} {} {}", verb["TableName"], key["PK"], key["SK"])
    };
    verbs.map(place).collect()
}

/// The answer to a transaction that met others at some of its items.
fn turned_away(conflicts: &[bool]) -> Answer {
    let reason = |conflict: &bool| match conflict {
        true => json!({
            "Code": "TransactionConflict",
            "Message": "Transaction is ongoing for the item",
        }),
        false => json!({ "Code": "None" }),
    };
    let body = json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": "Transaction cancelled, please refer cancellation reasons for specific reasons",
        "CancellationReasons": conflicts.iter().map(reason).collect::<Vec<_>>(),
    });
    Answer { status: 400, body: body.to_string() }
}
