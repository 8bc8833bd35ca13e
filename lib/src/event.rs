//! What happened: immutable facts, written in the transaction of the change that they tell.
//!
//! Every event has the same base (`id`, `occured_at`, `occured_by`, `object_id`) and the fields of its type. Names and
//! fields are public and never change their meaning; a changed shape gets a higher `schema`. Events hold ids only,
//! never names or addresses of people: what a person's account says is looked up in it, and is gone with it.

mod catalogue;
mod group;
mod matching;
mod model;
mod person;

pub use catalogue::{GENRE_ADDED, GENRE_MODEL, GENRES, RATINGS};
pub use group::{GROUP_ADDED, GROUP_MODEL};
pub use matching::{
    MATCHING_DELETED, MATCHING_DONE, MATCHING_FAILED, MATCHING_MODEL, MATCHING_SUBMITTED,
};
pub use model::{MODEL_MODEL, MODEL_TRAINED};
pub use person::{CONSENT, FLAGGED, LIKED_GENRES, REASONS, USER_ADDED, USER_MODEL, word};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::Timestamp;
use crate::entity::job::Lease;
use crate::entity::kind::MediaKind;
use crate::store::{Entity, Key, Table};

/// Something was deleted: `model_name`; of a genre and of an interaction, the `kind`, too.
pub const DELETION: &str = "DeletionEvent";
/// A user met a medium for the first time: `rating`, `review_see_count`, `count`.
pub const META_ADDED: &str = "MetaAddedEvent";
/// One attribute of an interaction or a medium changed: `model_name`, `attribute_name`, `new_value`.
pub const CHANGED: &str = "ChangedEvent";
/// A job was submitted: `model_name`. What happens to it later is named in [`Move`](crate::entity::job::step::Move);
/// what happens under a lease tells its `runner` and its number, `lease`.
pub const JOB_SUBMITTED: &str = "JobSubmitted";
/// A job was deleted.
pub const JOB_DELETED: &str = "JobDeleted";
/// A runner got its token.
pub const RUNNER_CREATED: &str = "RunnerCreated";
/// A runner came online.
pub const RUNNER_REGISTERED: &str = "RunnerRegistered";
/// A runner went offline.
pub const RUNNER_UNREGISTERED: &str = "RunnerUnregistered";
/// A runner was silent for too long.
pub const RUNNER_LOST: &str = "RunnerLost";
/// A runner's token was taken away.
pub const RUNNER_REVOKED: &str = "RunnerRevoked";
/// Partitions over which the events of a day are spread in the index by day.
pub const DAY_SHARDS: u64 = 8;
/// The `model_name` of interactions.
pub const META_MODEL: &str = "meta_user_content";
/// The `model_name` of jobs.
pub const JOB_MODEL: &str = "job";
/// The `model_name` of runners.
pub const RUNNER_MODEL: &str = "runner";
/// The `model_name` of made-up people.
pub const PERSONA_MODEL: &str = "persona";

/// One fact, as it lies in the event table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Grows with time; below 2^53.
    pub id: u64,
    /// The type: `MovieAddedEvent`, `MetaAddedEvent`, `ChangedEvent`, `DeletionEvent`, …
    pub name: String,
    /// The version of the type's fields.
    pub schema: u32,
    /// When it happened.
    pub occured_at: Timestamp,
    /// The user who did it; none when the system did.
    pub occured_by: Option<u64>,
    /// The content that it is about; or the user, genre, group, job, runner or made-up person, or whose job of
    /// matching it is about, as `model_name` says.
    pub object_id: u64,
    /// The day of `occured_at` and a shard, by which all events can be listed in order: `2026-11-21#3`.
    pub day: String,
    /// The fields of the type.
    pub fields: Map<String, Value>,
}

/// Who did something and when: what the base of an event needs besides its object.
#[derive(Clone, Copy, Debug)]
pub struct Occurrence {
    /// The first id to use; several events of one change count up from it.
    pub id: u64,
    /// When.
    pub at: Timestamp,
    /// Who; none for the system.
    pub by: Option<u64>,
}

