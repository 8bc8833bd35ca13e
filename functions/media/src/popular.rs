//! The popular list: those that are placed first, then all others, newest first.

use std::collections::HashSet;

use axum::Extension;
use axum::extract::State;
use kindred::entity::content::CatalogueRow;
use kindred::entity::kind::MediaKind;
use kindred::http::media::Caller;
use kindred::http::page::{MEDIA_PAGE, MediaPage, MediaPaging, Paged};
use kindred::http::{Json, Query};
use kindred::{App, Result};
use serde_json::{Map, Value};

use kindred::http::shelf::Shelf;

/// List what is popular.
///
/// The most popular first, in the order of the kind; contents that have no place in it come last, newest first, so that
/// the pages together are the whole catalogue. A page that is no whole number is page 1. A rating shows in the order as
/// soon as recompute has worked off its event, normally within a second. Beyond the thousand most popular, a page costs
/// the more the deeper it lies.
#[utoipa::path(get, path = "/", params(MediaPaging), responses(
    (status = 200, body = Paged<Value>, description = "The page"),
))]
pub(crate) async fn list_popular(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    _: Caller,
    query: Query,
) -> Result<Json<Paged<Map<String, Value>>>> {
    let page = MediaPage::lenient(&query);
    let shelf = Shelf::of(&app, kind).await?;
    let ids = match page.offset() {
        Some(offset) => ids(&app, kind, &shelf.most_popular(), offset).await?,
        None => Vec::new(),
    };
    let contents = Shelf::contents(&app, &ids).await?;
    let shown: Vec<_> = contents.iter().map(|content| shelf.listed(content)).collect();
    // A content that has just come is on its page before it is counted.
    let seen = page.offset().unwrap_or(0).saturating_add(shown.len() as u64);
    let total = if shown.is_empty() { shelf.n_items() } else { shelf.n_items().max(seen) };
    Ok(Json(Paged::new(page, total, shown)))
}

/// The ids on the page after the first `offset`.
async fn ids(app: &App, kind: MediaKind, popular: &[u64], offset: u64) -> Result<Vec<u64>> {
    let start = usize::try_from(offset).unwrap_or(usize::MAX).min(popular.len());
    let mut ids: Vec<u64> = popular[start..].iter().copied().take(MEDIA_PAGE).collect();
    if ids.len() < MEDIA_PAGE {
        let skip = offset.saturating_sub(popular.len() as u64);
        ids.extend(others(app, kind, popular, skip, MEDIA_PAGE - ids.len()).await?);
    }
    Ok(ids)
}

/// So many ids of contents without a place, after the first `skip`.
async fn others(
    app: &App,
    kind: MediaKind,
    popular: &[u64],
    mut skip: u64,
    wanted: usize,
) -> Result<Vec<u64>> {
    const STRIDE: usize = 500;
    let popular: HashSet<u64> = popular.iter().copied().collect();
    let mut ids = Vec::new();
    let mut place = None;
    loop {
        let rows = app
            .store
            .list::<CatalogueRow>(&CatalogueRow::all(kind), place.as_ref(), STRIDE)
            .await?;
        for row in rows.items.iter().filter(|row| !popular.contains(&row.content_id)) {
            if skip > 0 {
                skip -= 1;
            } else {
                ids.push(row.content_id);
            }
        }
        place = rows.next;
        if ids.len() >= wanted || place.is_none() {
            ids.truncate(wanted);
            return Ok(ids);
        }
    }
}
