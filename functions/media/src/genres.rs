//! The genres of a kind: list them, make one, delete one.

use std::cmp::Reverse;

use axum::Extension;
use axum::extract::State;
use kindred::entity::genre::{Genre, MOST_NAME_CHARS};
use kindred::entity::kind::MediaKind;
use kindred::http::media::{Caller, Content, Done, GenreOut, PerhapsGone};
use kindred::http::params::id;
use kindred::http::{Body, Created, Json, Path};
use kindred::{App, Error, Result};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use kindred::http::shelf::Shelf;

/// A new genre.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a body that is read field by field")]
pub(crate) struct NewGenre {
    /// Its name; no two genres of a kind have the same, whatever the case.
    #[schema(min_length = 1, max_length = 45, example = "Film noir")]
    name: String,
}

/// List the genres of this kind, those with most contents first.
///
/// Not paged; genres with equally many contents come in the order in which they were made. A genre is here at once, its
/// count follows with recompute, normally within a second.
#[utoipa::path(get, path = "/genres", responses(
    (status = 200, body = Content<Vec<GenreOut>>, description = "All genres"),
))]
pub(crate) async fn list_genres(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    caller: Caller,
) -> Result<Json<Content<Vec<GenreOut>>>> {
    caller.permitted()?;
    let genres: Vec<Genre> = app.store.list_all(&Genre::all(kind)).await?;
    let shelf = Shelf::of(&app, kind).await?;
    let mut shown: Vec<_> = genres
        .into_iter()
        .map(|genre| GenreOut {
            count: shelf.n_of_genre(genre.genre_id),
            genre_id: genre.genre_id,
            name: genre.name,
        })
        .collect();
    shown.sort_by_key(|genre| (Reverse(genre.count), genre.genre_id));
    Ok(Json(Content::new(shown)))
}

/// Make a genre.
///
/// It is there at once, without contents. The same name may be a genre of other kinds as well.
#[utoipa::path(post, path = "/genres", request_body = NewGenre, responses(
    (status = 201, body = Content<GenreOut>, description = "The genre"),
    (status = 400, description = "name: not a text of 1 to 45 characters | \
        taken: There is already a genre of this name → name: there is already a {kind} genre of this name"),
))]
pub(crate) async fn create_genre(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    caller: PerhapsGone,
    Body(body): Body<Map<String, Value>>,
) -> Result<Created<Content<GenreOut>>> {
    let name = body.get("name").and_then(Value::as_str).filter(|name| Genre::is_name(name));
    let name = name.ok_or_else(|| {
        let what = format_args!("not a text of 1 to {MOST_NAME_CHARS} characters");
        Error::invalid_field("name", what)
    })?;
    let user = caller.present_and_permitted()?;
    let occurrence = app.ids.occurrence(Some(user.id));
    let genre = Genre::create(&app.store, kind, name, occurrence).await?;
    let Genre { genre_id, name, .. } = genre;
    Ok(Created(Content::new(GenreOut { genre_id, name, count: 0 })))
}

/// Delete a genre, for ever.
///
/// It is gone with the answer, and its name is free. Contents that have it, and people who like it, lose it within
/// seconds; each content that does is told by an event.
#[utoipa::path(delete, path = "/genres/{genre_id}", params(
    ("genre_id" = u64, Path, description = "The genre's id; it must be of this kind", example = 3),
), responses(
    (status = 201, body = Done, description = "It is deleted"),
    (status = 404, description = "There is no {kind} genre with the id 3"),
))]
pub(crate) async fn delete_genre(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    caller: Caller,
    Path(segment): Path<String>,
) -> Result<Created<Done>> {
    caller.permitted()?;
    let unknown = || Error::not_found(format!("There is no {kind} genre with the id {segment}"));
    let place = Genre::place(kind, id(&segment).ok_or_else(unknown)?);
    let decide = |found: Option<Genre>| {
        let genre = found.ok_or_else(unknown)?;
        Ok((genre.removal(app.ids.occurrence(Some(caller.user.id))), ()))
    };
    app.store.change(&place, decide).await?;
    Ok(Created(Done::new("It is deleted")))
}
