//! One DynamoDB request to the database: from the operation's name and JSON to status and JSON.
//!
//! Both ways in, the in-process connector and the TCP port, come through here, so what is true of
//! one is true of the other: idempotency tokens are dropped, and a write to a table with a stream
//! wakes whoever follows it.

use dynoxide::{
    Database, DynoxideError,
    actions::{
        batch_write_item::BatchWriteItemRequest, delete_item::DeleteItemRequest,
        delete_table::DeleteTableRequest, put_item::PutItemRequest,
        transact_write_items::TransactWriteItemsRequest, update_item::UpdateItemRequest,
    },
};
use serde::{Serialize, de::DeserializeOwned};

use super::{Engine, Error, engine::Core};

/// The form of requests and answers, as DynamoDB names it.
pub(super) const CONTENT_TYPE: &str = "application/x-amz-json-1.0";

/// An answer as DynamoDB would give it over HTTP.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
}

type Outcome = Result<String, DynoxideError>;

impl Engine {
    /// Answer one request; `target` is the header `x-amz-target`.
    pub(super) async fn answer(
        &self,
        target: &str,
        body: impl AsRef<[u8]> + Send + 'static,
    ) -> Result<Answer, Error> {
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        self.ask(move |core| match core.perform(&operation, body.as_ref()) {
            Ok(body) => Answer { status: 200, body },
            Err(refusal) => Answer { status: refusal.status_code(), body: refusal.to_json() },
        })
        .await
    }
}

impl Core {
    fn perform(&mut self, operation: &str, body: &[u8]) -> Outcome {
        match operation {
            "GetItem" => self.read(body, Database::get_item),
            "Query" => self.read(body, Database::query),
            "Scan" => self.read(body, Database::scan),
            "BatchGetItem" => self.read(body, Database::batch_get_item),
            "TransactGetItems" => self.read(body, Database::transact_get_items),
            "PutItem" => {
                self.write(body, |r: &PutItemRequest| vec![&r.table_name], Database::put_item)
            }
            "UpdateItem" => {
                self.write(body, |r: &UpdateItemRequest| vec![&r.table_name], Database::update_item)
            }
            "DeleteItem" => {
                self.write(body, |r: &DeleteItemRequest| vec![&r.table_name], Database::delete_item)
            }
            "BatchWriteItem" => self.write(body, tables_of_batch, Database::batch_write_item),
            "TransactWriteItems" => self.write(body, tables_of_transaction, transact),
            "CreateTable" => self.change_tables(body, Database::create_table),
            "UpdateTable" => self.change_tables(body, Database::update_table),
            "DeleteTable" => self.delete_table(body),
            "DescribeTable" => self.read(body, Database::describe_table),
            "ListTables" => self.read(body, Database::list_tables),
            "UpdateTimeToLive" => self.read(body, Database::update_time_to_live),
            "DescribeTimeToLive" => self.read(body, Database::describe_time_to_live),
            _ => Err(unknown(operation)),
        }
    }

    fn read<Q: DeserializeOwned, A: Serialize>(
        &self,
        body: &[u8],
        call: fn(&Database, Q) -> Result<A, DynoxideError>,
    ) -> Outcome {
        written(&call(&self.database, parse(body)?)?)
    }

    fn write<Q: DeserializeOwned, A: Serialize>(
        &self,
        body: &[u8],
        tables: fn(&Q) -> Vec<&String>,
        call: fn(&Database, Q) -> Result<A, DynoxideError>,
    ) -> Outcome {
        let request = parse(body)?;
        let streamed = tables(&request).into_iter().any(|table| self.streams.contains_key(table));
        let answer = call(&self.database, request)?;
        if streamed {
            self.written.send_replace(());
        }
        written(&answer)
    }

    fn change_tables<Q: DeserializeOwned, A: Serialize>(
        &mut self,
        body: &[u8],
        call: fn(&Database, Q) -> Result<A, DynoxideError>,
    ) -> Outcome {
        let answer = call(&self.database, parse(body)?)?;
        self.find_streams()?;
        written(&answer)
    }

    fn delete_table(&mut self, body: &[u8]) -> Outcome {
        let table = parse::<DeleteTableRequest>(body)?.table_name;
        let answer = self.change_tables(body, Database::delete_table)?;
        self.forget_stream(&table)?;
        Ok(answer)
    }
}

/// Run a transaction without its idempotency token.
///
/// The database walks all tokens of the last ten minutes at each transaction, and the SDK sends one
/// with each. Within one process there is no lost answer to repeat a request for.
fn transact(
    database: &Database,
    mut request: TransactWriteItemsRequest,
) -> Result<impl Serialize + use<>, DynoxideError> {
    request.client_request_token = None;
    database.transact_write_items(request)
}

fn tables_of_batch(request: &BatchWriteItemRequest) -> Vec<&String> {
    request.request_items.keys().collect()
}

fn tables_of_transaction(request: &TransactWriteItemsRequest) -> Vec<&String> {
    let tables = request.transact_items.iter().filter_map(|item| {
        let put = item.put.as_ref().map(|put| &put.table_name);
        let update = item.update.as_ref().map(|update| &update.table_name);
        let delete = item.delete.as_ref().map(|delete| &delete.table_name);
        put.or(update).or(delete)
    });
    tables.collect()
}

fn parse<Q: DeserializeOwned>(body: &[u8]) -> Result<Q, DynoxideError> {
    serde_json::from_slice(body).map_err(|cause| unreadable(&cause.to_string()))
}

fn written(answer: &impl Serialize) -> Outcome {
    serde_json::to_string(answer)
        .map_err(|cause| DynoxideError::InternalServerError(cause.to_string()))
}

/// The refusal of a request that does not parse.
///
/// The database's types mark the values DynamoDB would call invalid with a prefix `VALIDATION…:`,
/// and those it could not read at all with `SERIALIZATION…:`.
fn unreadable(cause: &str) -> DynoxideError {
    let text = cause.split(" at line ").next().unwrap_or(cause);
    match text.split_once(':') {
        Some((mark, rest)) if mark.starts_with("VALIDATION") => {
            DynoxideError::ValidationException(rest.to_owned())
        }
        Some((mark, rest)) if mark.starts_with("SERIALIZATION") => {
            DynoxideError::SerializationException(rest.to_owned())
        }
        _ if text.contains("missing field") || text.contains("AttributeValue") => {
            DynoxideError::ValidationException(text.to_owned())
        }
        _ => DynoxideError::SerializationException(text.to_owned()),
    }
}

fn unknown(operation: &str) -> DynoxideError {
    DynoxideError::ValidationException(format!(
        "the embedded store does not offer the operation '{operation}'"
    ))
}
