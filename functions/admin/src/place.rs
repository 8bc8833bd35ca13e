//! Where a page ended: what a cursor says.
//!
//! It names the list and the last entry that was seen, and brings along what the first page made up: the order, and the
//! ends of the window that a request did not name. So pages fit together whenever they are asked for.

use std::fmt;

use kindred::Result;
use kindred::http::Query;
use kindred::store::{Cursor, Order, foreign};

use crate::moment::Moment;

/// A place in a list.
pub(crate) struct Place {
    /// Which list.
    pub(crate) list: String,
    /// In which order.
    pub(crate) order: Order,
    /// From when on; none from the beginning.
    pub(crate) since: Option<Moment>,
    /// Until when.
    pub(crate) until: Moment,
    /// The last entry that was seen, as the list knows it.
    pub(crate) after: String,
}

impl Place {
    /// Read the parameter `cursor`, if it is there.
    ///
    /// Refuses: `Invalid` 400 for a cursor that this list in this order did not give out.
    pub(crate) fn read(query: &Query, list: &str, order: Order) -> Result<Option<Self>> {
        let Some(text) = query.get("cursor").filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        let cursor = Cursor::parse(text)?;
        let place = Self::parse(cursor.sort()).ok_or_else(foreign)?;
        let is_own = place.list == list && place.order == order;
        is_own.then_some(Some(place)).ok_or_else(foreign)
    }

    fn parse(text: &str) -> Option<Self> {
        let [list, order, since, until, after] = text.split('|').collect::<Vec<_>>()[..] else {
            return None;
        };
        Some(Self {
            list: list.to_owned(),
            order: named(order)?,
            since: match since {
                "" => None,
                since => Some(Moment::parse(since)?),
            },
            until: Moment::parse(until)?,
            after: after.to_owned(),
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { list, order, since, until, after } = self;
        let since = since.map(|since| since.to_string()).unwrap_or_default();
        Cursor::after(format!("{list}|{}|{since}|{until}|{after}", name(*order))).fmt(f)
    }
}

/// The order of this name.
pub(crate) fn named(text: &str) -> Option<Order> {
    [Order::Ascending, Order::Descending].into_iter().find(|order| name(*order) == text)
}

fn name(order: Order) -> &'static str {
    match order {
        Order::Ascending => "asc",
        Order::Descending => "desc",
    }
}