impl Event {
    /// An attribute of a medium or of an interaction got a new value.
    pub fn changed(
        occurrence: Occurrence,
        model_name: &str,
        id: u64,
        attribute_name: &str,
        new_value: &Value,
    ) -> Self {
        let fields = json!({
            "model_name": model_name,
            "attribute_name": attribute_name,
            "new_value": textual(new_value),
        });
        Self::new(occurrence, CHANGED, id, into_map(fields))
    }

    /// What a user did with a medium is forgotten. It tells the kind, since the medium may be gone as well.
    pub fn meta_deleted(occurrence: Occurrence, kind: MediaKind, content: u64) -> Self {
        let fields = json!({ "model_name": META_MODEL, "kind": kind });
        Self::new(occurrence, DELETION, content, into_map(fields))
    }

    /// A made-up person was deleted.
    pub fn persona_deleted(occurrence: Occurrence, persona: u64) -> Self {
        Self::new(occurrence, DELETION, persona, into_map(json!({ "model_name": PERSONA_MODEL })))
    }

    /// Something happened to a job, perhaps under a lease.
    pub fn job(occurrence: Occurrence, name: &str, job: u64, lease: Option<Lease>) -> Self {
        let mut fields = into_map(json!({ "model_name": JOB_MODEL }));
        if let Some(Lease { runner, number }) = lease {
            fields.extend(into_map(json!({ "runner": runner, "lease": number })));
        }
        Self::new(occurrence, name, job, fields)
    }

    /// Something happened to a runner.
    pub fn runner(occurrence: Occurrence, name: &str, runner: u64) -> Self {
        Self::new(occurrence, name, runner, into_map(json!({ "model_name": RUNNER_MODEL })))
    }

    /// A user met a medium for the first time.
    pub fn meta_added(
        occurrence: Occurrence,
        content: u64,
        rating: Option<u8>,
        review_see_count: u64,
        count: u64,
    ) -> Self {
        let fields = json!({
            "rating": rating, "review_see_count": review_see_count, "count": count,
        });
        Self::new(occurrence, META_ADDED, content, into_map(fields))
    }

    fn new(occurrence: Occurrence, name: &str, object_id: u64, fields: Map<String, Value>) -> Self {
        Self {
            id: occurrence.id,
            name: name.to_owned(),
            schema: 1,
            occured_at: occurrence.at,
            occured_by: occurrence.by,
            object_id,
            day: day(occurrence.at, object_id),
            fields,
        }
    }

    /// The same event, recorded at this time: for what happened long before we learned of it.
    #[must_use]
    pub fn recorded_at(self, at: Timestamp) -> Self {
        Self { occured_at: at, day: day(at, self.object_id), ..self }
    }

    /// A text field of the type.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field)?.as_str()
    }

    /// The partition in which all events of one content lie.
    pub fn partition(object_id: u64) -> String {
        format!("CONTENT#{object_id}")
    }

    /// Whether it is about an account.
    pub fn is_about_user(&self) -> bool {
        self.text("model_name") == Some(USER_MODEL)
    }
}

impl Entity for Event {
    const TYPE: &'static str = "event";

    fn key(&self) -> Key {
        let partition = match self.text("model_name") {
            Some(USER_MODEL) => format!("USER#{}", self.object_id),
            Some(GENRE_MODEL) => format!("GENRE#{}", self.object_id),
            Some(GROUP_MODEL) => format!("GROUP#{}", self.object_id),
            Some(JOB_MODEL) => format!("JOB#{}", self.object_id),
            Some(RUNNER_MODEL) => format!("RUNNER#{}", self.object_id),
            Some(PERSONA_MODEL) => format!("PERSONA#{}", self.object_id),
            Some(MATCHING_MODEL) => format!("MATCHING#{}", self.object_id),
            Some(MODEL_MODEL) => format!("MODEL#{}", self.text("kind").unwrap_or_default()),
            _ => Self::partition(self.object_id),
        };
        Key::new(Table::Events, partition, format!("{:016}", self.id))
    }
}

fn day(at: Timestamp, object_id: u64) -> String {
    format!("{}#{}", at.day(), object_id % DAY_SHARDS)
}

/// How a value reads in `new_value`: numbers as decimals, nothing as `None`.
///
/// Contract: the textual form of the original, which readers of the history know.
fn textual(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn into_map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
