//! Tallies: how often something happened, shared by all instances and forgotten after a while.
//!
//! A tally is one item that is raised outside of transactions, so however many instances count at the same time, each
//! of them is told another number. The table deletes it some time after it has expired; nobody waits for that.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use serde::Deserialize;

use super::key::{Key, from_item};
use super::{Store, failed};
use crate::Result;

/// What the database tells of a tally.
#[derive(Debug, Deserialize)]
struct Tally {
    count: i64,
}

impl Store {
    /// Add to the tally at this place, and return what it counts then.
    ///
    /// It begins at 0, and may be deleted from `expires_at` on, in seconds since 1970. Cost: one write unit.
    pub async fn tally(&self, key: &Key, by: i64, expires_at: i64) -> Result<i64> {
        let integer = |value: i64| AttributeValue::N(value.to_string());
        let answer = self
            .client
            .update_item()
            .table_name(self.tables.name(key.table))
            .set_key(Some(key.attributes()))
            .update_expression("ADD #count :by SET #expires_at = :expires_at, #type = :type")
            .expression_attribute_names("#count", "count")
            .expression_attribute_names("#expires_at", "expires_at")
            .expression_attribute_names("#type", "type")
            .expression_attribute_values(":by", integer(by))
            .expression_attribute_values(":expires_at", integer(expires_at))
            .expression_attribute_values(":type", AttributeValue::S("tally".to_owned()))
            .return_values(ReturnValue::UpdatedNew)
            .send()
            .await
            .map_err(failed)?;
        let tally: Tally = from_item(answer.attributes.unwrap_or_default())?;
        Ok(tally.count)
    }
}
