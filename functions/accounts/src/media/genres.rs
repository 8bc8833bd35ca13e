//! Genres that one likes.

use axum::extract::State;
use kindred::entity::content::GenreRef;
use kindred::entity::like::Like;
use kindred::entity::user::User;
use kindred::event::Event;
use kindred::http::media::{Caller, Done, GenreOut};
use kindred::http::params::genre;
use kindred::http::shelf::counted;
use kindred::http::{Created, Json, Path};
use kindred::store::Change;
use kindred::{App, Error, Result};
use serde::Serialize;
use utoipa::ToSchema;

/// Genres that a user likes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LikedGenres {
    /// Always true.
    #[schema(example = true)]
    status: bool,
    /// For a person.
    #[schema(example = "Here you are")]
    message: &'static str,
    /// All of them, in the order in which they were made.
    content: Vec<GenreOut>,
}

/// List the genres that one likes.
///
/// Of every kind, in the order in which the genres were made. Not paged.
#[utoipa::path(get, path = "/api/user/genre", tag = "Accounts", responses(
    (status = 200, body = LikedGenres, description = "All genres that you like"),
))]
pub(crate) async fn list_liked_genres(
    State(app): State<App>,
    Caller { user, .. }: Caller,
) -> Result<Json<LikedGenres>> {
    let content = liked(&app, &user).await?;
    Ok(Json(LikedGenres { status: true, message: "Here you are", content }))
}

/// Like a genre.
///
/// Liking it twice is liking it once.
#[utoipa::path(put, path = "/api/user/genre/{genre_id}", tag = "Accounts",
    params(("genre_id" = u64, Path, description = "The genre's id", example = 3)),
    responses(
        (status = 201, body = Done, description = "You like it"),
        (status = 404, description = "There is no genre with the id 3"),
    ))]
pub(crate) async fn like_genre(
    State(app): State<App>,
    caller: Caller,
    Path(segment): Path<String>,
) -> Result<Created<Done>> {
    caller.permitted()?;
    let genre = genre(&app.store, &segment).await?;
    let like = Like::new(caller.user.id, genre);
    let decide = |found: Option<Like>| match found {
        Some(_) => Ok((Change::new(), ())),
        None => {
            let event =
                Event::liked(app.ids.occurrence(Some(like.user_id)), like.user_id, like.genre_id);
            Ok((like.creation().event(&event), ()))
        }
    };
    app.store.change(&Like::place(like.user_id, like.genre_id), decide).await?;
    Ok(Created(Done::new("Noted")))
}

/// Like a genre no more.
#[utoipa::path(delete, path = "/api/user/genre/{genre_id}", tag = "Accounts",
    params(("genre_id" = u64, Path, description = "The genre's id", example = 3)),
    responses(
        (status = 201, body = Done, description = "You like it no more"),
        (status = 400, description = "operation: You did not like this genre"),
        (status = 404, description = "There is no genre with the id 3"),
    ))]
pub(crate) async fn unlike_genre(
    State(app): State<App>,
    caller: Caller,
    Path(segment): Path<String>,
) -> Result<Created<Done>> {
    caller.permitted()?;
    let genre = genre(&app.store, &segment).await?;
    let place = Like::place(caller.user.id, genre.genre_id);
    let decide = |found: Option<Like>| {
        let like = found.ok_or_else(|| Error::state("You did not like this genre"))?;
        let event =
            Event::unliked(app.ids.occurrence(Some(like.user_id)), like.user_id, like.genre_id);
        Ok((like.removal().event(&event), ()))
    };
    app.store.change(&place, decide).await?;
    Ok(Created(Done::new("Noted")))
}

/// The genres that a user likes, as they are shown.
pub(super) async fn liked(app: &App, user: &User) -> Result<Vec<GenreOut>> {
    let likes: Vec<Like> = app.store.list_all(&Like::all(user.id)).await?;
    let genre = |like: Like| (like.kind, GenreRef { genre_id: like.genre_id, name: like.name });
    counted(&app.store, likes.into_iter().map(genre)).await
}
