//! Settings, read from the environment in this one place.

mod secret;
#[cfg(test)]
mod tests;
mod training;

pub use secret::Secret;
pub use training::Training;

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use serde::Deserialize;

use crate::auth::throttle::limits::Limits;
use crate::auth::token::Door;
use crate::mail::{Login, MailServer, MailSettings, Security};
use crate::queue::Policy;
use crate::store::Tables;

/// Bytes that a token secret must have at least (RFC 7518, section 3.2).
const SECRET_BYTES: usize = 32;

/// The setting that says where the client lives.
const CLIENT_URL: &str = "KINDRED_CLIENT_URL";

/// The setting that names the bucket.
pub(crate) const BUCKET: &str = "KINDRED_BUCKET";

/// The lowest bcrypt cost that a release build accepts.
const LOWEST_BCRYPT_COST: u32 = if cfg!(debug_assertions) { 4 } else { 10 };

/// The models that runners know, unless a setting says others.
///
/// Contract: the documented ones.
const MODELS: [&str; 9] =
    ["tiny", "tiny.en", "base", "base.en", "small", "small.en", "medium", "medium.en", "large"];

/// What differs from deployment to deployment.
#[derive(Clone, Debug)]
pub struct Config {
    /// The names of the tables.
    pub tables: Tables,
    /// What session tokens are signed with.
    pub token_secret: Secret,
    /// What they were signed with before; those tokens are good until they are too old.
    pub previous_token_secret: Option<Secret>,
    /// log2 of the rounds of a password hash.
    pub bcrypt_cost: u32,
    /// How long the forum accepts a session.
    pub forum_session: Duration,
    /// How long the media API accepts a session.
    pub media_session: Duration,
    /// How long the job service accepts a session.
    pub jobs_session: Duration,
    /// Where the client lives that mailed links lead to; no slash at the end.
    pub client_url: String,
    /// The only domains whose addresses can be confirmed; empty means all.
    pub allowed_email_domains: Vec<String>,
    /// Doors at which nobody can register.
    pub closed_doors: Vec<Door>,
    /// Whether a password that very many people have can be set.
    pub common_passwords: bool,
    /// Accounts that are there from the start.
    pub accounts: Vec<Account>,
    /// How mail leaves the system.
    pub mail: MailSettings,
    /// How often log-ins, registrations and mails may be tried.
    pub limits: Limits,
    /// What becomes of jobs that have ended.
    pub jobs: Policy,
    /// The models that a job can ask for.
    pub models: Vec<String>,
    /// How collaborative filtering learns.
    pub training: Training,
}

/// An account that whoever runs the system wants to be there.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Account {
    /// The address by which it is known.
    pub email: String,
    /// Its first password, of 12 characters at least; changing it here later changes nothing.
    pub password: Secret,
    /// Whether it administers jobs and accounts.
    #[serde(default)]
    pub is_admin: bool,
}

impl Config {
    /// Read all settings; the error names everything that is missing or wrong, at once.
    pub fn from_env() -> Result<Self, Unusable> {
        Self::read(environment())
    }

    /// The same for a function that keeps blobs; return the name of their bucket, too.
    pub fn with_bucket_from_env() -> Result<(Self, String), Unusable> {
        let mut reader = environment();
        let bucket = reader.required(BUCKET);
        Ok((Self::read(reader)?, bucket))
    }

    /// Settings for a system that runs whole in one process; those that the environment has count there, too.
    ///
    /// Mailed links lead to the system's own `url` unless the environment says where the client lives.
    pub fn local(token_secret: Secret, bcrypt_cost: u32, url: &str) -> Result<Self, Unusable> {
        let bcrypt_cost = bcrypt_cost.max(LOWEST_BCRYPT_COST);
        let get = |name: &str| {
            let set = std::env::var(name).ok().filter(|value| !value.is_empty());
            set.or_else(|| (name == CLIENT_URL).then(|| url.to_owned()))
        };
        Self::local_from(get, token_secret, bcrypt_cost)
    }

    /// Settings for a system in one process that know nothing of the environment: for tests.
    pub fn isolated(token_secret: Secret, bcrypt_cost: u32) -> Self {
        Self::local_from(|_| None, token_secret, bcrypt_cost).expect("the defaults are sound")
    }

