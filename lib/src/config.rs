//! Settings, read from the environment in this one place.

use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

use crate::store::Tables;

/// Bytes that a token secret must have at least (RFC 7518, section 3.2).
const SECRET_BYTES: usize = 32;

/// The lowest bcrypt cost that a release build accepts.
const LOWEST_BCRYPT_COST: u32 = if cfg!(debug_assertions) { 4 } else { 10 };

/// What differs from deployment to deployment.
#[derive(Clone, Debug)]
pub struct Config {
    /// The names of the tables.
    pub tables: Tables,
    /// What session tokens are signed with.
    pub token_secret: Secret,
    /// log2 of the rounds of a password hash.
    pub bcrypt_cost: u32,
    /// How long the forum accepts a session.
    pub forum_session: Duration,
    /// How long the media API accepts a session.
    pub media_session: Duration,
}

impl Config {
    /// Read all settings; the error names everything that is missing or wrong, at once.
    pub fn from_env() -> Result<Self, Unusable> {
        Self::read(|name| std::env::var(name).ok())
    }

    /// Settings for a system that runs whole in one process.
    pub fn local(token_secret: Secret, bcrypt_cost: u32) -> Self {
        Self {
            tables: Tables::named(|table| table.to_owned()),
            token_secret,
            bcrypt_cost: bcrypt_cost.max(LOWEST_BCRYPT_COST),
            forum_session: Duration::from_secs(30 * 86_400),
            media_session: Duration::from_secs(12 * 3_600),
        }
    }

    /// Read the names of the tables only.
    pub fn tables_from_env() -> Result<Tables, Unusable> {
        let mut reader = Reader { get: |name: &str| std::env::var(name).ok(), wrong: Vec::new() };
        let tables = reader.tables();
        reader.finish(tables)
    }

    fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, Unusable> {
        let mut reader = Reader { get, wrong: Vec::new() };
        let days = |days| Duration::from_secs(days * 86_400);
        let hours = |hours| Duration::from_secs(hours * 3_600);
        let lowest_cost = u64::from(LOWEST_BCRYPT_COST);
        let config = Self {
            tables: reader.tables(),
            token_secret: reader.secret("KINDRED_TOKEN_SECRET"),
            bcrypt_cost: reader.number("KINDRED_BCRYPT_COST", 12, lowest_cost..=20) as u32,
            forum_session: days(reader.number("KINDRED_FORUM_SESSION_DAYS", 30, 1..=3_650)),
            media_session: hours(reader.number("KINDRED_MEDIA_SESSION_HOURS", 12, 1..=8_760)),
        };
        reader.finish(config)
    }
}

/// Reads settings and notes what is wrong with them.
struct Reader<F> {
    get: F,
    wrong: Vec<String>,
}

impl<F: Fn(&str) -> Option<String>> Reader<F> {
    fn optional(&self, name: &str) -> Option<String> {
        (self.get)(name).filter(|value| !value.is_empty())
    }

    fn required(&mut self, name: &str) -> String {
        self.optional(name).unwrap_or_else(|| {
            self.wrong.push(format!("{name} is not set"));
            String::new()
        })
    }

    fn tables(&mut self) -> Tables {
        Tables {
            state: self.required("KINDRED_TABLE_STATE"),
            events: self.required("KINDRED_TABLE_EVENTS"),
            derived: self.required("KINDRED_TABLE_DERIVED"),
        }
    }

    fn secret(&mut self, name: &str) -> Secret {
        let secret = self.required(name);
        if !secret.is_empty() && secret.len() < SECRET_BYTES {
            self.wrong.push(format!("{name} has fewer than {SECRET_BYTES} bytes"));
        }
        Secret::new(secret)
    }

    fn number(&mut self, name: &str, default: u64, range: RangeInclusive<u64>) -> u64 {
        let Some(text) = self.optional(name) else { return default };
        text.parse().ok().filter(|value| range.contains(value)).unwrap_or_else(|| {
            self.wrong.push(format!("{name} is not a number from {range:?}"));
            default
        })
    }

    fn finish<T>(self, settings: T) -> Result<T, Unusable> {
        if self.wrong.is_empty() { Ok(settings) } else { Err(Unusable(self.wrong)) }
    }
}

/// Settings that are missing or wrong, all of them.
#[derive(Debug, thiserror::Error)]
#[error("The settings cannot be used: {}", .0.join("; "))]
pub struct Unusable(Vec<String>);

/// Bytes that no log may show.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// Wrap a secret.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The secret itself.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_missing_is_named_at_once() {
        let refusal = Config::read(|name| (name == "KINDRED_BCRYPT_COST").then(|| "high".into()))
            .expect_err("nothing is set")
            .to_string();

        for name in ["TABLE_STATE", "TABLE_EVENTS", "TABLE_DERIVED", "TOKEN_SECRET", "BCRYPT_COST"]
        {
            assert!(refusal.contains(name), "{name} is not in: {refusal}");
        }
    }

    #[test]
    fn a_secret_does_not_show() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "…");
    }
}
