//! Writing much at once, where each item stands for itself: what is derived and can be derived again.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{DeleteRequest, PutRequest, WriteRequest};

use futures_util::{StreamExt, TryStreamExt, stream};

use super::change::built;
use super::key::{Entity, Key, to_item};
use super::{Store, failed};
use crate::{Error, Result};

/// Items that DynamoDB takes in one batch.
const MOST_ITEMS: usize = 25;

/// Batches that are under way at once.
const AT_ONCE: usize = 8;

/// How often what the database left over is sent again.
const ATTEMPTS: u32 = 8;

impl Store {
    /// Write these items and remove what lies at those keys, whatever is there; all in one table.
    ///
    /// Not a transaction: after a failure some are written. Cost: one write unit for each item and KB.
    pub async fn put_all<E: Entity>(&self, items: &[E], gone: &[Key]) -> Result<()> {
        let keys = items.iter().map(Entity::key).chain(gone.iter().cloned());
        let Some(table) = keys.map(|key| key.table).next() else { return Ok(()) };
        let mut requests = Vec::with_capacity(items.len() + gone.len());
        for item in items {
            let put = built(PutRequest::builder().set_item(Some(to_item(item)?)).build())?;
            requests.push(WriteRequest::builder().put_request(put).build());
        }
        for key in gone {
            let delete = DeleteRequest::builder().set_key(Some(key.attributes())).build();
            requests.push(WriteRequest::builder().delete_request(built(delete)?).build());
        }
        let batches: Vec<_> = requests.chunks(MOST_ITEMS).map(<[_]>::to_vec).collect();
        let written =
            stream::iter(batches).map(|batch| self.write_batch(self.tables.name(table), batch));
        written.buffer_unordered(AT_ONCE).try_collect().await
    }

    async fn write_batch(&self, table: &str, requests: Vec<WriteRequest>) -> Result<()> {
        let mut left = HashMap::from([(table.to_owned(), requests)]);
        for attempt in 0..ATTEMPTS {
            let sent = self.client.batch_write_item().set_request_items(Some(left)).send().await;
            left = sent.map_err(failed)?.unprocessed_items.unwrap_or_default();
            if left.is_empty() {
                return Ok(());
            }
            super::commit::pause(attempt).await;
        }
        Err(Error::unavailable("The store is busy, please try again"))
    }
}