    fn local_from(
        get: impl Fn(&str) -> Option<String>,
        token_secret: Secret,
        bcrypt_cost: u32,
    ) -> Result<Self, Unusable> {
        let mut reader = Reader { get, wrong: Vec::new() };
        let tables = Tables::named(|table| table.to_owned());
        let sender = reader.parsed("KINDRED_SENDER_EMAIL");
        let sender = sender.or_else(|| "no-reply@kindred.localhost".parse().ok());
        let outbox = sender.map_or(MailSettings::Nowhere, MailSettings::Outbox);
        let config = reader.policy(tables, token_secret, bcrypt_cost, outbox);
        reader.finish(config)
    }

    /// Read only what deriving takes: the names of the tables and of the bucket, and how collaborative filtering
    /// learns.
    pub fn recompute_from_env() -> Result<(Tables, String, Training), Unusable> {
        let mut reader = environment();
        let settings = (reader.tables(), reader.required(BUCKET), reader.training());
        reader.finish(settings)
    }

    /// Read only what working with jobs takes: the names of the tables and of the bucket, and what becomes of jobs that
    /// have ended.
    pub fn queue_from_env() -> Result<(Tables, String, Policy), Unusable> {
        let mut reader = environment();
        let settings = (reader.tables(), reader.required(BUCKET), reader.jobs());
        reader.finish(settings)
    }

    fn read(mut reader: Reader<impl Fn(&str) -> Option<String>>) -> Result<Self, Unusable> {
        let tables = reader.tables();
        let secret = reader.secret("KINDRED_TOKEN_SECRET");
        let lowest_cost = u64::from(LOWEST_BCRYPT_COST);
        let cost = reader.number("KINDRED_BCRYPT_COST", 12, lowest_cost..=20) as u32;
        let config = reader.policy(tables, secret, cost, MailSettings::Nowhere);
        reader.finish(config)
    }
}

