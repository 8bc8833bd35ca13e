//! Saying that a recommendation was bad, and why.

use axum::Extension;
use axum::extract::State;
use kindred::entity::bad_recommendation::{BadRecommendation, MOST_CHARS, MOST_REASONS, Reasons};
use kindred::entity::kind::MediaKind;
use kindred::event::Event;
use kindred::http::media::{Caller, Done};
use kindred::http::{Body, Created, Path};
use kindred::store::Change;
use kindred::{App, Problems, Result};
use serde_json::{Map, Value};

use crate::named;

/// Say that a content should not have been recommended.
///
/// It never is again, as soon as recompute has worked off the event, normally within a second. Say why, if you like: by
/// category, each reason once. Saying it again is fine and adds what is new; other categories are ignored. Episodes are
/// not recommended, so there is nothing to say of them.
#[utoipa::path(post, path = "/{content_id}/bad_recommendation", params(
    ("content_id" = u64, Path, description = "The content's id; it must be of this kind", example = 42),
), request_body = Value, responses(
    (status = 201, body = Done, description = "It is noted"),
    (status = 400, description = "{reason}: not a list of at most 50 texts of at most 255 characters | \
        {reason}: more than 50 reasons in all"),
    (status = 404, description = "There is no {kind} with the id 42"),
))]
pub(crate) async fn report_bad_recommendation(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    Caller { user, .. }: Caller,
    Path(segment): Path<String>,
    Body(body): Body<Map<String, Value>>,
) -> Result<Created<Done>> {
    let reasons = parse(kind, body)?;
    let content = named::listed(&app, kind, &segment).await?;
    let decide = |found: Option<BadRecommendation>| {
        let before = found.unwrap_or_else(|| BadRecommendation::new(user.id, &content));
        let after = before.clone().because(reasons.clone())?;
        if before.version > 0 && after == before {
            return Ok((Change::new(), ()));
        }
        let occurrence = app.ids.occurrence(Some(user.id));
        let event = Event::flagged(occurrence, user.id, content.id, &after.beyond(&before));
        Ok((after.saving().event(&event), ()))
    };
    app.store.change(&BadRecommendation::place(user.id, kind, content.id), decide).await?;
    Ok(Created(Done::new("Noted")))
}

/// The reasons in the categories of the kind.
///
/// Refuses: `Invalid` 400 with a detail for each category that is not as wanted.
fn parse(kind: MediaKind, mut body: Map<String, Value>) -> Result<Reasons> {
    let (mut reasons, mut problems) = (Reasons::new(), Problems::default());
    for category in kind.differences().reasons {
        let Some(value) = body.remove(*category) else { continue };
        match serde_json::from_value::<Vec<String>>(value) {
            Ok(given) if is_short(&given) => {
                reasons.insert((*category).to_owned(), given);
            }
            _ => problems.note(
                category,
                format_args!(
                    "not a list of at most {MOST_REASONS} texts of at most {MOST_CHARS} characters"
                ),
            ),
        }
    }
    problems.done(reasons)
}

fn is_short(given: &[String]) -> bool {
    let fits = |reason: &String| reason.chars().count() <= MOST_CHARS;
    given.len() <= MOST_REASONS && given.iter().all(fits)
}
