//! Differences: what is recommended to a user otherwise than before, and which events made it so.

mod asked;
mod shapes;

use std::collections::BTreeSet;

use axum::extract::State;
use kindred::entity::turnover::{Cause, Net, Turnover};
use kindred::http::jobs::Administrator;
use kindred::http::{Json, Query};
use kindred::{App, Event, Result, Store};
use utoipa::IntoParams;

use asked::Asked;
use shapes::DifferencePage;

/// Changes of lists that a page adds up at most.
const MOST_TURNOVERS: usize = 200;
/// Events that it tells of, but for those of the last change.
const MOST_EVENTS: usize = 200;

/// Whose lists, between which moments.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "for the documentation")]
pub(crate) struct DifferenceListing {
    /// The user: the uuid.
    #[param(required = true, example = "9f3c27a1-b04d-4b62-a9a5-0f1f4f6f2f10")]
    user: String,
    /// The moment before: a time by ISO 8601, UTC unless it says otherwise, or the id of an event. By itself it is a
    /// day before `to`.
    #[param(nullable = false)]
    from: Option<String>,
    /// The moment after, likewise; by itself, now.
    #[param(nullable = false)]
    to: Option<String>,
    /// Where the page before ended: its `cursor`. It remembers `from` and `to` where they are not given again.
    #[param(nullable = false)]
    cursor: Option<String>,
}

/// Show what changed in a user's lists, and why.
///
/// Everything that lists did after `from` and until `to`, added up: what is where it was before is not told. Times are
/// those at which lists were written, normally within a second of an event; ids are those of events that show in them.
/// The first 24 places of a list are told with rank and score, behind them only what came and went. Changes are
/// remembered for 30 days. A page adds up a bounded number of them: as long as there is a `cursor`, the next page goes
/// on from where this one ended.
#[utoipa::path(get, path = "/api/admin/replay/diff", tag = crate::documentation::TAG, params(DifferenceListing),
    responses(
        (status = 200, body = DifferencePage, description = "What changed, on the way or on a part of it"),
        (status = 400, description = "user must be the uuid of a user | \
            from must be a time, such as 2026-11-20T18:30:00, or the id of an event | \
            to must be a time, such as 2026-11-20T18:30:00, or the id of an event | from lies after to | \
            The cursor is not one that this list gave out"),
        (status = 403, description = "Only administrators may do this"),
        (status = 404, description = "There is no user of this uuid"),
    ))]
pub(crate) async fn show_differences(
    State(app): State<App>,
    Administrator(_): Administrator,
    query: Query,
) -> Result<Json<DifferencePage>> {
    let asked = Asked::read(&app.store, &query, app.clock.now()).await?;
    let (net, causes, cursor) = walk(&app.store, &asked).await?;
    let places: Vec<_> = causes.iter().map(Cause::place).collect();
    let events: Vec<Event> = app.store.batch(&places).await?;
    Ok(Json(DifferencePage::new(&net, events, cursor)))
}

/// Add up what lies in the window, up to a bound, and say where to go on.
async fn walk(store: &Store, asked: &Asked) -> Result<(Net, BTreeSet<Cause>, Option<String>)> {
    let (mut net, mut causes) = (Net::default(), BTreeSet::new());
    let (all, start) = (Turnover::all(asked.user), asked.start());
    let slice = store.list::<Turnover>(&all, start.as_ref(), MOST_TURNOVERS).await?;
    let n_read = slice.items.len();
    for (position, turnover) in slice.items.iter().enumerate() {
        if asked.is_past(turnover) {
            return Ok((net, causes, None));
        }
        if asked.covers(turnover) {
            net.add(turnover);
            causes.extend(turnover.causes.iter().cloned());
        }
        let is_last = position + 1 == n_read && slice.next.is_none();
        if causes.len() >= MOST_EVENTS && !is_last {
            return Ok((net, causes, Some(asked.cursor(turnover))));
        }
    }
    let next = slice.next.is_some().then(|| slice.items.last()).flatten();
    let cursor = next.map(|last| asked.cursor(last));
    Ok((net, causes, cursor))
}
