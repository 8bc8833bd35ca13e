//! Settings, read from the environment in this one place.

use std::fmt;
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

    fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, Unusable> {
        let mut wrong = Vec::new();
        let mut required = |name: &str| {
            get(name).filter(|value| !value.is_empty()).unwrap_or_else(|| {
                wrong.push(format!("{name} is not set"));
                String::new()
            })
        };
        let tables = Tables {
            state: required("KINDRED_TABLE_STATE"),
            events: required("KINDRED_TABLE_EVENTS"),
            derived: required("KINDRED_TABLE_DERIVED"),
        };
        let secret = required("KINDRED_TOKEN_SECRET");
        if !secret.is_empty() && secret.len() < SECRET_BYTES {
            wrong.push(format!("KINDRED_TOKEN_SECRET has fewer than {SECRET_BYTES} bytes"));
        }
        let mut number = |name: &str, default: u64, range: std::ops::RangeInclusive<u64>| {
            let Some(text) = get(name).filter(|value| !value.is_empty()) else { return default };
            match text.parse() {
                Ok(value) if range.contains(&value) => value,
                _ => {
                    wrong.push(format!("{name} is not a number from {range:?}"));
                    default
                }
            }
        };
        let bcrypt_cost = number("KINDRED_BCRYPT_COST", 12, u64::from(LOWEST_BCRYPT_COST)..=20);
        let forum_days = number("KINDRED_FORUM_SESSION_DAYS", 30, 1..=3_650);
        let media_hours = number("KINDRED_MEDIA_SESSION_HOURS", 12, 1..=8_760);
        if !wrong.is_empty() {
            return Err(Unusable(wrong));
        }
        Ok(Self {
            tables,
            token_secret: Secret::new(secret),
            bcrypt_cost: bcrypt_cost as u32,
            forum_session: Duration::from_secs(forum_days * 86_400),
            media_session: Duration::from_secs(media_hours * 3_600),
        })
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
