//! How a stream is delivered, from the function's event of type `DynamoDB`.

use serde::Deserialize;
use serde_norway::Value;

use super::{parse, resources};
use crate::embedded::Error;

/// How a stream is delivered to a function: the rules of an event source mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamMapping {
    /// The logical id of the table whose stream it is.
    pub table: String,
    /// The most records in one invocation.
    pub batch_size: usize,
    /// How often a failed batch is tried again; none is without end.
    pub maximum_retries: Option<u32>,
    /// Whether a failed batch is halved before it is tried again.
    pub bisect: bool,
    /// Whether the function's answer names the records that failed.
    pub reports_failures: bool,
}

/// Read how the stream of a table is delivered to `function`.
///
/// `function` is its logical id, such as `Recompute`.
/// Refuses: `Template` when there is no such function, or it has no event of type `DynamoDB`.
pub fn read_mapping(template: &str, function: &str) -> Result<StreamMapping, Error> {
    let resources = resources(template)?;
    let resource = resources.into_iter().find(|(id, _)| id == function);
    let (_, resource) =
        resource.ok_or_else(|| Error::Template(format!("there is no function {function}")))?;
    let Value::Mapping(events) = &resource["Properties"]["Events"] else {
        return Err(Error::Template(format!("{function} has no events")));
    };
    let event = events.values().find(|event| event["Type"] == "DynamoDB");
    let event =
        event.ok_or_else(|| Error::Template(format!("{function} follows no DynamoDB stream")))?;
    let mapping: MappingProperties = parse(&event["Properties"], function)?;
    Ok(StreamMapping {
        table: table_of_stream(&mapping.stream),
        batch_size: mapping.batch_size,
        // Lambda writes "without end" as -1.
        maximum_retries: mapping.maximum_retry_attempts.and_then(|n| u32::try_from(n).ok()),
        bisect: mapping.bisect_batch_on_function_error,
        reports_failures: mapping
            .function_response_types
            .iter()
            .any(|kind| kind == "ReportBatchItemFailures"),
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct MappingProperties {
    stream: Value,
    #[serde(default = "lambdas_batch_size")]
    batch_size: usize,
    maximum_retry_attempts: Option<i64>,
    #[serde(default)]
    bisect_batch_on_function_error: bool,
    #[serde(default)]
    function_response_types: Vec<String>,
}

fn lambdas_batch_size() -> usize {
    100
}

/// `!GetAtt Events.StreamArn`, in any of its spellings, names the table `Events`.
fn table_of_stream(stream: &Value) -> String {
    match stream {
        Value::String(path) => path.trim_end_matches(".StreamArn").to_owned(),
        Value::Sequence(path) => path.first().map(table_of_stream).unwrap_or_default(),
        Value::Mapping(function) => {
            function.values().next().map(table_of_stream).unwrap_or_default()
        }
        _ => String::new(),
    }
}
