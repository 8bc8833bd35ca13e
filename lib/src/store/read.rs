//! Reading: single items, batches, and lists that always page.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes, Select};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::change::built;
use super::key::{Attributes, Entity, Key, Table, from_item};
use super::{Store, failed};
use crate::{Error, Result};

/// Keys that DynamoDB takes in one batch.
const MOST_KEYS: usize = 100;

/// A stretch of one partition.
#[derive(Clone, Debug)]
pub struct Range {
    /// The table.
    pub table: Table,
    /// The partition key.
    pub partition: String,
    /// What the sort keys begin with; empty for all.
    pub prefix: String,
    /// In which order.
    pub order: Order,
}

/// The order of a list by its sort keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Ascending,
    /// Greatest first.
    Descending,
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Listing<E> {
    /// The entries, in order.
    pub items: Vec<E>,
    /// Where the next page begins; none at the end.
    pub next: Option<Cursor>,
}

/// A place in a list: the sort key of the last entry that was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(String);

impl Cursor {
    /// The place after this sort key.
    pub fn after(sort: impl Into<String>) -> Self {
        Self(sort.into())
    }

    /// The sort key after which it is.
    pub fn sort(&self) -> &str {
        &self.0
    }

    /// Read what [`Display`](std::fmt::Display) wrote.
    ///
    /// Refuses: `Invalid` 400 for what cannot be one.
    pub fn parse(text: &str) -> Result<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        bytes
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .filter(|sort| !sort.is_empty() && sort.len() <= 1_024)
            .map(Self)
            .ok_or_else(foreign)
    }
}

/// The refusal of a cursor that no list gave out, or another one.
pub fn foreign() -> Error {
    Error::invalid("The cursor is not one that this list gave out")
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(&self.0))
    }
}

impl Store {
    /// The entity at this place, if there is one. Cost: one read unit for each 4 KB.
    pub async fn get<E: Entity>(&self, key: &Key) -> Result<Option<E>> {
        let answer = self
            .client
            .get_item()
            .table_name(self.tables.name(key.table))
            .set_key(Some(key.attributes()))
            .consistent_read(true)
            .send()
            .await
            .map_err(failed)?;
        answer.item.map(from_item).transpose()
    }

    /// The entities at these places, in the order of the keys; what is not there is left out.
    pub async fn batch<E: Entity>(&self, keys: &[Key]) -> Result<Vec<E>> {
        let mut found: HashMap<Key, E> = HashMap::new();
        for chunk in keys.chunks(MOST_KEYS) {
            for item in self.batch_of_few(chunk).await? {
                let entity: E = from_item(item)?;
                found.insert(entity.key(), entity);
            }
        }
        Ok(keys.iter().filter_map(|key| found.remove(key)).collect())
    }

    async fn batch_of_few(&self, keys: &[Key]) -> Result<Vec<Attributes>> {
        let Some(first) = keys.first() else { return Ok(Vec::new()) };
        let table = self.tables.name(first.table);
        let mut wanted: Vec<_> = keys.iter().map(Key::attributes).collect();
        let mut items = Vec::new();
        while !wanted.is_empty() {
            let keys = KeysAndAttributes::builder().consistent_read(true).set_keys(Some(wanted));
            let answer = self
                .client
                .batch_get_item()
                .request_items(table, built(keys.build())?)
                .send()
                .await
                .map_err(failed)?;
            items.extend(answer.responses.into_iter().flatten().flat_map(|(_, items)| items));
            let left = answer.unprocessed_keys.into_iter().flatten();
            wanted = left.flat_map(|(_, keys)| keys.keys).collect();
        }
        Ok(items)
    }

    /// At most `limit` entries after the cursor. Cost: the size of what is read, however deep in the list.
    ///
    /// Refuses: `Invalid` 400 for a cursor that lies beside the list.
    pub async fn list<E: Entity>(
        &self,
        range: &Range,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Listing<E>> {
        // DynamoDB begins nowhere but inside of what it is asked for.
        if after.is_some_and(|cursor| !cursor.0.starts_with(&range.prefix)) {
            return Err(foreign());
        }
        let mut items: Vec<E> = Vec::new();
        let mut start = after.map(|cursor| range.at(cursor));
        loop {
            // One more than asked for tells whether there is a next page.
            let missing = limit + 1 - items.len();
            let answer = self
                .query(range)
                .set_exclusive_start_key(start)
                .limit(i32::try_from(missing).unwrap_or(i32::MAX))
                .send()
                .await
                .map_err(failed)?;
            for item in answer.items.into_iter().flatten() {
                items.push(from_item(item)?);
            }
            start = answer.last_evaluated_key;
            if start.is_none() || items.len() > limit {
                break;
            }
        }
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(|last| Cursor(last.key().sort));
        Ok(Listing { items, next })
    }

    /// All entries of a stretch that is known to be short enough for one process.
    pub async fn list_all<E: Entity>(&self, range: &Range) -> Result<Vec<E>> {
        Ok(self.list(range, None, i32::MAX as usize - 1).await?.items)
    }

    /// The same, but only those after the cursor.
    pub async fn list_after<E: Entity>(&self, range: &Range, after: &Cursor) -> Result<Vec<E>> {
        Ok(self.list(range, Some(after), i32::MAX as usize - 1).await?.items)
    }

    /// At most `limit` entries after the first `offset`; nothing when the list ends before.
    ///
    /// Cost: the size of what is skipped and read; that is why lists offer cursors beside page numbers.
    pub async fn list_from<E: Entity>(
        &self,
        range: &Range,
        offset: u64,
        limit: usize,
    ) -> Result<Listing<E>> {
        let mut left = offset;
        let mut start = None;
        while left > 0 {
            let answer = self
                .query(range)
                .select(Select::Count)
                .set_exclusive_start_key(start)
                .limit(i32::try_from(left).unwrap_or(i32::MAX))
                .send()
                .await
                .map_err(failed)?;
            left = left.saturating_sub(u64::try_from(answer.count()).unwrap_or(0));
            start = answer.last_evaluated_key;
            if start.is_none() {
                return Ok(Listing { items: Vec::new(), next: None });
            }
        }
        let sort = start.and_then(|key| key.get("SK")?.as_s().ok().cloned());
        self.list(range, sort.map(Cursor).as_ref(), limit).await
    }

    pub(super) fn query(
        &self,
        range: &Range,
    ) -> aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder {
        let query = self
            .client
            .query()
            .table_name(self.tables.name(range.table))
            .expression_attribute_values(":partition", AttributeValue::S(range.partition.clone()))
            .scan_index_forward(range.order == Order::Ascending)
            .consistent_read(true);
        if range.prefix.is_empty() {
            return query.key_condition_expression("PK = :partition");
        }
        query
            .key_condition_expression("PK = :partition AND begins_with(SK, :prefix)")
            .expression_attribute_values(":prefix", AttributeValue::S(range.prefix.clone()))
    }
}

impl Range {
    /// A whole partition.
    pub fn of(table: Table, partition: impl Into<String>, order: Order) -> Self {
        Self { table, partition: partition.into(), prefix: String::new(), order }
    }

    /// The part whose sort keys begin so.
    #[must_use]
    pub fn beginning(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    fn at(&self, cursor: &Cursor) -> Attributes {
        Key::new(self.table, self.partition.clone(), cursor.0.clone()).attributes()
    }
}
