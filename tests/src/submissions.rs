//! What people submit for the catalogue.

use kindred::entity::kind::{Field, Holds, MediaKind};
use serde_json::{Map, Value, json};

use crate::{Reader, Reply, TestApp, fresh};

/// A submission that says everything that can be said of something of the kind, but for its genres and episodes.
pub fn whole(kind: MediaKind, title: &str) -> Value {
    let differences = kind.differences();
    let fields = differences.fields.iter();
    let taken = fields.filter(|field| !differences.submission.ignored.contains(&field.name));
    let fields: Map<_, _> = taken.map(|field| (field.name.to_owned(), example(field))).collect();
    with_names(kind, title, fields)
}

/// A submission that says nothing but what it has to.
pub fn minimal(kind: MediaKind, title: &str) -> Value {
    let differences = kind.differences();
    let required = differences.submission.required.iter();
    let fields = required.filter_map(|name| differences.field(name));
    let fields: Map<_, _> = fields.map(|field| (field.name.to_owned(), example(field))).collect();
    with_names(kind, title, fields)
}

fn with_names(kind: MediaKind, title: &str, mut fields: Map<String, Value>) -> Value {
    let differences = kind.differences();
    if let Some(unique) = differences.unique {
        fields.insert(unique.to_owned(), json!(fresh("u")));
    }
    fields.insert(differences.title.to_owned(), json!(title));
    if differences.has_genres() {
        fields.insert("genres".to_owned(), json!([]));
    }
    fields.into()
}

fn example(field: &Field) -> Value {
    match field.holds {
        Holds::Integer | Holds::SmallInteger => {
            serde_json::from_str(field.example).expect("an integer")
        }
        Holds::Text(_) | Holds::Reference(_) | Holds::Uuid => field.example.into(),
    }
}

impl Reader {
    /// Submit something and return the id of the submission.
    pub async fn submits(&self, kind: MediaKind, body: &Value) -> u64 {
        self.posts(format!("/api/{kind}"), body).await.ok(201).number_of("id")
    }

    /// Publish what was submitted.
    pub async fn publishes(&self, kind: MediaKind, addition: u64) -> Reply {
        self.put(format!("/api/{kind}/additional/{addition}")).send().await
    }

    /// Decline what was submitted.
    pub async fn declines(&self, kind: MediaKind, addition: u64) -> Reply {
        self.delete(format!("/api/{kind}/additional/{addition}")).send().await
    }
}

impl TestApp {
    /// Somebody who looks after the catalogue, with a session at the media API.
    pub async fn moderator(&self) -> Reader {
        self.person_with(|user| user.roles.push(kindred::entity::role::ADMIN.to_owned()))
            .await
            .reader
    }
}
