//! Where an item lies: tables, keys and what an entity must say of itself.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Error, Result};

/// An item as the SDK has it.
pub(super) type Attributes = HashMap<String, AttributeValue>;

/// One of the three tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Table {
    /// Entities, uniqueness claims, counters: the truth.
    State,
    /// Immutable events; its stream feeds the recompute function.
    Events,
    /// What recompute derives from the other two; can be dropped and built again.
    Derived,
}

/// The names of the tables in one deployment.
#[derive(Clone, Debug)]
pub struct Tables {
    /// The name of [`Table::State`].
    pub state: String,
    /// The name of [`Table::Events`].
    pub events: String,
    /// The name of [`Table::Derived`].
    pub derived: String,
}

impl Tables {
    /// Names made from the logical ones: `State`, `Events`, `Derived`.
    pub fn named(name: impl Fn(&str) -> String) -> Self {
        Self { state: name("State"), events: name("Events"), derived: name("Derived") }
    }

    /// The name of a table.
    pub fn name(&self, table: Table) -> &str {
        match table {
            Table::State => &self.state,
            Table::Events => &self.events,
            Table::Derived => &self.derived,
        }
    }
}

/// The place of one item.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The table.
    pub table: Table,
    /// The partition key, attribute `PK`.
    pub partition: String,
    /// The sort key, attribute `SK`.
    pub sort: String,
}

impl Key {
    /// A key in this table.
    pub fn new(table: Table, partition: impl Into<String>, sort: impl Into<String>) -> Self {
        Self { table, partition: partition.into(), sort: sort.into() }
    }

    /// The key of an entity's own item.
    pub fn state(noun: &str, id: impl std::fmt::Display) -> Self {
        Self::new(Table::State, format!("{noun}#{id}"), "STATE")
    }

    pub(super) fn attributes(&self) -> Attributes {
        HashMap::from([
            ("PK".to_owned(), AttributeValue::S(self.partition.clone())),
            ("SK".to_owned(), AttributeValue::S(self.sort.clone())),
        ])
    }
}

/// What lies in the store: shape, key and nothing else.
pub trait Entity: Serialize + DeserializeOwned + Send + Sync {
    /// The attribute `type` of its items.
    const TYPE: &'static str;

    /// Where it lies.
    fn key(&self) -> Key;

    /// The version that it was read with; 0 when new. Entities without the attribute are replaced unchecked.
    fn version(&self) -> u64 {
        0
    }
}

pub(super) fn to_item<E: Entity>(entity: &E) -> Result<Attributes> {
    let mut item: Attributes = serde_dynamo::to_item(entity).map_err(Error::internal)?;
    item.extend(entity.key().attributes());
    item.insert("type".to_owned(), AttributeValue::S(E::TYPE.to_owned()));
    Ok(item)
}

pub(super) fn from_item<T: DeserializeOwned>(item: Attributes) -> Result<T> {
    serde_dynamo::from_item(item).map_err(Error::internal)
}