fn environment() -> Reader<impl Fn(&str) -> Option<String>> {
    Reader { get: |name: &str| std::env::var(name).ok(), wrong: Vec::new() }
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

    /// Everything that has a default.
    fn policy(
        &mut self,
        tables: Tables,
        token_secret: Secret,
        bcrypt_cost: u32,
        without_server: MailSettings,
    ) -> Config {
        let days = |days| Duration::from_secs(days * 86_400);
        let hours = |hours| Duration::from_secs(hours * 3_600);
        let minutes = |minutes| Duration::from_secs(minutes * 60);
        let previous = self.optional("KINDRED_PREVIOUS_TOKEN_SECRET").is_some();
        Config {
            tables,
            token_secret,
            previous_token_secret: previous.then(|| self.secret("KINDRED_PREVIOUS_TOKEN_SECRET")),
            bcrypt_cost,
            forum_session: days(self.number("KINDRED_FORUM_SESSION_DAYS", 30, 1..=3_650)),
            media_session: hours(self.number("KINDRED_MEDIA_SESSION_HOURS", 12, 1..=8_760)),
            jobs_session: minutes(self.number("KINDRED_JOBS_SESSION_MINUTES", 60, 5..=525_600)),
            client_url: self.client_url(),
            allowed_email_domains: self.words("KINDRED_ALLOWED_EMAIL_DOMAINS"),
            closed_doors: self.closed_doors(),
            common_passwords: self.common_passwords(),
            accounts: self.accounts(),
            mail: self.mail(without_server),
            limits: self.parsed("KINDRED_THROTTLE").unwrap_or_default(),
            jobs: self.jobs(),
            models: self.models(),
            training: self.training(),
        }
    }

    /// Through the mail server, if there is one.
    fn mail(&mut self, without_server: MailSettings) -> MailSettings {
        let Some(host) = self.optional("KINDRED_SMTP_HOST") else { return without_server };
        let security = self.parsed("KINDRED_SMTP_SECURITY").unwrap_or(Security::StartTls);
        let usual = match security {
            Security::Ssl => 465,
            Security::StartTls => 587,
            Security::Unencrypted => 25,
        };
        let timeout = self.number("KINDRED_SMTP_TIMEOUT_SECONDS", 10, 1..=60);
        for needed in ["KINDRED_SENDER_EMAIL", "KINDRED_CLIENT_URL"] {
            let _ = self.required(needed);
        }
        let Some(sender) = self.parsed("KINDRED_SENDER_EMAIL") else { return without_server };
        MailSettings::Smtp(MailServer {
            host,
            port: self.number("KINDRED_SMTP_PORT", usual, 1..=65_535) as u16,
            security,
            login: self.optional("KINDRED_SMTP_USERNAME").map(|username| Login {
                username,
                password: Secret::new(self.required("KINDRED_SMTP_PASSWORD")),
            }),
            ca: self.file("KINDRED_SMTP_CA_FILE"),
            sender,
            timeout: Duration::from_secs(timeout),
        })
    }

    /// The content of the file that a setting names.
    fn file(&mut self, name: &str) -> Option<Vec<u8>> {
        let path = self.optional(name)?;
        let content = std::fs::read(&path);
        content.map_err(|error| self.wrong.push(format!("{name}: {path}: {error}"))).ok()
    }

    /// A value that knows how it is written.
    fn parsed<T: FromStr<Err: fmt::Display>>(&mut self, name: &str) -> Option<T> {
        let text = self.optional(name)?;
        text.parse().map_err(|error| self.wrong.push(format!("{name}: {error}"))).ok()
    }

    fn secret(&mut self, name: &str) -> Secret {
        let secret = self.required(name);
        if !secret.is_empty() && secret.len() < SECRET_BYTES {
            self.wrong.push(format!("{name} has fewer than {SECRET_BYTES} bytes"));
        }
        Secret::new(secret)
    }

    fn client_url(&mut self) -> String {
        let url = self.optional(CLIENT_URL).unwrap_or_else(|| "http://localhost:3000".to_owned());
        if !is_client_url(&url) {
            self.wrong
                .push(format!("{CLIENT_URL} is not an http(s) URL without a slash at its end"));
        }
        url
    }

    /// A list with commas between its words.
    fn words(&self, name: &str) -> Vec<String> {
        let text = self.optional(name).unwrap_or_default();
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    }

    fn closed_doors(&mut self) -> Vec<Door> {
        const NAME: &str = "KINDRED_DISABLE_SIGNUP";
        let doors = self.words(NAME).into_iter().map(|word| match word.as_str() {
            "jobs" => Some(Door::Jobs),
            "forum" => Some(Door::Forum),
            "media" => Some(Door::Media),
            _ => None,
        });
        doors.collect::<Option<_>>().unwrap_or_else(|| {
            self.wrong.push(format!("{NAME} is not a list of jobs, forum, media"));
            Vec::new()
        })
    }

    fn common_passwords(&mut self) -> bool {
        const NAME: &str = "KINDRED_COMMON_PASSWORDS";
        match self.optional(NAME).as_deref() {
            None | Some("refuse") => false,
            Some("allow") => true,
            Some(_) => {
                self.wrong.push(format!("{NAME} is neither refuse nor allow"));
                false
            }
        }
    }

    /// A JSON list, as in `[{"email": …, "password": …, "isAdmin": true}]`.
    fn accounts(&mut self) -> Vec<Account> {
        const NAME: &str = "KINDRED_ACCOUNTS";
        let Some(text) = self.optional(NAME) else { return Vec::new() };
        serde_json::from_str(&text).unwrap_or_else(|_| {
            self.wrong.push(format!("{NAME} is not a JSON list of email, password and isAdmin"));
            Vec::new()
        })
    }

    fn jobs(&mut self) -> Policy {
        const AUDIO: &str = "KINDRED_AUDIO";
        let keep_audio = match self.optional(AUDIO).as_deref() {
            None | Some("drop") => false,
            Some("keep") => true,
            Some(_) => {
                self.wrong.push(format!("{AUDIO} is neither drop nor keep"));
                false
            }
        };
        let days = self.number("KINDRED_JOB_RETENTION_DAYS", 0, 0..=36_500);
        let retention = (days > 0).then(|| Duration::from_secs(days * 86_400));
        Policy { keep_audio, retention }
    }

    fn models(&self) -> Vec<String> {
        let models = self.words("KINDRED_MODELS");
        let usual = || MODELS.iter().map(|model| (*model).to_owned()).collect();
        if models.is_empty() { usual() } else { models }
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

/// Whether mailed links can begin with this.
///
/// Contract: http or https, perhaps `/#` at the end, never a slash.
pub fn is_client_url(url: &str) -> bool {
    let rest = ["http://", "https://"].iter().find_map(|scheme| url.strip_prefix(scheme));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !url.ends_with('/')
        && !url.contains(char::is_whitespace)
}

/// Settings that are missing or wrong, all of them.
#[derive(Debug, thiserror::Error)]
#[error("The settings cannot be used: {}", .0.join("; "))]
pub struct Unusable(Vec<String>);
