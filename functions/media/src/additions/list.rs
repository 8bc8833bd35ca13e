//! What awaits validation.

use std::collections::{HashMap, HashSet};

use axum::Extension;
use axum::extract::State;
use kindred::entity::addition::{Addition, Submitted};
use kindred::entity::kind::MediaKind;
use kindred::entity::user::User;
use kindred::http::media::Caller;
use kindred::http::page::{MEDIA_PAGE, MediaPage, MediaPaging, Paged};
use kindred::http::{Json, Query};
use kindred::matching::records::Records;
use kindred::snapshots::Snapshots;
use kindred::{App, Error, Result};
use serde_json::{Map, Value, json};

use super::duplicates;

/// List what awaits validation.
///
/// Oldest first; without genres and episodes. Whoever may submit something sees it all, so that nothing is submitted
/// twice. What is published or declined is not here any more. Each comes with at most three `duplicates`: contents that
/// it is as likely as not to be, or likelier, the most probable first.
#[utoipa::path(get, path = "/additional", params(
    MediaPaging,
    ("mine" = Option<bool>, Query, nullable = false, example = true,
        description = "Whether to show only what I submitted myself"),
), responses(
    (status = 200, body = Paged<Value>, description = "The page"),
    (status = 400, description = "page: 'x' is not an integer | mine: neither true nor false"),
))]
pub(crate) async fn list_additions(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    Extension(records): Extension<Snapshots<Records>>,
    caller: Caller,
    query: Query,
) -> Result<Json<Paged<Map<String, Value>>>> {
    caller.permitted()?;
    let page = MediaPage::strict(&query)?;
    let (additions, total) = if is_mine(&query)? {
        of_user(&app, kind, caller.user.id, page).await?
    } else {
        of_all(&app, kind, page).await?
    };
    let (uuids, duplicates) = tokio::try_join!(
        submitters(&app, &additions),
        duplicates::of(&app, &records, kind, &additions),
    )?;
    let both = additions.iter().zip(duplicates);
    let shown = both.map(|(addition, duplicates)| show(addition, &uuids, duplicates)).collect();
    Ok(Json(Paged::new(page, total, shown)))
}

fn is_mine(query: &Query) -> Result<bool> {
    let Some(text) = query.get("mine") else { return Ok(false) };
    text.parse().map_err(|_| Error::invalid_field("mine", "neither true nor false"))
}

async fn of_all(app: &App, kind: MediaKind, page: MediaPage) -> Result<(Vec<Addition>, u64)> {
    let all = Addition::all(kind);
    let additions = match page.offset() {
        Some(offset) => app.store.list_from(&all, offset, MEDIA_PAGE).await?.items,
        None => Vec::new(),
    };
    Ok((additions, app.store.count(&all).await?))
}

async fn of_user(
    app: &App,
    kind: MediaKind,
    user: u64,
    page: MediaPage,
) -> Result<(Vec<Addition>, u64)> {
    let rows: Vec<Submitted> = app.store.list_all(&Submitted::all(user, kind)).await?;
    let total = rows.len() as u64;
    let places: Vec<_> =
        page.of(rows).iter().map(|row| Addition::place(kind, row.addition)).collect();
    Ok((app.store.batch(&places).await?, total))
}

/// The uuids of those who submitted these; who is gone has none.
async fn submitters(app: &App, additions: &[Addition]) -> Result<HashMap<u64, Value>> {
    let ids: HashSet<u64> = additions.iter().map(|addition| addition.submitted_by).collect();
    let places: Vec<_> = ids.into_iter().map(User::place).collect();
    let users: Vec<User> = app.store.batch(&places).await?;
    Ok(users.into_iter().map(|user| (user.id, json!(user.uuid))).collect())
}

fn show(
    addition: &Addition,
    uuids: &HashMap<u64, Value>,
    duplicates: Vec<Value>,
) -> Map<String, Value> {
    let differences = addition.kind.differences();
    let mut shown = Map::new();
    shown.insert(differences.submission.id.to_owned(), addition.id.into());
    shown.extend(differences.all_of(&addition.fields));
    let submitter = uuids.get(&addition.submitted_by).cloned();
    shown.insert("submitted_by".to_owned(), submitter.unwrap_or(Value::Null));
    shown.insert("submitted_at".to_owned(), addition.submitted_at.to_string().into());
    shown.insert("duplicates".to_owned(), duplicates.into());
    shown
}
