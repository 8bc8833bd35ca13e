//! What the caller used of a kind, and when.

use std::cmp::Reverse;
use std::collections::HashMap;

use axum::Extension;
use axum::extract::State;
use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::Meta;
use kindred::http::media::Caller;
use kindred::http::page::{MediaPage, MediaPaging, Paged};
use kindred::http::{Json, Query};
use kindred::{App, Result, Timestamp};
use serde_json::{Map, Value, json};

use kindred::http::shelf::Shelf;

/// List what I played, the last first.
///
/// One entry for each content of which you ever reported a use (`additional_count`), with the date of the last one; not
/// one for each time. A page that is no whole number is page 1. Costs about a read unit for each 20 of your records of
/// the kind.
#[utoipa::path(get, path = "/history", params(MediaPaging), responses(
    (status = 200, body = Paged<Value>, description = "The page"),
))]
pub(crate) async fn list_history(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    Caller { user, .. }: Caller,
    query: Query,
) -> Result<Json<Paged<Map<String, Value>>>> {
    let page = MediaPage::lenient(&query);
    let metas: Vec<Meta> = app.store.list_all(&Meta::all(user.id, kind)).await?;
    let used = used(&metas);
    let total = used.len() as u64;
    let used = page.of(used);
    let ids: Vec<u64> = used.iter().map(|(_, id)| *id).collect();
    let contents = Shelf::contents(&app, &ids).await?;
    let contents: HashMap<u64, Content> =
        contents.into_iter().map(|content| (content.id, content)).collect();
    let shelf = Shelf::of(&app, kind).await?;
    let show = |(last, id): &(Timestamp, u64)| {
        let mut shown = Map::new();
        shown.insert("last_played_date".to_owned(), json!(last.to_string()));
        shown.insert(kind.to_string(), shelf.listed(contents.get(id)?).into());
        Some(shown)
    };
    Ok(Json(Paged::new(page, total, used.iter().filter_map(show).collect())))
}

/// When each content was used last, the latest first; of the same moment, the newest content.
fn used(metas: &[Meta]) -> Vec<(Timestamp, u64)> {
    let mut used: Vec<_> = metas
        .iter()
        .filter_map(|meta| Some((meta.last_count_increment?, meta.content_id)))
        .collect();
    used.sort_unstable_by_key(|last| Reverse(*last));
    used
}
