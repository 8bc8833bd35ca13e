//! `POST /_local/reset`: an empty store, the settings of a test, and the accounts that it needs.

use std::collections::HashSet;

use axum::extract::State;
use kindred::auth::throttle::limits::Limits;
use kindred::auth::token::Door;
use kindred::config::is_client_url;
use kindred::entity::names::Email;
use kindred::entity::user::User;
use kindred::http::Json;
use kindred::mail::{MailServer, MailSettings, Sender};
use kindred::{Config, Error, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use super::seeds::Seed;
use super::{World, read};

/// Jobs that each account has at most: everybody waits while they are made.
const MOST_JOBS: u32 = 1_000;

/// A reset as it is asked for; settings that are absent are those that the server was started with.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Reset {
    allowed_email_domains: Option<Vec<String>>,
    /// Of the job service; the other doors stay as they are.
    disable_signup: Option<bool>,
    #[serde(rename = "clientURL")]
    client_url: Option<String>,
    sender_email: Option<String>,
    #[serde(default)]
    users: Vec<NewUser>,
    /// Jobs that nobody works on, for tests that only look at them.
    #[serde(default, rename = "jobsPerUser")]
    n_jobs_per_user: u32,
    /// Whether the limits count: tests that are not about them would meet them.
    #[serde(default)]
    throttle: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewUser {
    email: String,
    password: String,
    #[serde(default)]
    is_admin: bool,
    #[serde(default)]
    activated: bool,
}

/// The same, understood.
pub(super) struct Wanted {
    /// The settings until the next reset.
    pub(super) config: Config,
    /// The accounts, in the order of their ids.
    pub(super) seeds: Vec<Seed>,
    /// How many jobs each of them has.
    pub(super) n_jobs_per_user: u32,
}

/// Begin anew, and tell the accounts that were made.
///
/// Refuses: `Invalid` 400 for what cannot be understood, `Unavailable` 503 when requests under way do not end; then
/// nothing has changed.
pub(super) async fn reset(State(world): State<World>, body: String) -> Result<Json<Value>> {
    let wanted = read::<Reset>(&body)?.understood(world.defaults())?;
    // Goes on to its end, even when nobody waits for the answer any more: half of it would leave no tables.
    let renewed = tokio::spawn(async move { world.renew(wanted).await });
    let users = renewed.await.map_err(Error::internal)??;
    let users: Vec<_> =
        users.iter().map(|User { id, email, .. }| json!({ "id": id, "email": email })).collect();
    Ok(Json(json!({ "users": users })))
}

impl Reset {
    fn understood(self, defaults: &Config) -> Result<Wanted> {
        let mut config = defaults.clone();
        config.limits = limits(self.throttle, &config.limits);
        if let Some(domains) = self.allowed_email_domains {
            config.allowed_email_domains = domains;
        }
        if let Some(disabled) = self.disable_signup {
            config.closed_doors.retain(|door| *door != Door::Jobs);
            config.closed_doors.extend(disabled.then_some(Door::Jobs));
        }
        if let Some(url) = self.client_url {
            if !is_client_url(&url) {
                return Err(Error::invalid(
                    "clientURL is not an http(s) URL without a slash at its end",
                ));
            }
            config.client_url = url;
        }
        if let Some(address) = self.sender_email {
            let sender = address.parse();
            let sender =
                sender.map_err(|problem| Error::invalid(format!("senderEmail {problem}")))?;
            config.mail = from(sender, config.mail);
        }
        if self.n_jobs_per_user > MOST_JOBS {
            return Err(Error::invalid(format!("jobsPerUser is more than {MOST_JOBS}")));
        }
        let (seeds, n_jobs_per_user) = (seeds(self.users)?, self.n_jobs_per_user);
        Ok(Wanted { config, seeds, n_jobs_per_user })
    }
}

/// The limits that the server was started with, or the usual ones if it was started without.
fn limits(throttle: bool, started_with: &Limits) -> Limits {
    let off = Limits::off();
    match throttle {
        false => off,
        true if *started_with == off => Limits::default(),
        true => started_with.clone(),
    }
}

/// The same way of mailing, with another sender.
fn from(sender: Sender, mail: MailSettings) -> MailSettings {
    match mail {
        MailSettings::Smtp(server) => MailSettings::Smtp(MailServer { sender, ..server }),
        MailSettings::Outbox(_) => MailSettings::Outbox(sender),
        MailSettings::Nowhere => MailSettings::Nowhere,
    }
}

fn seeds(users: Vec<NewUser>) -> Result<Vec<Seed>> {
    let mut claims = HashSet::new();
    let understood = users.into_iter().enumerate().map(|(position, user)| {
        let wrong = |problem: &str| Error::invalid(format!("users[{position}].{problem}"));
        let email = Email::parse(&user.email);
        let email = email.ok_or_else(|| wrong("email is not an e-mail address"))?;
        if !claims.insert(User::email_claim(email.as_str())) {
            return Err(wrong("email is that of another"));
        }
        let NewUser { password, is_admin, activated, .. } = user;
        Ok(Seed { email, password, is_admin, activated })
    });
    understood.collect()
}
