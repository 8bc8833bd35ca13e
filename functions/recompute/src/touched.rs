//! What one event asks for.

use kindred::Event;
use kindred::entity::kind::MediaKind;
use kindred::event::{
    CHANGED, CONSENT, DELETION, FLAGGED, GROUP_ADDED, GROUP_MODEL, LIKED_GENRES, META_ADDED,
    META_MODEL, USER_ADDED, USER_MODEL,
};
use serde_json::Value;

/// What there is to do for an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Touched {
    Medium(MediaKind),
    Interaction { user: u64, content: u64, deed: Deed },
    Liking { user: u64, genre: u64 },
    Name,
    Consent,
    Departure,
    Group,
    Nothing,
}

/// What somebody did with a content, as far as it matters for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// They have looked at it, or do not want it: for their lists.
    Look,
    /// They have used it: for what they are known to think of it, too.
    Use,
    /// They have rated it: for its votes, too.
    Rating,
}

/// What this event asks for; of what is not known, nothing.
pub(crate) fn touched(event: &Event) -> Touched {
    let model = event.text("model_name").unwrap_or_default();
    let content = event.object_id;
    match (event.name.as_str(), model, event.occured_by) {
        (META_ADDED, _, Some(user)) => {
            let number = |field: &str| event.fields.get(field).and_then(Value::as_u64);
            let deed = match (number("rating"), number("count")) {
                (Some(_), _) => Deed::Rating,
                (None, Some(1..)) => Deed::Use,
                _ => Deed::Look,
            };
            Touched::Interaction { user, content, deed }
        }
        (CHANGED, META_MODEL, Some(user)) => match event.text("attribute_name") {
            Some("rating") => Touched::Interaction { user, content, deed: Deed::Rating },
            Some("count") => Touched::Interaction { user, content, deed: Deed::Use },
            Some("review_see_count") => Touched::Interaction { user, content, deed: Deed::Look },
            // Dates mean nothing alone, they stand beside what changed.
            _ => Touched::Nothing,
        },
        // What the rating was is not told; it had one, for all we know.
        (DELETION, META_MODEL, Some(user)) => {
            Touched::Interaction { user, content, deed: Deed::Rating }
        }
        (USER_ADDED, ..) => Touched::Name,
        (CHANGED, USER_MODEL, _) => match event.text("attribute_name") {
            Some("username") => Touched::Name,
            Some(FLAGGED) => flagged(event),
            Some(LIKED_GENRES) => liked(event),
            Some(CONSENT) => Touched::Consent,
            _ => Touched::Nothing,
        },
        (DELETION, USER_MODEL, _) => Touched::Departure,
        (GROUP_ADDED, ..) | (DELETION, GROUP_MODEL, _) => Touched::Group,
        // Who is only invited brings no taste along.
        (CHANGED, GROUP_MODEL, _) if event.text("attribute_name") == Some("members") => {
            Touched::Group
        }
        (CHANGED | DELETION, model, _) => {
            MediaKind::named(model).map_or(Touched::Nothing, Touched::Medium)
        }
        (name, ..) => match MediaKind::of_added_event(name) {
            // Nothing is derived from episodes.
            None | Some(MediaKind::Episode) => Touched::Nothing,
            Some(kind) => Touched::Medium(kind),
        },
    }
}

/// The kind of a content, from the end of what somebody did with it; nothing is derived from episodes.
pub(crate) fn of_gone(event: &Event) -> Option<MediaKind> {
    MediaKind::named(event.text("kind")?)
}

/// What a user does not want to be recommended, or did not want.
fn flagged(event: &Event) -> Touched {
    event.one_of_several().map_or(Touched::Nothing, |(content, _)| Touched::Interaction {
        user: event.object_id,
        content,
        deed: Deed::Look,
    })
}

/// A genre that a user likes, or likes no more.
fn liked(event: &Event) -> Touched {
    let user = event.object_id;
    event.one_of_several().map_or(Touched::Nothing, |(genre, _)| Touched::Liking { user, genre })
}
