//! One content of the catalogue: read it, edit it, delete it.
//!
//! What somebody did with it is another matter, see [`meta`](super::meta): to read a content here is not a look.

use axum::Extension;
use axum::extract::State;
use kindred::entity::content::{Content, Description, GenreRef};
use kindred::entity::genre::{Genre, MOST_OF_A_CONTENT};
use kindred::entity::kind::MediaKind;
use kindred::http::media::{self, Caller, Done, PerhapsGone};
use kindred::http::shelf::Shelf;
use kindred::http::{Body, Created, Json, Path};
use kindred::store::{Change, Entity};
use kindred::{App, Error, Result};
use serde_json::{Map, Value};

use crate::named;

/// Read a {kind}.
///
/// As lists show it. This is no look at its page: nothing is counted, and no event tells of it.
#[utoipa::path(get, path = "/{content_id}", params(
    ("content_id" = u64, Path, description = "The content's id; it must be of this kind", example = 42),
), responses(
    (status = 200, body = media::Content<Value>, description = "The {kind}"),
    (status = 404, description = "There is no {kind} with the id 42"),
))]
pub(crate) async fn get_content(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    _: Caller,
    Path(segment): Path<String>,
) -> Result<Json<media::Content<Map<String, Value>>>> {
    let content = named::content(&app, kind, &segment).await?;
    let shelf = Shelf::of(&app, content.kind).await?;
    Ok(Json(media::Content::new(shelf.listed(&content))))
}

/// Edit a {kind}.
///
/// What is absent stays as it is, null and an empty text are unknown. `genres` are all that it has then, by their ids;
/// a genre of another kind stands for the genre of its name among the {kind}s, made if there is none. Each attribute
/// that changes is told by an event; what is derived follows with recompute, normally within a second.
#[utoipa::path(patch, path = "/{content_id}", params(
    ("content_id" = u64, Path, description = "The content's id; it must be of this kind", example = 42),
), request_body = Value, responses(
    (status = 201, body = Done, description = "It is edited"),
    (status = 400, description = "{title}: missing | avatar: a {kind} has no such field | \
        serie_id: an episode stays with its serie | genres: not a list of at most 50 ids | \
        taken: Another content of the catalogue has the same identifier → {unique}: another {kind} has the same"),
    (status = 404, description = "There is no {kind} with the id 42 | There is no genre with the id 99"),
))]
pub(crate) async fn update_content(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    caller: PerhapsGone,
    Path(segment): Path<String>,
    Body(mut body): Body<Map<String, Value>>,
) -> Result<Created<Done>> {
    let caller = caller.there()?;
    caller.permitted()?;
    let content = named::content(&app, kind, &segment).await?;
    let genres = genres(&app, content.kind, &mut body).await?;
    let decide = |found: Option<Content>| {
        let before = found.ok_or_else(|| named::unknown(kind, &segment))?;
        let mut fields = before.fields.clone();
        fields.extend(body.clone());
        let genres = genres.clone().unwrap_or_else(|| before.genres.clone());
        let occurrence = app.ids.occurrence(Some(caller.user.id));
        let description = Description { fields, genres };
        let (after, events) = before.clone().revise(description, occurrence)?;
        if events.is_empty() {
            return Ok((Change::new(), ()));
        }
        Ok((after.saving(Some(&before)).events(&events), ()))
    };
    app.store.change(&content.key(), decide).await?;
    Ok(Created(Done::new("It is edited")))
}

/// Delete a {kind}, for ever.
///
/// It is gone with the answer; what people did with it, and the episodes of a serie, follow within seconds. Events stay.
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

/// The genres that a body asks for; none when it does not, or when the kind has none and `genres` is no field of it.
async fn genres(
    app: &App,
    kind: MediaKind,
    body: &mut Map<String, Value>,
) -> Result<Option<Vec<GenreRef>>> {
    if !kind.differences().has_genres() {
        return Ok(None);
    }
    let Some(given) = body.remove("genres") else { return Ok(None) };
    let ids = given.as_array().filter(|ids| ids.len() <= MOST_OF_A_CONTENT);
    let ids: Option<Vec<u64>> = ids.and_then(|ids| ids.iter().map(Value::as_u64).collect());
    let ids = ids.ok_or_else(|| {
        let wrong = format!("genres: not a list of at most {MOST_OF_A_CONTENT} ids");
        Error::invalid("Validation errors").with_details(vec![wrong])
    })?;
    let mut genres: Vec<GenreRef> = Vec::new();
    for id in ids {
        let genre = Genre::of_kind(&app.store, kind, id).await?;
        if !genres.contains(&genre) {
            genres.push(genre);
        }
    }
    Ok(Some(genres))
}
