//! What is asked for: the parameters of a page of events.

use kindred::http::Query;
use kindred::http::page::limit;
use kindred::http::params::id;
use kindred::store::{Order, foreign};
use kindred::{Error, Event, Result, Store, Timestamp};

use super::object;
use super::walk::Walk;
use crate::moment::{Moment, reversed};
use crate::place::{Place, named};
use crate::types;
use crate::window::Window;

/// Events on a page, unless a request says otherwise.
const PAGE: usize = 50;
/// Events on a page at most.
const MOST: usize = 100;
/// What is listed unless a request says otherwise: the last day.
const SPAN_MICROS: i64 = 86_400_000_000;

/// A page of events.
pub(super) struct Asked {
    /// The partition of one object; none for all events.
    object: Option<String>,
    order: Order,
    since: Option<Moment>,
    until: Moment,
    /// The id of the last event that was seen.
    after: Option<u64>,
    types: Option<Vec<&'static str>>,
    by: Option<u64>,
    /// How many events it has at most.
    pub(super) limit: usize,
    window: Window,
}

impl Asked {
    /// Read what a request asks for.
    ///
    /// Refuses: `Invalid` 400 for what cannot be asked for, and for a cursor of another list.
    pub(super) fn read(query: &Query, now: Timestamp) -> Result<Self> {
        let object = object::read(query)?;
        let order = order(query)?;
        let place = Place::read(query, object.as_deref().unwrap_or_default(), order)?;
        let (first_since, first_until, after) = match place {
            Some(Place { since, until, after, .. }) => {
                (since, Some(until), Some(id(&after).ok_or_else(foreign)?))
            }
            None => (None, None, None),
        };
        let until = Moment::read(query, "until")?.or(first_until).unwrap_or(Moment::Time(now));
        let day_before = || {
            let at = until.time().micros().saturating_sub(SPAN_MICROS);
            object.is_none().then(|| Moment::Time(Timestamp::from_micros(at)))
        };
        let since = Moment::read(query, "since")?.or(first_since).or_else(day_before);
        let window = Window::new(since, until);
        if window.is_empty() {
            return Err(reversed());
        }
        let (types, by) = (types::read(query)?, by(query)?);
        let limit = limit(query, MOST)?.unwrap_or(PAGE);
        Ok(Self { object, order, since, until, after, types, by, limit, window })
    }

    /// The walk to the events.
    pub(super) fn walk<'a>(&self, store: &'a Store, now: Timestamp) -> Walk<'a> {
        let left = self.window.clone().left(self.after, self.order);
        match &self.object {
            Some(partition) => Walk::of_object(store, self.order, left.ids, partition.clone()),
            None => Walk::by_day(store, self.order, left.ids.clone(), left.days(now)),
        }
    }

    /// Whether an event on the way is one of those that are asked for.
    pub(super) fn wants(&self, event: &Event) -> bool {
        let is_of = |types: &Vec<&str>| types.contains(&event.name.as_str());
        self.window.contains(event.id, event.occured_at)
            && self.types.as_ref().is_none_or(is_of)
            && self.by.is_none_or(|by| event.occured_by == Some(by))
    }

    /// Where the page after the event of this id begins.
    pub(super) fn cursor(&self, after: u64) -> String {
        let (list, after) = (self.object.clone().unwrap_or_default(), after.to_string());
        let place = Place { list, order: self.order, since: self.since, until: self.until, after };
        place.to_string()
    }
}

fn order(query: &Query) -> Result<Order> {
    let refused = || Error::invalid("order must be asc or desc");
    query.get("order").map_or(Ok(Order::Ascending), |text| named(text).ok_or_else(refused))
}

fn by(query: &Query) -> Result<Option<u64>> {
    let refused = || Error::invalid("by must be the id of a user");
    query.get("by").map(|text| id(text).ok_or_else(refused)).transpose()
}
