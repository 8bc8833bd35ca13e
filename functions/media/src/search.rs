//! Search by title.

use axum::Extension;
use axum::extract::State;
use kindred::entity::content::CatalogueRow;
use kindred::entity::kind::MediaKind;
use kindred::http::media::Caller;
use kindred::http::page::{MediaPage, MediaPaging, Paged};
use kindred::http::{Json, Path, Query};
use kindred::{App, Result};
use serde_json::{Map, Value};

use crate::shelf::Shelf;

/// Search by title, or name.
///
/// Finds titles that contain the term, whatever the case: first those that begin with it, then all others, each in the
/// order of the alphabet. A new title is found at once. A page that is no whole number is page 1. Costs about a read
/// unit for each 60 titles of the kind.
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
    _: Caller,
    Path(term): Path<String>,
    query: Query,
) -> Result<Json<Paged<Map<String, Value>>>> {
    let page = MediaPage::lenient(&query);
    let rows: Vec<CatalogueRow> = app.store.list_all(&CatalogueRow::all(kind)).await?;
    let found = matching(rows, &term.to_lowercase());
    let total = found.len() as u64;
    let contents = Shelf::contents(&app, &page.of(found)).await?;
    let shelf = Shelf::of(&app, kind).await?;
    let shown = contents.iter().map(|content| shelf.found(content)).collect();
    Ok(Json(Paged::new(page, total, shown)))
}

/// The ids whose titles contain the term: those that begin with it first, then by title and id.
fn matching(rows: Vec<CatalogueRow>, term: &str) -> Vec<u64> {
    let mut found: Vec<_> = rows
        .into_iter()
        .map(|row| (row.title.to_lowercase(), row.content_id))
        .filter_map(|(title, id)| Some((title.find(term)? != 0, title, id)))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, _, id)| id).collect()
}
