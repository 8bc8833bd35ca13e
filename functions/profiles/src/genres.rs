//! Genres that a profile likes.

use axum::extract::State;
use kindred::entity::content::GenreRef;
use kindred::entity::persona::like::PersonaLike;
use kindred::entity::persona::{MOST_LIKES, Persona};
use kindred::http::media::{Caller, Content, Done, GenreOut};
use kindred::http::params;
use kindred::http::shelf::counted;
use kindred::http::{Created, Json, Path};
use kindred::store::Change;
use kindred::{App, Error, Result};

use crate::named;

/// List the genres that a profile likes.
///
/// Of every kind, in the order in which the genres were made. Not paged.
#[utoipa::path(get, path = "/api/profile/{uuid}/genre", tag = "Profiles",
    params(("uuid" = String, Path, description = "The profile's uuid", example = "7c9e6679-7425-40de-944b-e07fc1f90ae7")),
    responses(
        (status = 200, body = Content<Vec<GenreOut>>, description = "All genres that it likes"),
        (status = 404, description = "You have no profile with the uuid 7c9e6679-7425-40de-944b-e07fc1f90ae7"),
    ))]
pub(crate) async fn list_profile_genres(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    Path(segment): Path<String>,
) -> Result<Json<Content<Vec<GenreOut>>>> {
    let persona = named::profile(&app, &user, &segment).await?;
    Ok(Json(Content::new(liked(&app, &persona).await?)))
}

/// Let a profile like a genre.
///
/// Liking it twice is liking it once.
#[utoipa::path(put, path = "/api/profile/{uuid}/genre/{genre_id}", tag = "Profiles",
    params(
        ("uuid" = String, Path, description = "The profile's uuid", example = "7c9e6679-7425-40de-944b-e07fc1f90ae7"),
        ("genre_id" = u64, Path, description = "The genre's id", example = 3),
    ),
    responses(
        (status = 201, body = Done, description = "It likes it"),
        (status = 400, description = "genre_id: the profile likes 1000 genres, and can have no more"),
        (status = 404, description = "You have no profile with the uuid 7c9e6679-7425-40de-944b-e07fc1f90ae7 | \
            There is no genre with the id 3"),
    ))]
pub(crate) async fn like_profile_genre(
    State(app): State<App>,
    caller: Caller,
    Path((segment, genre)): Path<(String, String)>,
) -> Result<Created<Done>> {
    named::profile(&app, &caller.user, &segment).await?;
    caller.permitted()?;
    let genre = params::genre(&app.store, &genre).await?;
    app.store
        .turn(|| async {
            let persona = named::profile(&app, &caller.user, &segment).await?;
            let like = PersonaLike::new(persona.id, genre.clone());
            let place = PersonaLike::place(persona.id, genre.genre_id);
            if app.store.get::<PersonaLike>(&place).await?.is_some() {
                return Ok((Change::new(), ()));
            }
            let others = PersonaLike::all(persona.id);
            let others = app.store.list::<PersonaLike>(&others, None, MOST_LIKES).await?.items;
            Ok((Change::new().update(&persona).and(like.creation(others.len())?), ()))
        })
        .await?;
    Ok(Created(Done::new("Noted")))
}

/// Let a profile like a genre no more.
#[utoipa::path(delete, path = "/api/profile/{uuid}/genre/{genre_id}", tag = "Profiles",
    description = "What it liked when it was launched stays in the history.",
    params(
        ("uuid" = String, Path, description = "The profile's uuid", example = "7c9e6679-7425-40de-944b-e07fc1f90ae7"),
        ("genre_id" = u64, Path, description = "The genre's id", example = 3),
    ),
    responses(
        (status = 201, body = Done, description = "It likes it no more"),
        (status = 400, description = "operation: The profile did not like this genre"),
        (status = 404, description = "You have no profile with the uuid 7c9e6679-7425-40de-944b-e07fc1f90ae7 | \
            There is no genre with the id 3"),
    ))]
pub(crate) async fn unlike_profile_genre(
    State(app): State<App>,
    caller: Caller,
    Path((segment, genre)): Path<(String, String)>,
) -> Result<Created<Done>> {
    named::profile(&app, &caller.user, &segment).await?;
    caller.permitted()?;
    let genre = params::genre(&app.store, &genre).await?;
    app.store
        .turn(|| async {
            let persona = named::profile(&app, &caller.user, &segment).await?;
            let place = PersonaLike::place(persona.id, genre.genre_id);
            let like = app.store.get::<PersonaLike>(&place).await?;
            let like = like.ok_or_else(|| Error::state("The profile did not like this genre"))?;
            Ok((Change::new().update(&persona).and(like.removal()), ()))
        })
        .await?;
    Ok(Created(Done::new("Noted")))
}

/// The genres that a profile likes, as they are shown.
pub(crate) async fn liked(app: &App, persona: &Persona) -> Result<Vec<GenreOut>> {
    let likes: Vec<PersonaLike> = app.store.list_all(&PersonaLike::all(persona.id)).await?;
    let genre =
        |like: PersonaLike| (like.kind, GenreRef { genre_id: like.genre_id, name: like.name });
    counted(&app.store, likes.into_iter().map(genre)).await
}
