//! Search by title.

use axum::Extension;
use axum::extract::State;
use kindred::current::Current;
use kindred::entity::kind::MediaKind;
use kindred::http::media::Caller;
use kindred::http::page::{MediaPage, MediaPaging, Paged};
use kindred::http::{Json, Path, Query};
use kindred::matching::titles::Titles;
use kindred::snapshots::Snapshots;
use kindred::{App, Result};
use serde_json::{Map, Value};

use kindred::http::shelf::Shelf;

/// Search by title, or name.
///
/// Finds titles whatever their case, accents and widths: first those that begin with the term, then those that contain
/// it, then those that have all of its words in any order, the last one perhaps unfinished. If these fill no page,
/// those follow that have the words but for typos: one in a word from five letters on, two from nine on; at most 240.
/// Each in the order of the alphabet. No letter is a wildcard.
///
/// A new title is found at once; another title, or a deletion, counts as soon as recompute has worked off its event,
/// normally within a second. A page that is no whole number is page 1.
#[utoipa::path(get, path = "/search/{search_term}", params(
    ("search_term" = String, Path, description = "A part of the title, percent-encoded UTF-8", example = "a"),
    MediaPaging,
), responses(
    (status = 200, body = Paged<Value>, description = "The page; empty when nothing is found"),
    (status = 400, description = "The path cannot be understood"),
))]
pub(crate) async fn search(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    Extension(snapshots): Extension<Snapshots<Titles>>,
    _: Caller,
    Path(term): Path<String>,
    query: Query,
) -> Result<Json<Paged<Map<String, Value>>>> {
    let page = MediaPage::lenient(&query);
    let found = Current::<Titles>::of(&app, &snapshots, kind).await?.search(&term);
    let total = found.len() as u64;
    let contents = Shelf::contents(&app, &page.of(found)).await?;
    let shelf = Shelf::of(&app, kind).await?;
    let shown = contents.iter().map(|content| shelf.found(content)).collect();
    Ok(Json(Paged::new(page, total, shown)))
}
