//! Behind the doors: what publishes and withdraws contents, and what lies in the tables.

use std::collections::BTreeMap;

use kindred::entity::content::{Content, Description, GenreRef};
use kindred::entity::genre::Genre;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::rating_addition;
use kindred::entity::user::User;
use kindred::store::{Entity, Key, Table};
use kindred::{Event, Result, contents};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{Reader, TestApp};

/// Everything in a table by partition and sort key, without these keys.
pub type Items = BTreeMap<(String, String), Map<String, Value>>;

/// An item of any shape.
#[derive(Debug, Serialize, Deserialize)]
pub struct Anything {
    /// Where it lies.
    #[serde(skip, default = "nowhere")]
    pub place: Key,
    /// All its attributes.
    #[serde(flatten)]
    pub attributes: Map<String, Value>,
}

fn nowhere() -> Key {
    Key::new(Table::State, "", "")
}

impl Entity for Anything {
    const TYPE: &'static str = "anything";

    fn key(&self) -> Key {
        self.place.clone()
    }
}

/// Fields and genres of a content.
pub fn described(fields: Value, genres: Vec<GenreRef>) -> Description {
    match fields {
        Value::Object(fields) => Description { fields, genres },
        other => panic!("fields are an object, not {other}"),
    }
}

/// The fields that a content cannot be without: its title, and what is unique, which ends with this.
pub fn titled(kind: MediaKind, title: &str, unique: impl std::fmt::Display) -> Value {
    let differences = kind.differences();
    let mut fields = json!({ differences.title: title });
    if let Some(name) = differences.unique {
        let prefix = if name == differences.title { title } else { "" };
        fields[name] = json!(format!("{prefix}{unique}"));
    }
    fields
}

/// What a function is given when these events come out of the stream, in this order.
pub fn stream(events: &[Event]) -> Value {
    let record = |event: &Event| {
        let image: serde_dynamo::Item = serde_dynamo::to_item(event).expect("an item");
        json!({
            "eventID": event.id.to_string(),
            "eventName": "INSERT",
            "eventSource": "aws:dynamodb",
            "awsRegion": "local",
            "dynamodb": {
                "ApproximateCreationDateTime": 1_795_256_130,
                "Keys": {},
                "NewImage": image,
                "SequenceNumber": event.id.to_string(),
                "SizeBytes": 1,
                "StreamViewType": "NEW_IMAGE",
            },
        })
    };
    json!({ "Records": events.iter().map(record).collect::<Vec<_>>() })
}

impl TestApp {
    /// The genres of these names, made where there are none.
    pub async fn genres(&self, kind: MediaKind, names: &[&str]) -> Vec<GenreRef> {
        let mut genres = Vec::new();
        for name in names {
            let (store, occurrence) = (&self.app().store, self.app().ids.occurrence(None));
            genres.push(Genre::named(store, kind, name, occurrence).await.expect("a genre"));
        }
        genres
    }

    /// Publish a content with its genres and return its id.
    pub async fn publish_described(&self, kind: MediaKind, description: Description) -> u64 {
        let app = self.app();
        let id = app.store.next_id("content").await.expect("an id");
        let occurrence = app.ids.occurrence(None);
        let (content, events) =
            Content::publish(kind, id, description, occurrence).expect("a valid content");
        app.store.commit(content.saving(None).events(&events)).await.expect("it can be written");
        id
    }

    /// Describe a content anew.
    pub async fn revise(&self, id: u64, description: Description) {
        let app = self.app();
        let before = self.content(id).await.expect("it is there");
        let occurrence = app.ids.occurrence(None);
        let (after, events) =
            before.clone().revise(description, occurrence).expect("a valid content");
        let change = after.saving(Some(&before)).events(&events);
        app.store.commit(change).await.expect("it can be written");
    }

    /// Delete a content.
    pub async fn withdraw(&self, id: u64) {
        let content = self.content(id).await.expect("it is there");
        let change = content.withdrawal(self.app().ids.occurrence(None));
        self.app().store.commit(change).await.expect("it can be written");
    }

    /// A content with all its ratings.
    pub async fn content(&self, id: u64) -> Option<Content> {
        let found = contents::load(&self.app().store, &[id]).await;
        found.expect("the store answers").pop()
    }

    /// Add ratings of people whom nobody knows.
    pub async fn add_ratings(&self, id: u64, sum: i64, votes: i64) {
        let change = rating_addition(id, sum, votes);
        self.app().store.commit(change).await.expect("it can be written");
    }

    /// The integer id behind a session.
    pub async fn id_of(&self, reader: &Reader) -> u64 {
        let email = reader.user["email"].as_str().expect("an address");
        let user = User::by_claim(&self.app().store, &User::email_claim(email)).await;
        user.expect("the store answers").expect("an account").id
    }

    /// All events about contents, in the order in which they happened.
    pub async fn events(&self) -> Vec<Event> {
        let mut events = self.all_events().await;
        events.retain(|event| !event.is_about_user());
        events
    }

    /// All events, in the order in which they happened.
    pub async fn all_events(&self) -> Vec<Event> {
        let items = self.attributes_of(Table::Events).await;
        let mut events: Vec<Event> = items
            .into_iter()
            .map(|item| serde_json::from_value(item.into()).expect("an event"))
            .collect();
        events.sort_by_key(|event| event.id);
        events
    }

    /// All that is derived.
    pub async fn derived(&self) -> Items {
        self.items(Table::Derived).await
    }

    /// Forget all that is derived.
    pub async fn forget_derived(&self) {
        let items = self.derived().await;
        let keys: Vec<_> =
            items.into_keys().map(|(pk, sk)| Key::new(Table::Derived, pk, sk)).collect();
        self.app().store.put_all::<Anything>(&[], &keys).await.expect("it can be emptied");
    }

    /// Invoke the function `recompute` with this payload.
    pub async fn invoke_recompute(&self, payload: Value) -> Result<Value> {
        self.system.recompute().invoke(payload).await
    }

    /// Derive everything again, as the schedule does.
    pub async fn derive_everything(&self) {
        self.system.recompute().everything().await.expect("it can be derived");
    }

    /// Write an item of any shape.
    pub async fn put(&self, place: Key, attributes: Value) {
        let attributes = attributes.as_object().expect("an object").clone();
        let item = Anything { place, attributes };
        self.app().store.put_all(&[item], &[]).await.expect("it can be written");
    }

    /// All items of a table.
    pub async fn items(&self, table: Table) -> Items {
        let mut items = Items::new();
        for mut item in self.attributes_of(table).await {
            let mut key = |name| item.remove(name).and_then(|key| key.as_str().map(str::to_owned));
            let place = (key("PK").expect("a key"), key("SK").expect("a key"));
            items.insert(place, item);
        }
        items
    }

    async fn attributes_of(&self, table: Table) -> Vec<Map<String, Value>> {
        let name = self.app().config.tables.name(table);
        let scan = self.system.engine.client().scan().table_name(name).into_paginator();
        let items = scan.items().send().collect::<Result<Vec<_>, _>>().await.expect("a scan");
        serde_dynamo::from_items(items).expect("items are readable")
    }
}
