//! What is asked for: the parameters of a page of differences.

use kindred::entity::turnover::Turnover;
use kindred::entity::user::User;
use kindred::http::Query;
use kindred::ids::first_id;
use kindred::store::{Claim, Cursor, Entity, Order};
use kindred::{Error, Result, Store, Timestamp};
use uuid::Uuid;

use crate::moment::Moment;
use crate::place::Place;
use crate::window::SKEW_MICROS;

/// What is looked at unless a request says otherwise: the last day.
const SPAN_MICROS: i64 = 86_400_000_000;

/// A page of differences.
pub(super) struct Asked {
    /// Whose lists.
    pub(super) user: u64,
    uuid: Uuid,
    from: Moment,
    to: Moment,
    /// The last change of lists that was seen.
    after: Option<Cursor>,
}

impl Asked {
    /// Read what a request asks for.
    ///
    /// Refuses: `Invalid` 400 for what cannot be asked for, and for a cursor of another list; `NotFound` 404 for a user
    /// that there is not.
    pub(super) async fn read(store: &Store, query: &Query, now: Timestamp) -> Result<Self> {
        let uuid = uuid(query)?;
        let place = Place::read(query, &list(uuid), Order::Ascending)?;
        let (first, last, after) = match place {
            Some(Place { since, until, after, .. }) => {
                (since, Some(until), Some(Cursor::after(after)))
            }
            None => (None, None, None),
        };
        let to = Moment::read(query, "to")?.or(last).unwrap_or(Moment::Time(now));
        let day_before = Moment::Time(moved(to.time(), -SPAN_MICROS));
        let from = Moment::read(query, "from")?.or(first).unwrap_or(day_before);
        if is_reversed(from, to) {
            return Err(Error::invalid("from lies after to"));
        }
        let claim: Option<Claim> = store.get(&User::uuid_claim(uuid)).await?;
        let unknown = || Error::not_found("There is no user of this uuid");
        Ok(Self { user: claim.ok_or_else(unknown)?.owner, uuid, from, to, after })
    }

    /// The place in the list of all changes from which on they may lie in the window.
    pub(super) fn start(&self) -> Option<Cursor> {
        let first = first_id(moved(self.from.time(), -SKEW_MICROS));
        self.after.clone().or_else(|| Turnover::before(first))
    }

    /// Whether this one lies in the window.
    pub(super) fn covers(&self, turnover: &Turnover) -> bool {
        !is_until(turnover, self.from) && is_until(turnover, self.to)
    }

    /// Whether none that come after this one lie in the window.
    pub(super) fn is_past(&self, turnover: &Turnover) -> bool {
        match self.to {
            Moment::Time(at) => turnover.id >= first_id(moved(at, SKEW_MICROS)),
            // Whoever was late looked at an earlier event.
            Moment::Event(_) => false,
        }
    }

    /// Where the page after this one begins.
    pub(super) fn cursor(&self, after: &Turnover) -> String {
        let place = Place {
            list: list(self.uuid),
            order: Order::Ascending,
            since: Some(self.from),
            until: self.to,
            after: after.key().sort,
        };
        place.to_string()
    }
}

/// Whether lists were like that at this moment.
fn is_until(turnover: &Turnover, moment: Moment) -> bool {
    match moment {
        Moment::Time(at) => turnover.at <= at,
        Moment::Event(id) => turnover.position <= id,
    }
}

fn is_reversed(from: Moment, to: Moment) -> bool {
    match (from, to) {
        (Moment::Event(from), Moment::Event(to)) => from > to,
        // The time of an event is known to the millisecond.
        (from, to) => from.time().micros() / 1_000 > to.time().micros() / 1_000,
    }
}

fn uuid(query: &Query) -> Result<Uuid> {
    let uuid = query.get("user").and_then(|text| text.parse().ok());
    uuid.ok_or_else(|| Error::invalid("user must be the uuid of a user"))
}

/// The name of the list in cursors.
fn list(uuid: Uuid) -> String {
    format!("differences#{uuid}")
}

fn moved(at: Timestamp, by_micros: i64) -> Timestamp {
    Timestamp::from_micros(at.micros().saturating_add(by_micros))
}
