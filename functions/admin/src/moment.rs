//! From when to when: the parameters `since` and `until`.

use std::fmt;

use kindred::http::Query;
use kindred::http::params::id;
use kindred::ids::time_of;
use kindred::{Error, Result, Timestamp};

/// One end of what is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// A time.
    Time(Timestamp),
    /// When the event of this id happened.
    Event(u64),
}

impl Moment {
    /// Read the parameter of this name, if it is there.
    ///
    /// Refuses: `Invalid` 400 for what is neither a time nor an id.
    pub(crate) fn read(query: &Query, name: &'static str) -> Result<Option<Self>> {
        let Some(text) = query.get(name) else { return Ok(None) };
        let refused = || {
            Error::invalid(format!(
                "{name} must be a time, such as 2026-11-20T18:30:00, or the id of an event"
            ))
        };
        Self::parse(text).ok_or_else(refused).map(Some)
    }

    /// Digits are an id, anything else a time.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        match is_number {
            true => id(text).map(Self::Event),
            false => Timestamp::from_iso_8601(text).map(Self::Time),
        }
    }

    /// The time that it tells.
    pub(crate) fn time(self) -> Timestamp {
        match self {
            Self::Time(at) => at,
            Self::Event(id) => time_of(id),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time(at) => at.fmt(f),
            Self::Event(id) => id.fmt(f),
        }
    }
}

/// The refusal of ends that are the wrong way round.
pub(crate) fn reversed() -> Error {
    Error::invalid("since lies after until")
}
