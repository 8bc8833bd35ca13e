//! The moment until which events count.

use std::str::FromStr;

use kindred::ids::{IDS_END, first_id, time_of};
use kindred::{Event, Timestamp};

/// How far the time that an id tells may be from the time of its event: one minute.
pub(super) const SKEW_MICROS: i64 = 60_000_000;

/// A moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// All events until this time.
    Time(Timestamp),
    /// All events up to this one.
    Event(u64),
}

impl Moment {
    /// The time that it tells.
    pub fn time(self) -> Timestamp {
        match self {
            Self::Time(at) => at,
            Self::Event(id) => time_of(id),
        }
    }

    /// The greatest id that an event until then may have.
    pub(super) fn last_id(self) -> u64 {
        match self {
            Self::Time(at) => {
                let later = at.micros().saturating_add(SKEW_MICROS);
                first_id(Timestamp::from_micros(later)).min(IDS_END - 1)
            }
            Self::Event(id) => id.min(IDS_END - 1),
        }
    }

    /// Whether an event happened until then.
    pub(super) fn covers(self, event: &Event) -> bool {
        match self {
            Self::Time(at) => event.occured_at <= at,
            Self::Event(id) => event.id <= id,
        }
    }
}

impl FromStr for Moment {
    type Err = &'static str;

    /// Digits are the id of an event, anything else a time by ISO 8601.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        let moment = match is_number {
            true => text.parse().ok().map(Self::Event),
            false => Timestamp::from_iso_8601(text).map(Self::Time),
        };
        moment.ok_or("neither a time, such as 2026-11-20T18:30:00, nor the id of an event")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_time_or_the_id_of_an_event() {
        assert_eq!("42".parse(), Ok(Moment::Event(42)));
        let time = "2026-11-20T18:30:00.000000".parse().expect("a time");
        assert_eq!("2026-11-20T18:30:00Z".parse(), Ok(Moment::Time(time)));
        for odd in ["", "yesterday", "-1", "99999999999999999999"] {
            assert!(odd.parse::<Moment>().is_err(), "{odd}");
        }
    }
}
