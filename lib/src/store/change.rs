//! What one transaction writes, and what it means when a part of it is refused.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, Delete, Put, TransactWriteItem, Update};
use serde::{Deserialize, Serialize};

use super::key::{Attributes, Entity, Key, Table, Tables, to_item};
use crate::{Error, Event, Result};

/// Writes that happen together or not at all.
///
/// Each carries the refusal that it means, so that a cancelled transaction is translated by position.
#[derive(Debug, Default)]
pub struct Change {
    pub(super) actions: Vec<Action>,
    problem: Option<Error>,
}

#[derive(Debug)]
pub(super) struct Action {
    pub(super) key: Key,
    pub(super) verb: Verb,
    pub(super) refusal: Refusal,
}

#[derive(Debug)]
pub(super) enum Verb {
    /// Write the item where this is.
    Put(Attributes, Expected),
    /// Remove the item where this is.
    Remove(Expected),
    /// Add to numbers of an item that exists, and raise its version.
    Add(Vec<(&'static str, i64)>),
}

/// What must lie at the key before.
#[derive(Clone, Copy, Debug)]
pub(super) enum Expected {
    /// Nothing.
    Nothing,
    /// The item of this version.
    Version(u64),
    /// It does not matter.
    Anything,
}

/// What it means when the condition of an action does not hold.
#[derive(Debug)]
pub(super) enum Refusal {
    /// What was read is out of date: read again, decide again.
    Stale,
    /// The caller's request cannot be fulfilled.
    Is(Error),
}

/// Who holds a unique name.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claim {
    name: String,
    /// The id of the holder.
    pub owner: u64,
}

impl Claim {
    /// Where the claim of a name lies; `space` keeps kinds of names apart.
    pub fn place(space: &str, name: &str) -> Key {
        Key::new(Table::State, format!("UNIQUE#{space}#{name}"), "UNIQUE")
    }

    /// A claim for this owner.
    pub fn new(space: &str, name: &str, owner: u64) -> Self {
        Self { name: format!("{space}#{name}"), owner }
    }
}

impl Entity for Claim {
    const TYPE: &'static str = "unique";

    fn key(&self) -> Key {
        Key::new(Table::State, format!("UNIQUE#{}", self.name), "UNIQUE")
    }
}

impl Change {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty() && self.problem.is_none()
    }

    /// How many items it writes.
    pub fn len(&self) -> usize {
        self.actions.len()
    }

    /// Write a new entity; somebody else's item in its place makes the change stale.
    #[must_use]
    pub fn create<E: Entity>(self, entity: &E) -> Self {
        self.item(
            entity,
            |item| Verb::Put(with_version(item, 1), Expected::Nothing),
            Refusal::Stale,
        )
    }

    /// Replace an entity that was read before; a newer version in the store makes the change stale.
    #[must_use]
    pub fn update<E: Entity>(self, entity: &E) -> Self {
        let version = entity.version();
        let verb = |item| Verb::Put(with_version(item, version + 1), Expected::Version(version));
        self.item(entity, verb, Refusal::Stale)
    }

    /// Create it when it is new, else replace the version that was read.
    #[must_use]
    pub fn save<E: Entity>(self, entity: &E) -> Self {
        if entity.version() == 0 { self.create(entity) } else { self.update(entity) }
    }

    /// Remove an entity that was read before; a newer version in the store makes the change stale.
    #[must_use]
    pub fn delete<E: Entity>(self, entity: &E) -> Self {
        self.with(entity.key(), Verb::Remove(Expected::Version(entity.version())), Refusal::Stale)
    }

    /// Write an entry, whatever is there: rows of lists, which follow their entity.
    #[must_use]
    pub fn put<E: Entity>(self, entity: &E) -> Self {
        self.item(entity, |item| Verb::Put(item, Expected::Anything), Refusal::Stale)
    }

    /// Remove what lies there, if anything.
    #[must_use]
    pub fn clear(self, key: Key) -> Self {
        self.with(key, Verb::Remove(Expected::Anything), Refusal::Stale)
    }

    /// Take a unique name, or be refused.
    #[must_use]
    pub fn claim(self, claim: &Claim, refusal: Error) -> Self {
        self.item(claim, |item| Verb::Put(item, Expected::Nothing), Refusal::Is(refusal))
    }

