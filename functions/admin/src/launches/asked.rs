//! What is asked for: the parameters of a page of launches.

use kindred::entity::kind::MediaKind;
use kindred::entity::launches::{Launched, Launches, NAMES, OPINIONS, REMEMBERED_SECONDS, TITLES};
use kindred::entity::recommendation::Engine;
use kindred::http::Query;
use kindred::http::page::limit;
use kindred::http::params::id;
use kindred::ids::time_of;
use kindred::store::{Cursor, Order, foreign};
use kindred::{Error, Result, Timestamp};

use crate::moment::{Moment, reversed};
use crate::place::Place;
use crate::window::{Day, SKEW_MICROS, Window};

/// Launches on a page, unless a request says otherwise.
const PAGE: usize = 50;
/// Launches on a page at most.
const MOST: usize = 100;
/// What is listed unless a request says otherwise: the last day.
const SPAN_MICROS: i64 = 86_400_000_000;

/// A page of launches.
pub(super) struct Asked {
    engine: Option<String>,
    kind: Option<MediaKind>,
    event: Option<u64>,
    since: Moment,
    until: Moment,
    window: Window,
    /// The last that was seen.
    after: Option<(Day, Cursor)>,
    /// How many launches it has at most.
    pub(super) limit: usize,
}

impl Asked {
    /// Read what a request asks for.
    ///
    /// Refuses: `Invalid` 400 for what cannot be asked for, and for a cursor of another list.
    pub(super) fn read(query: &Query, now: Timestamp) -> Result<Self> {
        let event = event(query)?;
        let place = Place::read(query, &list(event), order(event))?;
        let after = place.as_ref().map(|place| read_after(&place.after)).transpose()?;
        let (since, until) = place.map(|place| (place.since, place.until)).unzip();
        let until = Moment::read(query, "until")?.or(until).unwrap_or(Moment::Time(now));
        let day_before = Moment::Time(moved(until.time(), -SPAN_MICROS));
        // The clock of who worked it off may be behind that of who wrote it.
        let before = |event| moved(time_of(event), -SKEW_MICROS).min(until.time());
        let first = event.map_or(day_before, |event| Moment::Time(before(event)));
        let since = Moment::read(query, "since")?.or(since.flatten()).unwrap_or(first);
        let window = Window::new(Some(since), until);
        if window.is_empty() {
            return Err(reversed());
        }
        let (engine, kind) = (engine(query)?, kind(query)?);
        let limit = limit(query, MOST)?.unwrap_or(PAGE);
        Ok(Self { engine, kind, event, since, until, window, after, limit })
    }

    /// The newest first; what became of an event, in its order.
    pub(super) fn order(&self) -> Order {
        order(self.event)
    }

    /// The days that may have such launches, in order; those before are forgotten.
    pub(super) fn days(&self, now: Timestamp) -> Vec<Day> {
        let days = self.window.days(now);
        let forgotten = Day::of(moved(now, -REMEMBERED_SECONDS * 1_000_000));
        let first = (*days.start()).max(forgotten);
        let all = std::iter::successors(Some(first), |day| Some(day.after()));
        let mut all: Vec<_> = all.take_while(|day| day <= days.end()).collect();
        if self.order() == Order::Descending {
            all.reverse();
        }
        let done = |day: &Day| match (&self.after, self.order()) {
            (None, _) => false,
            (Some((begun, _)), Order::Ascending) => day < begun,
            (Some((begun, _)), Order::Descending) => day > begun,
        };
        all.into_iter().skip_while(done).collect()
    }

    /// Where the list of a day begins.
    pub(super) fn start(&self, of: Day) -> Option<Cursor> {
        match (&self.after, self.order()) {
            (Some((day, cursor)), _) if *day == of => Some(cursor.clone()),
            (_, Order::Ascending) => self.window.ids.start().checked_sub(1).map(at),
            (_, Order::Descending) => Some(at(self.window.ids.end() + 1)),
        }
    }

    /// Whether these are among what is asked for.
    pub(super) fn wants(&self, launches: &Launches) -> bool {
        let is_one = |launched: &Launched| {
            self.engine.as_ref().is_none_or(|engine| *engine == launched.engine)
                && self.kind.is_none_or(|kind| launched.kind == Some(kind))
        };
        self.window.contains(launches.id, launches.at)
            && launches.engines.iter().any(is_one)
            && self.event.is_none_or(|event| launches.events.binary_search(&event).is_ok())
    }

    /// Where the page after this place in the list of a day begins.
    pub(super) fn cursor(&self, day: Day, after: &Cursor) -> String {
        let place = Place {
            list: list(self.event),
            order: self.order(),
            since: Some(self.since),
            until: self.until,
            after: format!("{day}#{}", after.sort()),
        };
        place.to_string()
    }
}

/// The place in the list of a day after these launches.
pub(super) fn at(id: u64) -> Cursor {
    Cursor::after(format!("{id:016}"))
}

/// What launches can be of, for people. An engine that is added anywhere is added here; a test looks.
pub(crate) fn engines() -> String {
    names().collect::<Vec<_>>().join(", ")
}

fn names() -> impl Iterator<Item = String> {
    let engines = Engine::ALL.map(|engine| engine.to_string());
    engines.into_iter().chain([NAMES, TITLES, OPINIONS].map(str::to_owned))
}

/// The kinds, for people.
pub(crate) fn kinds() -> String {
    MediaKind::ALL.map(MediaKind::name).join(", ")
}

fn engine(query: &Query) -> Result<Option<String>> {
    let Some(text) = query.get("engine") else { return Ok(None) };
    let known = names().find(|known| known == text);
    let refused = || Error::invalid(format!("engine must be of: {}", engines()));
    known.ok_or_else(refused).map(Some)
}

fn kind(query: &Query) -> Result<Option<MediaKind>> {
    let refused = || Error::invalid(format!("kind must be of: {}", kinds()));
    query.get("kind").map(|text| MediaKind::named(text).ok_or_else(refused)).transpose()
}

fn event(query: &Query) -> Result<Option<u64>> {
    let refused = || Error::invalid("event must be the id of an event");
    query.get("event").map(|text| id(text).ok_or_else(refused)).transpose()
}

fn order(event: Option<u64>) -> Order {
    if event.is_some() { Order::Ascending } else { Order::Descending }
}

/// The name of the list in cursors.
fn list(event: Option<u64>) -> String {
    let event = event.map(|event| event.to_string()).unwrap_or_default();
    format!("launches#{event}")
}

fn read_after(text: &str) -> Result<(Day, Cursor)> {
    let (day, id) = text.split_once('#').ok_or_else(foreign)?;
    let at = Timestamp::from_iso_8601(day).ok_or_else(foreign)?;
    Ok((Day::of(at), Cursor::after(id)))
}

fn moved(at: Timestamp, by_micros: i64) -> Timestamp {
    Timestamp::from_micros(at.micros().saturating_add(by_micros))
}
