//! The stream of a table: what is waiting in it, and forgetting what is worked off.
//!
//! Records are read through the database's own stream API, so their form is the one its maintainers
//! test against DynamoDB. Removing them, and the index without which every write would cost as
//! much as the stream is long, go through the second connection, because the database offers
//! neither.
//!
//! A record stays until it is trimmed, so the oldest one left is the position of the reader, also
//! after a restart. DynamoDB instead keeps records for 24 hours and leaves the position to the
//! reader.

use aws_lambda_events::dynamodb::{Event, EventRecord};
use dynoxide::{
    DynoxideError,
    actions::{
        get_records::{GetRecordsRequest, Record},
        get_shard_iterator::{
            GetShardIteratorRequest, decode_shard_iterator, encode_shard_iterator,
        },
        list_streams::ListStreamsRequest,
    },
    streams::shard_id,
};
use rusqlite::params;
use serde_json::json;

use super::{Engine, Error, engine::Core};

/// Every write looks up the last number of its table, and every read takes the lowest ones.
///
/// A table has one shard, so an index with the shard in it would tell no more.
pub(super) const INDEX: &str = "
    CREATE INDEX IF NOT EXISTS _kindred_stream
        ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";

/// Lambda takes 6 MB per invocation; the rest is room for what surrounds the records.
const BATCH_SIZE_BYTES: i64 = 5_000_000;

/// Where a table's stream is found.
#[derive(Clone)]
pub(super) struct Source {
    arn: String,
    shard: String,
}

impl Engine {
    /// The oldest records of a table's stream, in order.
    ///
    /// At most `limit`, and no more than one invocation can carry.
    pub(super) async fn pending(
        &self,
        table: &str,
        limit: usize,
    ) -> Result<Vec<EventRecord>, Error> {
        let action = format!("read the stream of {table}");
        let table = table.to_owned();
        let records = self.ask(move |core| core.pending(&table, limit)).await?;
        records.map_err(|cause| Error::failed(action, &cause))
    }

    /// How many records wait in a table's stream.
    pub(super) async fn n_pending(&self, table: &str) -> Result<usize, Error> {
        let action = format!("count the stream of {table}");
        let table = table.to_owned();
        let counted = self.ask(move |core| core.n_pending(&table)).await?;
        counted.map_err(|cause| Error::failed(action, &cause))
    }

    /// Forget the records of a table's stream up to `up_to_sequence`, itself included.
    ///
    /// Returns how many there were, at a cost in proportion. They cannot be read again.
    pub async fn trim(&self, table: &str, up_to_sequence: &str) -> Result<usize, Error> {
        let action = format!("trim the stream of {table}");
        let (table, sequence) = (table.to_owned(), up_to_sequence.to_owned());
        let trimmed = self.ask(move |core| core.trim(&table, &sequence)).await?;
        trimmed.map_err(|cause| Error::failed(action, &cause))
    }
}

impl Core {
    /// Learn which tables have a stream; to be called whenever tables change.
    pub(super) fn find_streams(&mut self) -> Result<(), DynoxideError> {
        self.streams.clear();
        for stream in self.database.list_streams(ListStreamsRequest::default())?.streams {
            // The database gives each stream exactly one shard, named after the table.
            let shard = shard_id(&stream.table_name);
            let source = Source { arn: stream.stream_arn, shard };
            self.streams.insert(stream.table_name, source);
        }
        Ok(())
    }

    /// Forget all records of a deleted table.
    ///
    /// One made later under its name would deliver them.
    pub(super) fn forget_stream(&self, table: &str) -> rusqlite::Result<usize> {
        self.side.execute("DELETE FROM _stream_records WHERE table_name = ?1", params![table])
    }

    fn pending(&self, table: &str, limit: usize) -> Result<Vec<EventRecord>, DynoxideError> {
        let source = self.source(table)?;
        let shard_iterator = encode_shard_iterator(table, &source.shard, 0);
        let request = GetRecordsRequest { shard_iterator, limit: Some(limit) };
        let mut records = self.database.get_records(request)?.records;
        let mut total = 0;
        let fitting = records.iter().take_while(|record| {
            total += record.dynamodb.size_bytes;
            total <= BATCH_SIZE_BYTES
        });
        let fitting = fitting.count().max(1);
        records.truncate(fitting);
        as_lambda_records(&records, &source.arn)
    }

    fn n_pending(&self, table: &str) -> rusqlite::Result<usize> {
        let count = "SELECT COUNT(*) FROM _stream_records WHERE table_name = ?1";
        self.side.query_row(count, params![table], |row| row.get(0))
    }

    fn trim(&self, table: &str, sequence: &str) -> Result<usize, DynoxideError> {
        let source = self.source(table)?;
        // An iterator after the record holds the number it is stored under, which is not the one it
        // shows.
        let request = GetShardIteratorRequest {
            stream_arn: source.arn.clone(),
            shard_id: source.shard.clone(),
            shard_iterator_type: "AFTER_SEQUENCE_NUMBER".into(),
            sequence_number: Some(sequence.into()),
        };
        let iterator = self.database.get_shard_iterator(request)?.shard_iterator;
        let position = iterator.as_deref().and_then(decode_shard_iterator);
        let (_, shard, stored) =
            position.ok_or_else(|| internal(&"no position in the iterator"))?;
        let mut delete = self.side.prepare_cached(
            "DELETE FROM _stream_records
             WHERE table_name = ?1 AND shard_id = ?2 AND CAST(sequence_number AS INTEGER) <= ?3",
        )?;
        Ok(delete.execute(params![table, shard, stored])?)
    }

    fn source(&self, table: &str) -> Result<&Source, DynoxideError> {
        let missing = || format!("there is no table {table} with a stream");
        self.streams.get(table).ok_or_else(|| DynoxideError::ResourceNotFoundException(missing()))
    }
}

/// The records as Lambda delivers them: with the stream they are from.
fn as_lambda_records(records: &[Record], arn: &str) -> Result<Vec<EventRecord>, DynoxideError> {
    let mut records = serde_json::to_value(records).map_err(|e| internal(&e))?;
    for record in records.as_array_mut().into_iter().flatten() {
        record["eventSourceARN"] = arn.into();
    }
    let event: Event =
        serde_json::from_value(json!({ "Records": records })).map_err(|e| internal(&e))?;
    Ok(event.records)
}

fn internal(cause: &impl ToString) -> DynoxideError {
    DynoxideError::InternalServerError(cause.to_string())
}