    /// Add to numbers of an item, or be refused when it does not exist.
    #[must_use]
    pub fn add(self, key: Key, sums: Vec<(&'static str, i64)>, refusal: Error) -> Self {
        self.with(key, Verb::Add(sums), Refusal::Is(refusal))
    }

    /// Tell what happened.
    #[must_use]
    pub fn event(self, event: &Event) -> Self {
        self.item(event, |item| Verb::Put(item, Expected::Nothing), Refusal::Stale)
    }

    /// Tell several things that happened.
    #[must_use]
    pub fn events(self, events: &[Event]) -> Self {
        events.iter().fold(self, Self::event)
    }

    /// Everything that another change writes, too.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.actions.extend(other.actions);
        self.problem = self.problem.or(other.problem);
        self
    }

    fn item<E: Entity>(
        mut self,
        entity: &E,
        verb: impl FnOnce(Attributes) -> Verb,
        refusal: Refusal,
    ) -> Self {
        match to_item(entity) {
            Ok(item) => self.with(entity.key(), verb(item), refusal),
            Err(error) => {
                self.problem.get_or_insert(error);
                self
            }
        }
    }

    fn with(mut self, key: Key, verb: Verb, refusal: Refusal) -> Self {
        self.actions.push(Action { key, verb, refusal });
        self
    }

    /// The change, unless an entity in it could not be written down.
    pub(super) fn checked(self) -> Result<Vec<Action>> {
        self.problem.map_or(Ok(self.actions), Err)
    }
}

fn with_version(mut item: Attributes, version: u64) -> Attributes {
    item.insert("version".to_owned(), AttributeValue::N(version.to_string()));
    item
}

impl Expected {
    pub(super) fn condition(self) -> Option<String> {
        match self {
            Self::Nothing => Some("attribute_not_exists(PK)".to_owned()),
            Self::Version(_) => Some("version = :version".to_owned()),
            Self::Anything => None,
        }
    }

    pub(super) fn values(self) -> Option<Attributes> {
        match self {
            Self::Version(version) => {
                Some(HashMap::from([(":version".to_owned(), number(version))]))
            }
            Self::Nothing | Self::Anything => None,
        }
    }
}

impl Action {
    /// The action in the words of the SDK.
    pub(super) fn request(&self, tables: &Tables) -> Result<TransactWriteItem> {
        let table = tables.name(self.key.table);
        let request = TransactWriteItem::builder();
        Ok(match &self.verb {
            Verb::Put(item, expected) => request.put(built(
                Put::builder()
                    .table_name(table)
                    .set_item(Some(item.clone()))
                    .set_condition_expression(expected.condition())
                    .set_expression_attribute_values(expected.values())
                    .build(),
            )?),
            Verb::Remove(expected) => request.delete(built(
                Delete::builder()
                    .table_name(table)
                    .set_key(Some(self.key.attributes()))
                    .set_condition_expression(expected.condition())
                    .set_expression_attribute_values(expected.values())
                    .build(),
            )?),
            Verb::Add(sums) => request.update(self.addition(table, sums)?),
        }
        .build())
    }

    fn addition(&self, table: &str, sums: &[(&'static str, i64)]) -> Result<Update> {
        let mut names = HashMap::from([("#version".to_owned(), "version".to_owned())]);
        let mut values = HashMap::from([(":one".to_owned(), number(1))]);
        let mut expression = "ADD #version :one".to_owned();
        for (position, (name, sum)) in sums.iter().enumerate() {
            expression.push_str(&format!(", #n{position} :n{position}"));
            names.insert(format!("#n{position}"), (*name).to_owned());
            values.insert(format!(":n{position}"), AttributeValue::N(sum.to_string()));
        }
        let update = Update::builder()
            .table_name(table)
            .set_key(Some(self.key.attributes()))
            .update_expression(expression)
            .condition_expression("attribute_exists(PK)")
            .set_expression_attribute_names(Some(names))
            .set_expression_attribute_values(Some(values));
        built(update.build())
    }
}

pub(super) fn number(value: u64) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// What a builder of the SDK gives; it fails only when a field was forgotten.
pub(super) fn built<T>(result: Result<T, aws_sdk_dynamodb::error::BuildError>) -> Result<T> {
    result.map_err(Error::internal)
}
