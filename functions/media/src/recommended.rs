//! What is recommended, with reasons: to the caller, or to the groups that they belong to.

use std::collections::{BTreeMap, HashMap, HashSet};

use axum::Extension;
use axum::extract::State;
use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::entity::content::Content;
use kindred::entity::group::Membership;
use kindred::entity::kind::MediaKind;
use kindred::entity::recommendation::{Engine, Recipient, Recommendation, RecommendationList};
use kindred::http::media::{Caller, GroupBase};
use kindred::http::page::{MediaPage, MediaPaging, Paged};
use kindred::http::{Json, Query};
use kindred::{App, Result};
use serde_json::{Map, Value, json};

use kindred::http::shelf::Shelf;

/// Groups whose lists are read at once.
const AT_ONCE: usize = 16;

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
    let audience = Audience::from([(Recipient::User(user.id), None)]);
    page_for(&app, kind, &audience, &query).await
}

/// List what is recommended to my groups.
///
/// To all groups that the caller owns or is a member of, in one list: best first, at most 200 of each group and engine,
/// and each content once, for the group to which it is recommended most. An entry names that group besides what entries
/// of `/user` have; its reasons are contents that owner and members have looked at or rated. What any of them has rated
/// or used is left out. Empty for somebody without groups.
#[utoipa::path(get, path = "/groups", params(
    MediaPaging,
    ("reco_engine" = Option<String>, Query, nullable = false, example = "FromSimilarContent",
        description = "Only what this engine recommends; nothing for an engine that there is not"),
), responses(
    (status = 200, body = Paged<Value>, description = "The page"),
    (status = 400, description = "page: 'x' is not an integer"),
))]
pub(crate) async fn list_recommended_to_groups(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    Caller { user, .. }: Caller,
    query: Query,
) -> Result<Json<Paged<Map<String, Value>>>> {
    let memberships = Membership::of(&app.store, user.id).await?;
    let groups = memberships.iter().filter(|membership| membership.standing.belongs());
    let audience = groups
        .map(|group| (Recipient::Group(group.group_id), Some(GroupBase::from(group))))
        .collect();
    page_for(&app, kind, &audience, &query).await
}

/// To whom something is recommended, and the group to name with it.
type Audience = BTreeMap<Recipient, Option<GroupBase>>;

/// A content on the list, to whom it is recommended, and by which engine.
struct Entry {
    recipient: Recipient,
    engine: Engine,
    item: Recommendation,
}

/// The page of what is recommended to this audience.
///
/// Refuses: `Invalid` 400 for a page that is no integer.
async fn page_for(
    app: &App,
    kind: MediaKind,
    audience: &Audience,
    query: &Query,
) -> Result<Json<Paged<Map<String, Value>>>> {
    let page = MediaPage::strict(query)?;
    let wanted = query.get("reco_engine").filter(|name| !name.is_empty());
    let ranges = audience.keys().map(|recipient| RecommendationList::all(*recipient, kind));
    let lists = stream::iter(ranges.collect::<Vec<_>>())
        .map(|range| async move { app.store.list_all(&range).await });
    let lists: Vec<RecommendationList> = lists.buffered(AT_ONCE).try_concat().await?;
    let shelf = Shelf::of(app, kind).await?;
    let all = merged(lists, wanted, &shelf.ranks());
    let total = all.len() as u64;
    let entries = page.of(all);
    let known = known(app, &entries).await?;
    let show = |entry: &Entry| {
        let mut shown = show(&shelf, &known, entry)?;
        if let Some(Some(group)) = audience.get(&entry.recipient) {
            shown.insert("group".to_owned(), json!(group));
        }
        Some(shown)
    };
    let shown = entries.iter().filter_map(show).collect();
    Ok(Json(Paged::new(page, total, shown)))
}

/// All lists in one, each content once: best score first, then the more popular, then the older.
fn merged(
    lists: Vec<RecommendationList>,
    wanted: Option<&str>,
    ranks: &HashMap<u64, usize>,
) -> Vec<Entry> {
    let mut all: Vec<Entry> = lists
        .into_iter()
        .filter(|list| wanted.is_none_or(|name| list.engine.to_string() == name))
        .flat_map(|RecommendationList { recipient, engine, items, .. }| {
            items.into_iter().map(move |item| Entry { recipient, engine, item })
        })
        .collect();
    let rank = |entry: &Entry| ranks.get(&entry.item.content_id).copied().unwrap_or(usize::MAX);
    // Stable: of a content's entries with the same score, that of the first group and engine stays in front.
    all.sort_by(|a, b| {
        let by_score = b.item.score.total_cmp(&a.item.score);
        by_score
            .then_with(|| rank(a).cmp(&rank(b)))
            .then_with(|| a.item.content_id.cmp(&b.item.content_id))
    });
    let mut seen = HashSet::new();
    all.retain(|entry| seen.insert(entry.item.content_id));
    all
}

/// The contents of a page and those that are reasons for them.
async fn known(app: &App, entries: &[Entry]) -> Result<HashMap<u64, Content>> {
    let ids: Vec<u64> = entries
        .iter()
        .flat_map(|Entry { item, .. }| {
            let reasons = item.reasons.iter().filter_map(|reason| reason.because.content());
            std::iter::once(item.content_id).chain(reasons)
        })
        .collect();
    let contents = Shelf::contents(app, &ids).await?;
    Ok(contents.into_iter().map(|content| (content.id, content)).collect())
}

fn show(
    shelf: &Shelf,
    known: &HashMap<u64, Content>,
    Entry { engine, item, .. }: &Entry,
) -> Option<Map<String, Value>> {
    let mut shown = shelf.listed(known.get(&item.content_id)?);
    let reasons: Vec<_> = item
        .reasons
        .iter()
        .filter_map(|reason| {
            let content_id = reason.because.content()?;
            let title = known.get(&content_id).map(Content::title);
            Some(json!({ "content_id": content_id, "title": title, "share": reason.share }))
        })
        .collect();
    shown.insert("reco_engine".to_owned(), json!(engine));
    shown.insert("reco_score".to_owned(), json!(item.score));
    shown.insert("reco_reasons".to_owned(), json!(reasons));
    Some(shown)
}
