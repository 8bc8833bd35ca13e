//! Time, which only comes from here: the system's clock, the same shifted, or one that tests move by hand.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::format_description::BorrowedFormatItem;
use time::format_description::well_known::Iso8601;
use time::macros::format_description;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

const FORMAT: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:6]");

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// The system's clock moved forward by so many microseconds.
    Shifted(Arc<AtomicI64>),
    /// Stands still, in microseconds since 1970, until it is moved.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The system's clock, which [`Clock::advance`] can move forward.
    pub fn shifted() -> Self {
        Self::Shifted(Arc::new(AtomicI64::new(0)))
    }

    /// A clock that stands still at the given time.
    pub fn manual(start: Timestamp) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(start.0)))
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => system_now(),
            Self::Shifted(by) => Timestamp(system_now().0 + by.load(Ordering::SeqCst)),
            Self::Manual(now) => Timestamp(now.load(Ordering::SeqCst)),
        }
    }

    /// Move the clock forward; the plain system clock cannot be moved and stays.
    pub fn advance(&self, by: Duration) {
        let micros = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        if let Self::Shifted(value) | Self::Manual(value) = self {
            value.fetch_add(micros, Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the system for the time")]
fn system_now() -> Timestamp {
    Timestamp::from(OffsetDateTime::now_utc())
}

/// A moment in UTC, to the microsecond; written `YYYY-MM-DDTHH:MM:SS.ffffff`, so that text order is time order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment so many microseconds after 1970; clamped to the years 0000 to 9999.
    pub fn from_micros(micros: i64) -> Self {
        const YEAR_0: i64 = -62_167_219_200_000_000;
        const YEAR_10000: i64 = 253_402_300_800_000_000;
        Self(micros.clamp(YEAR_0, YEAR_10000 - 1))
    }

    /// Read what people write by ISO 8601, from year 1 to 9999: a day, or a day and a time.
    ///
    /// Without a zone it is UTC, and a finer fraction is cut.
    pub fn from_iso_8601(text: &str) -> Option<Self> {
        let format = &Iso8601::PARSING;
        let local = || {
            let midnight = || Some(Date::parse(text, format).ok()?.with_time(Time::MIDNIGHT));
            PrimitiveDateTime::parse(text, format).ok().or_else(midnight)
        };
        let zoned = OffsetDateTime::parse(text, format).ok();
        let time = zoned.or_else(|| Some(local()?.assume_utc()))?;
        let time = time.checked_to_offset(UtcOffset::UTC)?;
        (1..=9_999).contains(&time.year()).then(|| time.into())
    }

    /// Microseconds since 1970.
    pub fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// The day, `YYYY-MM-DD`.
    pub fn day(self) -> String {
        self.to_string()[..10].to_owned()
    }
}

impl From<OffsetDateTime> for Timestamp {
    fn from(time: OffsetDateTime) -> Self {
        Self((time.unix_timestamp_nanos() / 1_000) as i64)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000)
            .map_err(|_| fmt::Error)?;
        f.write_str(&time.format(FORMAT).map_err(|_| fmt::Error)?)
    }
}

impl std::str::FromStr for Timestamp {
    type Err = time::error::Parse;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(PrimitiveDateTime::parse(text, FORMAT)?.assume_utc().into())
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_always_has_six_decimals() {
        let text = Timestamp::from_micros(1_700_000_000_000_000).to_string();

        assert_eq!(text, "2023-11-14T22:13:20.000000");
        assert_eq!(text.parse::<Timestamp>().expect("own format").micros(), 1_700_000_000_000_000);
    }

    #[test]
    fn a_manual_clock_moves_only_by_hand() {
        let clock = Clock::manual(Timestamp::from_micros(5));

        clock.advance(Duration::from_secs(2));

        assert_eq!(clock.now().micros(), 2_000_005);
    }

    #[test]
    fn people_may_write_a_time_in_several_ways() {
        for (text, wanted) in [
            ("2026-11-21", "2026-11-21T00:00:00.000000"),
            ("2026-11-21T18:30", "2026-11-21T18:30:00.000000"),
            ("2026-11-21T18:30:05", "2026-11-21T18:30:05.000000"),
            ("2026-11-21T18:30:05.123456", "2026-11-21T18:30:05.123456"),
            ("2026-11-21T18:30:05Z", "2026-11-21T18:30:05.000000"),
            ("2026-11-20T18:30:00.5Z", "2026-11-20T18:30:00.500000"),
            ("2026-11-20T18:30:00.1234567+02:00", "2026-11-20T16:30:00.123456"),
            ("2026-11-20T23:30-01:00", "2026-11-21T00:30:00.000000"),
        ] {
            let read = Timestamp::from_iso_8601(text).map(|time| time.to_string());
            assert_eq!(read.as_deref(), Some(wanted), "{text}");
        }
        for odd in [
            "",
            "yesterday",
            "2026-13-01",
            "2026-02-30",
            "2026-11-21 18:30",
            "18:30",
            "2026-11-20T25:30:00",
            "2026-11-20T18:30:00+99:00",
            "0001-01-01T00:00:00+01:00",
            "9999-12-31T23:59:59-01:00",
            "-002026-11-20T18:30:00",
            "+992026-11-20T18:30:00",
            "2026-11-20T18:30:00Zx",
        ] {
            assert_eq!(Timestamp::from_iso_8601(odd), None, "{odd}");
        }
    }
}
