//! Launches: what the engines did with events.

pub(crate) mod asked;

use axum::extract::State;
use kindred::entity::launches::{Launched, Launches, Trigger};
use kindred::http::jobs::Administrator;
use kindred::http::{Json, Query};
use kindred::{App, Result, Store, Timestamp};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use asked::{Asked, at};

/// How many are read at once.
const SLICE: usize = 100;
/// How many a page reads, but for the rest of a slice.
const MOST_READ: usize = 500;

/// A page of launches.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LaunchPage {
    /// For a person.
    #[schema(example = "Here you are")]
    msg: &'static str,
    /// The newest first; with `event` the oldest. Fewer than `limit`, perhaps none, when those that are wanted lie far
    /// apart.
    launches: Vec<LaunchesOut>,
    /// What to send as `cursor` for the next page; null when there is nothing more.
    #[schema(required, example = "bGF1bmNoZXMjfGRlc2M")]
    cursor: Option<String>,
}

/// What one batch of events, or one run of the schedule, made the engines do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Launches)]
pub(crate) struct LaunchesOut {
    /// Grows with time.
    #[schema(example = 891_234_567_890_123_u64)]
    id: u64,
    /// When they were done.
    #[schema(value_type = String, example = "2026-11-20T18:30:00.000000")]
    at: Timestamp,
    /// `stream`: by events; `schedule`: once a day, for everything.
    #[schema(value_type = String, example = "stream")]
    trigger: Trigger,
    /// The events that were worked off.
    events: BatchOut,
    /// What each engine did.
    engines: Vec<LaunchedOut>,
}

/// A batch of events.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Batch)]
pub(crate) struct BatchOut {
    /// How many; none by the schedule.
    #[schema(example = 2)]
    n: usize,
    /// The least id; null when there are none.
    #[schema(required, example = 891_234_567_890_001_u64)]
    first: Option<u64>,
    /// The greatest id; null when there are none.
    #[schema(required, example = 891_234_567_890_002_u64)]
    last: Option<u64>,
}

/// What an engine did.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Launched)]
pub(crate) struct LaunchedOut {
    /// Its name; `Names` are those by which people are found, `Titles` those of contents, and
    /// `Opinions` what people think who agree to be compared.
    #[schema(example = "Popularity")]
    engine: String,
    /// The kind of media; null where kinds do not matter.
    #[schema(required, example = "movie")]
    kind: Option<&'static str>,
    /// How many it looked at: contents; for lists and names people and groups.
    #[schema(example = 3)]
    touched: u64,
    /// How many results it wrote; the others were as they should be.
    #[schema(example = 1)]
    written: u64,
    /// How long that took, in milliseconds.
    #[schema(example = 12)]
    ms: u64,
}

impl From<Launches> for LaunchesOut {
    fn from(launches: Launches) -> Self {
        let Launches { id, at, trigger, events, engines, .. } = launches;
        let (first, last) = (events.first().copied(), events.last().copied());
        let events = BatchOut { n: events.len(), first, last };
        let engines = engines.into_iter().map(LaunchedOut::from).collect();
        Self { id, at, trigger, events, engines }
    }
}

impl From<Launched> for LaunchedOut {
    fn from(launched: Launched) -> Self {
        let Launched { engine, kind, touched, written, ms } = launched;
        Self { engine, kind: kind.map(|kind| kind.name()), touched, written, ms }
    }
}

/// Which launches, and how many.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "for the documentation")]
pub(crate) struct LaunchListing {
    /// The first moment: a time by ISO 8601, UTC unless it says otherwise, or the id of an event. By itself it is a day
    /// before `until`, and with `event` the time of that.
    #[param(nullable = false)]
    since: Option<String>,
    /// The last moment, likewise; by itself, now.
    #[param(nullable = false)]
    until: Option<String>,
    /// Only batches that launched this engine.
    #[param(nullable = false, example = "Popularity")]
    engine: Option<String>,
    /// Only batches that launched an engine for this kind.
    #[param(nullable = false, example = "movie")]
    kind: Option<String>,
    /// Only batches with this event: its id.
    #[param(nullable = false)]
    event: Option<u64>,
    /// How many at most; 50 unless it says otherwise.
    #[param(minimum = 1, maximum = 100, nullable = false, example = 50)]
    limit: Option<u64>,
    /// Where the page before ended: its `cursor`. It remembers `since` and `until` where they are not given again; the
    /// other parameters stay what they were.
    #[param(nullable = false)]
    cursor: Option<String>,
}

/// List what the engines did.
///
/// One entry for each batch of events that made them do something, and for each run of the schedule; they are
/// remembered for 30 days. A page reads a bounded part of them: as long as there is a `cursor`, there may be more.
#[utoipa::path(get, path = "/api/admin/events/launches", tag = crate::documentation::TAG, params(LaunchListing),
    responses(
        (status = 200, body = LaunchPage, description = "A page of launches"),
        (status = 400, description = "since must be a time, such as 2026-11-20T18:30:00, or the id of an event | \
            until must be a time, such as 2026-11-20T18:30:00, or the id of an event | since lies after until | \
            engine must be of: {engines} | kind must be of: {kinds} | event must be the id of an event | \
            limit must be a number from 1 to 100 | The cursor is not one that this list gave out"),
        (status = 403, description = "Only administrators may do this"),
    ))]
pub(crate) async fn list_launches(
    State(app): State<App>,
    Administrator(_): Administrator,
    query: Query,
) -> Result<Json<LaunchPage>> {
    let now = app.clock.now();
    let asked = Asked::read(&query, now)?;
    let (found, cursor) = page(&app.store, &asked, now).await?;
    let launches = found.into_iter().map(LaunchesOut::from).collect();
    Ok(Json(LaunchPage { msg: "Here you are", launches, cursor }))
}

/// The launches that are asked for, day by day, and where the next page begins.
async fn page(
    store: &Store,
    asked: &Asked,
    now: Timestamp,
) -> Result<(Vec<Launches>, Option<String>)> {
    let (mut found, mut n_read) = (Vec::new(), 0);
    let mut last: Option<String> = None;
    for day in asked.days(now) {
        let range = Launches::of_day(&day.to_string(), asked.order());
        let mut next = asked.start(day);
        loop {
            let slice = store.list::<Launches>(&range, next.as_ref(), SLICE).await?;
            n_read += slice.items.len();
            for launches in slice.items.into_iter().filter(|launches| asked.wants(launches)) {
                if found.len() == asked.limit {
                    return Ok((found, last));
                }
                last = Some(asked.cursor(day, &at(launches.id)));
                found.push(launches);
            }
            next = slice.next;
            let Some(after) = &next else { break };
            if n_read >= MOST_READ {
                return Ok((found, Some(asked.cursor(day, after))));
            }
        }
    }
    Ok((found, None))
}
