//! The tables and the stream mapping that `template.yaml` describes.
//!
//! The template is the one definition: what is deployed on AWS and what runs here are read from the
//! same lines. Only what the embedded store can honour is read; encryption, backups, tags and
//! conditions are passed over, as is a `FilterCriteria` of the mapping: here the handler receives
//! every record.

use serde::{Deserialize, de::DeserializeOwned};
use serde_norway::Value;

use super::Error;

mod create;
mod delete;
mod mapping;

pub use create::create;
pub use delete::delete;
pub use mapping::{StreamMapping, read_mapping};

/// A table of the template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableDefinition {
    /// The logical id in the template, such as `State`.
    pub id: String,
    /// The attributes that keys use.
    pub attributes: Vec<Attribute>,
    /// The primary key, hash first.
    pub keys: Vec<Key>,
    /// The global secondary indexes.
    pub indexes: Vec<Index>,
    /// What its stream carries, such as `NEW_IMAGE`; none without a stream.
    pub stream_view: Option<String>,
    /// The attribute with the time to live, in seconds since 1970.
    pub ttl_attribute: Option<String>,
}

/// An attribute that a key uses.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Attribute {
    /// Its name.
    #[serde(rename = "AttributeName")]
    pub name: String,
    /// `S`, `N` or `B`.
    #[serde(rename = "AttributeType")]
    pub kind: String,
}

/// One part of a key.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Key {
    /// The attribute it is.
    #[serde(rename = "AttributeName")]
    pub attribute: String,
    /// `HASH` or `RANGE`.
    #[serde(rename = "KeyType")]
    pub kind: String,
}

/// A global secondary index.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Index {
    /// Its name.
    #[serde(rename = "IndexName")]
    pub name: String,
    /// Its key, hash first.
    #[serde(rename = "KeySchema")]
    pub keys: Vec<Key>,
    /// Which attributes it holds.
    #[serde(rename = "Projection")]
    pub projection: Projection,
}

/// The attributes an index holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Projection {
    /// `ALL`, `KEYS_ONLY` or `INCLUDE`.
    #[serde(rename = "ProjectionType")]
    pub kind: String,
    /// With `INCLUDE`, the attributes besides the keys.
    #[serde(rename = "NonKeyAttributes", default)]
    pub attributes: Vec<String>,
}

/// Read the tables from the text of a template, in its order.
///
/// Refuses: `Template` when the text is not a template, or a table uses local secondary indexes.
pub fn read(template: &str) -> Result<Vec<TableDefinition>, Error> {
    let mut tables = Vec::new();
    for (id, resource) in resources(template)? {
        if resource["Type"] == "AWS::DynamoDB::Table" {
            tables.push(table(id, &resource["Properties"])?);
        }
    }
    Ok(tables)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TableProperties {
    attribute_definitions: Vec<Attribute>,
    key_schema: Vec<Key>,
    #[serde(default)]
    global_secondary_indexes: Vec<Index>,
    #[serde(default)]
    local_secondary_indexes: Vec<Value>,
    stream_specification: Option<StreamSpecification>,
    time_to_live_specification: Option<TimeToLiveSpecification>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct StreamSpecification {
    stream_view_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TimeToLiveSpecification {
    attribute_name: String,
    enabled: bool,
}

fn resources(template: &str) -> Result<Vec<(String, Value)>, Error> {
    let template: Value =
        serde_norway::from_str(template).map_err(|cause| Error::Template(cause.to_string()))?;
    let Value::Mapping(template) = untagged(template) else {
        return Err(Error::Template("the text is not a mapping".into()));
    };
    let Some(Value::Mapping(resources)) = template.get("Resources") else {
        return Err(Error::Template("there are no Resources".into()));
    };
    let named = resources
        .iter()
        .filter_map(|(id, resource)| Some((id.as_str()?.to_owned(), resource.clone())));
    Ok(named.collect())
}

fn table(id: String, properties: &Value) -> Result<TableDefinition, Error> {
    let properties: TableProperties = parse(properties, &id)?;
    if !properties.local_secondary_indexes.is_empty() {
        return Err(Error::Template(format!(
            "{id} has local secondary indexes, which are not read"
        )));
    }
    let ttl = properties.time_to_live_specification.filter(|ttl| ttl.enabled);
    Ok(TableDefinition {
        id,
        attributes: properties.attribute_definitions,
        keys: properties.key_schema,
        indexes: properties.global_secondary_indexes,
        stream_view: properties.stream_specification.map(|stream| stream.stream_view_type),
        ttl_attribute: ttl.map(|ttl| ttl.attribute_name),
    })
}

fn parse<T: DeserializeOwned>(properties: &Value, id: &str) -> Result<T, Error> {
    serde_norway::from_value(properties.clone())
        .map_err(|cause| Error::Template(format!("{id}: {cause}")))
}

/// The value without the short tags of `CloudFormation`: `!Sub "x"` is `"x"`.
fn untagged(value: Value) -> Value {
    match value {
        Value::Tagged(tagged) => untagged(tagged.value),
        Value::Sequence(items) => items.into_iter().map(untagged).collect(),
        Value::Mapping(pairs) => Value::Mapping(
            pairs.into_iter().map(|(key, value)| (untagged(key), untagged(value))).collect(),
        ),
        plain => plain,
    }
}
