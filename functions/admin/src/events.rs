//! Events: what happened, in order.

mod asked;
pub(crate) mod object;
mod source;
mod walk;

use std::collections::BTreeMap;

use axum::extract::State;
use kindred::http::jobs::Administrator;
use kindred::http::{Json, Query};
use kindred::{App, Event, Result, Timestamp};
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use asked::Asked;
use walk::Step;

/// A page of events.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventPage {
    /// For a person.
    #[schema(example = "Here you are")]
    msg: &'static str,
    /// In the order that was asked for; fewer than `limit`, perhaps none, when those that are wanted lie far apart.
    events: Vec<EventOut>,
    /// What to send as `cursor` for the next page; null when there is nothing more.
    #[schema(required, example = "fGFzY3wyMDI2LTExLTIwfDIwMjYtMTEtMjF8NDI")]
    cursor: Option<String>,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Event, example = json!({
    "id": 891_234_567_890_123_u64,
    "type": "ChangedEvent",
    "occured_at": "2026-11-20T18:30:00.000000",
    "occured_by": 7,
    "object_id": 42,
    "fields": { "model_name": "movie", "attribute_name": "title", "new_value": "Stalker" },
}))]
pub(crate) struct EventOut {
    /// Grows with time; below 2^53.
    #[schema(example = 891_234_567_890_123_u64)]
    id: u64,
    /// What happened: one of the types above.
    #[serde(rename = "type")]
    #[schema(example = "ChangedEvent")]
    name: String,
    /// When.
    #[schema(value_type = String, example = "2026-11-20T18:30:00.000000")]
    occured_at: Timestamp,
    /// The id of the user who did it; null when the system did.
    #[schema(required, example = 7)]
    occured_by: Option<u64>,
    /// The id of what it is about: of a content, or of what `model_name` says.
    #[schema(example = 42)]
    object_id: u64,
    /// The fields of its type.
    fields: BTreeMap<String, Value>,
}

impl From<Event> for EventOut {
    fn from(event: Event) -> Self {
        let Event { id, name, occured_at, occured_by, object_id, fields, .. } = event;
        // Sorted, since the store keeps no order of its own.
        let fields = fields.into_iter().collect();
        Self { id, name, occured_at, occured_by, object_id, fields }
    }
}

/// Which events, and how many.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "for the documentation")]
pub(crate) struct EventListing {
    /// The first moment: a time by ISO 8601, UTC unless it says otherwise, or the id of an event. By itself it is a day
    /// before `until`, and for an object its first event.
    #[param(nullable = false)]
    since: Option<String>,
    /// The last moment, likewise; by itself, now.
    #[param(nullable = false)]
    until: Option<String>,
    /// Only events of these types, with commas between them.
    #[param(nullable = false, example = "MovieAddedEvent,ChangedEvent")]
    r#type: Option<String>,
    /// Only what happened to this: `42` or `content:42`, `user:7`, `job:5`, `runner:3`, `group:2`, `genre:4`.
    #[param(nullable = false)]
    object: Option<String>,
    /// Only what this user did: the id.
    #[param(nullable = false)]
    by: Option<u64>,
    /// `asc`, the oldest first; or `desc`.
    #[param(default = "asc", nullable = false, example = "asc")]
    order: Option<String>,
    /// How many at most; 50 unless it says otherwise.
    #[param(minimum = 1, maximum = 100, nullable = false, example = 50)]
    limit: Option<u64>,
    /// Where the page before ended: its `cursor`. It remembers `since` and `until` where they are not given again; the
    /// other parameters stay what they were.
    #[param(nullable = false)]
    cursor: Option<String>,
}

/// List what happened.
///
/// In the order of ids, which is that of time. The events of one object are all there as soon as they are written;
/// among all events they show a moment later, so whoever follows the history asks once more from a little before. A
/// page reads a bounded part of the history: as long as there is a `cursor`, there may be more.
#[utoipa::path(get, path = "/api/admin/events", tag = crate::documentation::TAG, params(EventListing),
    responses(
        (status = 200, body = EventPage, description = "A page of events"),
        (status = 400, description = "since must be a time, such as 2026-11-20T18:30:00, or the id of an event | \
            until must be a time, such as 2026-11-20T18:30:00, or the id of an event | since lies after until | \
            type must be of: {types} | object must be the id of a content, or such as user:7; of: {nouns} | \
            by must be the id of a user | order must be asc or desc | limit must be a number from 1 to 100 | \
            The cursor is not one that this list gave out"),
        (status = 403, description = "Only administrators may do this"),
    ))]
pub(crate) async fn list_events(
    State(app): State<App>,
    Administrator(_): Administrator,
    query: Query,
) -> Result<Json<EventPage>> {
    let now = app.clock.now();
    let asked = Asked::read(&query, now)?;
    let mut walk = asked.walk(&app.store, now);
    let mut events: Vec<EventOut> = Vec::new();
    let after = loop {
        match walk.next().await? {
            Step::End => break None,
            Step::Pause(seen) => break Some(seen),
            Step::Event(event) if !asked.wants(&event) => {}
            Step::Event(_) if events.len() == asked.limit => {
                break events.last().map(|event| event.id);
            }
            Step::Event(event) => events.push(event.into()),
        }
    };
    let cursor = after.map(|after| asked.cursor(after));
    Ok(Json(EventPage { msg: "Here you are", events, cursor }))
}
