//! The genres of a kind.

use std::cmp::Reverse;

use axum::Extension;
use axum::extract::State;
use kindred::entity::genre::Genre;
use kindred::entity::kind::MediaKind;
use kindred::http::Json;
use kindred::http::media::{Caller, Content, GenreOut};
use kindred::{App, Result};

use crate::shelf::Shelf;

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
    _: Caller,
) -> Result<Json<Content<Vec<GenreOut>>>> {
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
