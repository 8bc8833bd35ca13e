//! Taking a rating back.

use axum::Extension;
use axum::extract::State;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::Meta;
use kindred::http::media::{Caller, Done};
use kindred::http::{Created, Path};
use kindred::{App, Result};

use crate::named;
use crate::record::record;

/// Take my rating of a content back.
///
/// The record of the content stays, as if it had never been rated: `rating` and `last_rating_date` are null again. The
/// content's mean rating changes in the same transaction; popularity and recommendations follow with recompute,
/// normally within a second.
#[utoipa::path(delete, path = "/{content_id}/meta/rating", params(
    ("content_id" = u64, Path, description = "The content's id; it must be of this kind", example = 42),
), responses(
    (status = 201, body = Done, description = "You have not rated it"),
    (status = 400, description = "operation: You have not rated this"),
    (status = 404, description = "There is no {kind} with the id 42"),
))]
pub(crate) async fn withdraw_rating(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    Caller { user, .. }: Caller,
    Path(segment): Path<String>,
) -> Result<Created<Done>> {
    let content = named::content(&app, kind, &segment).await?;
    record(&app, &user, content, Meta::withdraw_rating).await?;
    Ok(Created(Done::new("Noted")))
}
