//! What is recommended, with reasons: to the caller, or to the groups that they belong to.

mod merged;
mod popular;
mod reasons;

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::State;
use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::entity::group::Membership;
use kindred::entity::kind::MediaKind;
use kindred::entity::recommendation::{Engine, Recipient, RecommendationList};
use kindred::http::media::{Caller, GroupBase};
use kindred::http::page::{MediaPage, MediaPaging, Paged};
use kindred::http::shelf::Shelf;
use kindred::http::{Json, Query};
use kindred::{App, Result};
use serde_json::{Map, Value, json};
use utoipa::IntoParams;

use crate::recommended::merged::{Entry, merged};
use crate::recommended::reasons::Named;

/// Groups whose lists are read at once.
const AT_ONCE: usize = 16;

/// List what is recommended to me.
///
/// Best first, at most 200 of each engine, each content once. An entry names the engine that recommends it
/// (`reco_engine`), how much (`reco_score`, 0 to 1) and why (`reco_reasons`: contents and genres of the caller's whose
/// shares sum to the score). What the caller has rated, used or called a bad recommendation is left out. What they do
/// shows in the list as soon as recompute has worked off its event, normally within a second.
///
/// Somebody to whom no engine recommends anything yet gets what is popular, and the entries say so: `reco_engine` is
/// `Popularity`, there are no reasons, and `reco_score` falls evenly from 1 for the most popular with each place among
/// all that are popular.
#[utoipa::path(get, path = "/user", params(MediaPaging, OfEngine), responses(
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
/// of `/user` have; its reasons are contents that owner and members have looked at or rated, with who it was, and
/// genres that they like. What any of them has rated, used or called a bad recommendation is left out.
///
/// While no engine recommends anything to any of the groups, it is what is popular, as in `/user`, for the group that
/// was made first. Empty for somebody without groups.
#[utoipa::path(get, path = "/groups", params(MediaPaging, OfEngine), responses(
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

/// Which recommendations are asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the shape of a query, for the documentation")]
struct OfEngine {
    /// Only what this engine recommends: `FromSimilarContent`, `FromProfile`, `CollaborativeFiltering` or `Popularity`;
    /// nothing for an engine that there is not
    #[param(nullable = false, example = "FromSimilarContent")]
    reco_engine: Option<String>,
}

/// To whom something is recommended, and the group to name with it.
type Audience = BTreeMap<Recipient, Option<GroupBase>>;

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
    let mut all = merged(lists, wanted, &shelf.ranks());
    let is_popular = match wanted {
        None => all.is_empty(),
        Some(name) => name == Engine::Popularity.to_string(),
    };
    if is_popular && let Some(first) = audience.keys().next() {
        all = popular::entries(app, kind, *first, &shelf).await?;
    }
    let total = all.len() as u64;
    let entries = page.of(all);
    let named = Named::of(app, kind, &entries).await?;
    let show = |entry: &Entry| show(&shelf, &named, audience.get(&entry.recipient)?, entry);
    let shown = entries.iter().filter_map(show).collect();
    Ok(Json(Paged::new(page, total, shown)))
}

/// An entry as it is shown; none when its content is gone.
fn show(
    shelf: &Shelf,
    named: &Named,
    group: &Option<GroupBase>,
    Entry { engine, item, .. }: &Entry,
) -> Option<Map<String, Value>> {
    let mut shown = shelf.listed(named.content(item.content_id)?);
    shown.insert("reco_engine".to_owned(), json!(engine));
    shown.insert("reco_score".to_owned(), json!(item.score));
    let reasons: Vec<_> = item.reasons.iter().map(|reason| named.show(reason)).collect();
    shown.insert("reco_reasons".to_owned(), json!(reasons));
    if let Some(group) = group {
        shown.insert("group".to_owned(), json!(group));
    }
    Some(shown)
}
