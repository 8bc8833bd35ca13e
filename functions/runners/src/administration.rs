//! Which runners there are, and the end of one.

use axum::extract::State;
use kindred::entity::runner::Runner;
use kindred::http::jobs::{Administrator, Message};
use kindred::http::page::limit;
use kindred::http::params::id;
use kindred::http::{Json, Path, Query};
use kindred::store::Cursor;
use kindred::{App, Error, Result, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// Runners on a page, unless a request says otherwise.
const PAGE: usize = 50;
/// Runners on a page at most.
const MOST: usize = 100;

/// A page of runners, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RunnerPage {
    /// For a person.
    #[schema(example = "Here you are")]
    msg: &'static str,
    /// As many as were asked for, if there are so many.
    runners: Vec<RunnerOut>,
    /// What to send as `cursor` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Mw")]
    cursor: Option<String>,
}

/// A runner.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Runner)]
pub(crate) struct RunnerOut {
    /// Counts up from 1.
    #[schema(example = 3)]
    runner_id: u64,
    /// When it was created.
    #[schema(value_type = String, example = "2026-11-20T18:30:00.000000")]
    created_at: Timestamp,
    /// The id of the administrator who did.
    #[schema(example = 1)]
    created_by: u64,
    /// Whether it is there.
    #[schema(example = true)]
    online: bool,
    /// Since when; null when it is not.
    #[schema(value_type = Option<String>, required, example = "2026-11-20T18:30:00.000000")]
    since: Option<Timestamp>,
    /// Its last heartbeat; null when it is offline.
    #[schema(value_type = Option<String>, required, example = "2026-11-20T18:30:10.000000")]
    last_seen: Option<Timestamp>,
    /// The job that it has; null when it has none.
    #[schema(required, example = 17)]
    job_id: Option<u64>,
    /// Whether its token is good for nothing any more.
    #[schema(example = false)]
    revoked: bool,
}

impl RunnerOut {
    fn of(runner: Runner, now: Timestamp) -> Self {
        let online = runner.is_online(now);
        let presence = runner.online.filter(|_| online);
        Self {
            runner_id: runner.id,
            created_at: runner.created_at,
            created_by: runner.created_by,
            online,
            since: presence.as_ref().map(|presence| presence.since),
            last_seen: presence.as_ref().map(|presence| presence.seen_at),
            job_id: presence.and_then(|presence| presence.work).map(|work| work.job),
            revoked: runner.revoked_at.is_some(),
        }
    }
}

/// List all runners.
///
/// The newest first, those whose tokens were revoked included.
#[utoipa::path(get, path = "/api/admin/runners", tag = "Administration of runners",
    params(
        ("limit" = Option<u64>, Query, description = "How many; 50 unless it says otherwise", minimum = 1,
            maximum = 100, example = 50),
        ("cursor" = Option<String>, Query, description = "Where the page before ended: its `cursor`"),
    ),
    responses(
        (status = 200, body = RunnerPage, description = "A page of runners"),
        (status = 400, description = "limit must be a number from 1 to 100 | The cursor is not one that this list gave out"),
        (status = 403, description = "Only administrators may do this"),
    ))]
pub(crate) async fn list_runners(
    State(app): State<App>,
    Administrator(_): Administrator,
    query: Query,
) -> Result<Json<RunnerPage>> {
    let cursor = query.get("cursor").filter(|text| !text.is_empty());
    let cursor = cursor.map(Cursor::parse).transpose()?;
    let page = app.queue().runners(cursor.as_ref(), limit(&query, MOST)?.unwrap_or(PAGE)).await?;
    let now = app.clock.now();
    let runners = page.items.into_iter().map(|runner| RunnerOut::of(runner, now)).collect();
    let cursor = page.next.map(|cursor| cursor.to_string());
    Ok(Json(RunnerPage { msg: "Here you are", runners, cursor }))
}

/// Take a runner's token away, for good.
///
/// The runner is offline with the answer, and its job waits again. One whose token is gone already stays as it is.
#[utoipa::path(delete, path = "/api/admin/runners/{id}", tag = "Administration of runners",
    params(("id" = u64, Path, description = "The runner's id", example = 3)),
    responses(
        (status = 200, body = Message, description = "The token is good for nothing any more"),
        (status = 403, description = "Only administrators may do this"),
        (status = 404, description = "There is no runner with this id"),
    ))]
pub(crate) async fn revoke_runner(
    State(app): State<App>,
    Administrator(administrator): Administrator,
    Path(segment): Path<String>,
) -> Result<Json<Message>> {
    let unknown = || Error::not_found("There is no runner with this id");
    let id = id(&segment).ok_or_else(unknown)?;
    app.queue().revoke_runner(id, administrator.id).await?;
    Ok(Json(Message::new("The token of this runner is good for nothing any more")))
}
