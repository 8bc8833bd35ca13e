//! Counters: integers that are given once and never again.
//!
//! A counter is one item, raised outside of transactions; it gives about a thousand ids a second, in blocks more.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use serde::{Deserialize, Serialize};

use super::change::number;
use super::key::{Entity, Key, from_item};
use super::{Store, failed};
use crate::Result;

/// The last integer that was given of a sort.
#[derive(Debug, Serialize, Deserialize)]
struct Counter {
    name: String,
    value: u64,
}

impl Entity for Counter {
    const TYPE: &'static str = "counter";

    fn key(&self) -> Key {
        Key::state("COUNTER", &self.name)
    }
}

impl Store {
    /// The next integer of a counter, never given before: 1, 2, 3, …
    pub async fn next_id(&self, counter: &str) -> Result<u64> {
        self.next_ids(counter, 1).await
    }

    /// The first of `count` integers in a row that were never given before.
    pub async fn next_ids(&self, counter: &str, count: u64) -> Result<u64> {
        let answer = self
            .client
            .update_item()
            .table_name(&self.tables.state)
            .set_key(Some(Key::state("COUNTER", counter).attributes()))
            .update_expression("ADD #value :count SET #name = :name, #type = :type")
            .expression_attribute_names("#value", "value")
            .expression_attribute_names("#name", "name")
            .expression_attribute_names("#type", "type")
            .expression_attribute_values(":count", number(count))
            .expression_attribute_values(":name", AttributeValue::S(counter.to_owned()))
            .expression_attribute_values(":type", AttributeValue::S(Counter::TYPE.to_owned()))
            .return_values(ReturnValue::AllNew)
            .send()
            .await
            .map_err(failed)?;
        let counter: Counter = from_item(answer.attributes.unwrap_or_default())?;
        Ok(counter.value + 1 - count)
    }

    /// The last integer that a counter gave; 0 before the first.
    pub async fn last_id(&self, counter: &str) -> Result<u64> {
        let key = Key::state("COUNTER", counter);
        Ok(self.get::<Counter>(&key).await?.map_or(0, |counter| counter.value))
    }
}
