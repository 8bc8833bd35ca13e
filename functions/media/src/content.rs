//! One content of the catalogue: read it, edit it, delete it.
//!
//! What somebody did with it is another matter, see [`meta`](super::meta): to read a content here is not a look.

use axum::Extension;
use axum::extract::State;
use kindred::entity::addition::{GENRES, genre_ids};
use kindred::entity::content::{Content, Description, GenreRef};
use kindred::entity::kind::MediaKind;
use kindred::http::media::{self, Caller, Done, PerhapsGone};
use kindred::http::shelf::Shelf;
use kindred::http::{Body, Created, Json, Path};
use kindred::store::Entity;
use kindred::{App, Error, Result, contents};
use serde_json::{Map, Value};

use crate::additions::genres;
use crate::{episodes, named};

/// Read a content.
///
/// As lists show it. This is no look at its page: nothing is counted, and no event tells of it. Below series, the id of
/// an episode gives the episode.
#[utoipa::path(get, path = "/{content_id}", params(
    ("content_id" = u64, Path, description = "The content's id; it must be of this kind", example = 42),
), responses(
    (status = 200, body = media::Content<Value>, description = "The content"),
    (status = 404, description = "There is no {kind} with the id 42"),
))]
pub(crate) async fn get_content(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    _: Caller,
    Path(segment): Path<String>,
) -> Result<Json<media::Content<Map<String, Value>>>> {
    let content = named::content(&app, kind, &segment).await?;
    let content = contents::whole(&app.store, content).await?;
    let content = content.ok_or_else(|| named::unknown(kind, &segment))?;
    let shown = if content.kind.is_part() {
        episodes::show(&content)
    } else {
        Shelf::of(&app, kind).await?.listed(&content)
    };
    Ok(Json(media::Content::new(shown)))
}

/// Edit a content.
///
/// What is absent stays as it is; null, or an empty text, is unknown. `genres` are all that it has then. Each attribute
/// that changes is told by an event; lists and neighbours follow with recompute, normally within a second. Below
/// series, the id of an episode edits the episode, which has fields of its own and stays with its serie.
#[utoipa::path(patch, path = "/{content_id}", params(
    ("content_id" = u64, Path, description = "The content's id; it must be of this kind", example = 42),
), request_body = Value, responses(
    (status = 201, body = Done, description = "It is edited"),
    (status = 400, description = "{title}: missing | avatar: there is no such field | \
        serie_id: an episode stays with its {serie} | {genres}: not a list of whole numbers | {genres}: more than 100 | \
        taken: Another content of the catalogue has the same identifier → {unique}: another {kind} of the catalogue \
        has the same"),
    (status = 404, description = "There is no {kind} with the id 42 | There is no {genre} with the id 999999"),
))]
pub(crate) async fn update_content(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    caller: PerhapsGone,
    Path(segment): Path<String>,
    Body(mut fields): Body<Map<String, Value>>,
) -> Result<Created<Done>> {
    let user = caller.present_and_permitted()?;
    let content = named::content(&app, kind, &segment).await?;
    // Where a kind has no genres, they are a field like any other that it has not.
    let given = content.kind.differences().has_genres().then(|| fields.remove(GENRES)).flatten();
    let edit = |before: &Content, genres: Option<&Vec<GenreRef>>| {
        let genres = genres.unwrap_or(&before.genres).clone();
        let mut described = before.fields.clone();
        described.extend(fields.clone());
        let description = Description { fields: described, genres };
        before.revision(description, app.ids.occurrence(Some(user.id)))
    };
    // So that no genre is made for what is refused.
    edit(&content, None)?;
    let genres = match given {
        Some(given) => Some(given_genres(&app, user.id, kind, &given).await?),
        None => None,
    };
    let decide = |found: Option<Content>| {
        let before = found.ok_or_else(|| named::unknown(kind, &segment))?;
        Ok((edit(&before, genres.as_ref())?, ()))
    };
    app.store.change(&content.key(), decide).await?;
    Ok(Created(Done::new("It is edited")))
}

/// Delete a content, for ever.
///
/// It is gone with the answer. What people did with it, and the episodes of a serie, follow within seconds; events
/// stay. Below series, the id of an episode deletes the episode.
#[utoipa::path(delete, path = "/{content_id}", params(
    ("content_id" = u64, Path, description = "The content's id; it must be of this kind", example = 42),
), responses(
    (status = 201, body = Done, description = "It is deleted"),
    (status = 404, description = "There is no {kind} with the id 42"),
))]
pub(crate) async fn delete_content(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    caller: Caller,
    Path(segment): Path<String>,
) -> Result<Created<Done>> {
    caller.permitted()?;
    let content = named::content(&app, kind, &segment).await?;
    let decide = |found: Option<Content>| {
        let content = found.ok_or_else(|| named::unknown(kind, &segment))?;
        Ok((content.withdrawal(app.ids.occurrence(Some(caller.user.id))), ()))
    };
    app.store.change(&content.key(), decide).await?;
    Ok(Created(Done::new("It is deleted")))
}

/// The genres of these ids as a content of the kind has them, each once.
///
/// Refuses: `Invalid` 400 for what is no list of ids, `NotFound` 404 for the first that is not there.
async fn given_genres(app: &App, by: u64, kind: MediaKind, given: &Value) -> Result<Vec<GenreRef>> {
    let named = genre_ids(given).map_err(|what| Error::invalid_field(GENRES, what))?;
    // So that no genre is made for what is refused.
    let ids = genres::existing(app, named.iter().map(String::as_str)).await?;
    genres::of_kind(app, kind, &ids, by).await
}
