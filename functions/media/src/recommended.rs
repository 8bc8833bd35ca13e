//! What is recommended to the caller, with reasons.

use std::collections::{HashMap, HashSet};

use axum::Extension;
use axum::extract::State;
use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::entity::recommendation::{Engine, Recipient, Recommendation, RecommendationList};
use kindred::http::media::Caller;
use kindred::http::page::{MediaPage, MediaPaging, Paged};
use kindred::http::{Json, Query};
use kindred::{App, Result};
use serde_json::{Map, Value, json};

use crate::shelf::Shelf;

/// List what is recommended to me.
///
/// Best first, at most 200 of each engine. An entry names the engine that recommends it (`reco_engine`), how much
/// (`reco_score`, 0 to 1) and why (`reco_reasons`: contents of the caller's whose shares sum to the score). What the
/// caller has rated or used is left out. What they do shows in the list as soon as recompute has worked off its event,
/// normally within a second. Empty for somebody who has not yet looked at or rated anything that is like anything else.
#[utoipa::path(get, path = "/user", params(
    MediaPaging,
    ("reco_engine" = Option<String>, Query, nullable = false, example = "FromSimilarContent",
        description = "Only what this engine recommends; nothing for an engine that there is not"),
), responses(
    (status = 200, body = Paged<Value>, description = "The page"),
    (status = 400, description = "page: 'x' is not an integer"),
))]
pub(crate) async fn list_recommended(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    Caller { user, .. }: Caller,
    query: Query,
) -> Result<Json<Paged<Map<String, Value>>>> {
    let page = MediaPage::strict(&query)?;
    let range = RecommendationList::all(Recipient::User(user.id), kind);
    let lists = app.store.list_all(&range).await?;
    let shelf = Shelf::of(&app, kind).await?;
    let all = merged(lists, query.get("reco_engine"), &shelf.ranks());
    let total = all.len() as u64;
    let entries = page.of(all);
    let known = known(&app, &entries).await?;
    let shown = entries.iter().filter_map(|entry| show(&shelf, &known, entry)).collect();
    Ok(Json(Paged::new(page, total, shown)))
}

type Entry = (Engine, Recommendation);

/// All engines' lists in one, each content once, best score first, then the more popular, then the older.
fn merged(
    lists: Vec<RecommendationList>,
    wanted: Option<&str>,
    ranks: &HashMap<u64, usize>,
) -> Vec<Entry> {
    let wanted = wanted.filter(|name| !name.is_empty());
    let mut seen = HashSet::new();
    let mut all: Vec<Entry> = lists
        .into_iter()
        .filter(|list| wanted.is_none_or(|name| list.engine.to_string() == name))
        .flat_map(|list| list.items.into_iter().map(move |item| (list.engine, item)))
        .filter(|(_, item)| seen.insert(item.content_id))
        .collect();
    let rank = |id: &u64| ranks.get(id).copied().unwrap_or(usize::MAX);
    all.sort_by(|(_, a), (_, b)| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| rank(&a.content_id).cmp(&rank(&b.content_id)))
            .then_with(|| a.content_id.cmp(&b.content_id))
    });
    all
}

/// The contents of a page and those that are reasons for them.
async fn known(app: &App, entries: &[Entry]) -> Result<HashMap<u64, Content>> {
    let ids: Vec<u64> = entries
        .iter()
        .flat_map(|(_, item)| {
            let reasons = item.reasons.iter().map(|reason| reason.content_id);
            std::iter::once(item.content_id).chain(reasons)
        })
        .collect();
    let contents = Shelf::contents(app, &ids).await?;
    Ok(contents.into_iter().map(|content| (content.id, content)).collect())
}

fn show(
    shelf: &Shelf,
    known: &HashMap<u64, Content>,
    (engine, item): &Entry,
) -> Option<Map<String, Value>> {
    let mut shown = shelf.listed(known.get(&item.content_id)?);
    let reasons: Vec<_> = item
        .reasons
        .iter()
        .map(|reason| {
            json!({
                "content_id": reason.content_id,
                "title": known.get(&reason.content_id).map(Content::title),
                "share": reason.share,
            })
        })
        .collect();
    shown.insert("reco_engine".to_owned(), json!(engine));
    shown.insert("reco_score".to_owned(), json!(item.score));
    shown.insert("reco_reasons".to_owned(), json!(reasons));
    Some(shown)
}
