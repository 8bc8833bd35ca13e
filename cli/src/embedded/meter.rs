//! What requests cost: the read and write units that DynamoDB would bill.
//!
//! A metered client asks for `ConsumedCapacity` with every request and adds up what the answers
//! say, so what is measured is what the same code consumes on AWS. Two things are not seen: a
//! refused write, which DynamoDB bills but answers without figures, and the reading of a stream,
//! which is free for a function.

use std::{
    ops::{Add, AddAssign},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::Value;

/// Adds up what the requests of one client consume. Clones share the sum.
#[derive(Clone, Debug, Default)]
pub struct Meter {
    sum: Arc<Mutex<Units>>,
}

/// Capacity units: reads of 4 KB, writes of 1 KB.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Units {
    /// Read units; half of one is an eventually consistent read.
    pub read: f64,
    /// Write units.
    pub write: f64,
}

impl Meter {
    /// What was consumed since the meter was made or taken from last.
    pub fn take(&self) -> Units {
        std::mem::take(&mut *self.sum())
    }

    /// The body of a request, asking what it consumes.
    pub(super) fn asking(body: &[u8]) -> Vec<u8> {
        let Ok(Value::Object(mut request)) = serde_json::from_slice(body) else {
            return body.to_vec();
        };
        request.insert("ReturnConsumedCapacity".to_owned(), "TOTAL".into());
        Value::Object(request).to_string().into_bytes()
    }

    /// Add what an answer says was consumed; `target` is the header `x-amz-target`.
    pub(super) fn add(&self, target: &str, answer: &str) {
        let answer: Value = serde_json::from_str(answer).unwrap_or_default();
        // One table in an object of its own, or several in a list.
        let consumed = match &answer["ConsumedCapacity"] {
            Value::Array(tables) => tables.iter().map(units).sum(),
            table => units(table),
        };
        *self.sum() += match target.rsplit('.').next().unwrap_or_default() {
            "GetItem" | "BatchGetItem" | "TransactGetItems" | "Query" | "Scan" => {
                Units { read: consumed, write: 0.0 }
            }
            _ => Units { read: 0.0, write: consumed },
        };
    }

    fn sum(&self) -> MutexGuard<'_, Units> {
        self.sum.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Add for Units {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { read: self.read + other.read, write: self.write + other.write }
    }
}

impl AddAssign for Units {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

fn units(table: &Value) -> f64 {
    table["CapacityUnits"].as_f64().unwrap_or(0.0)
}
