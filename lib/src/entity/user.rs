//! Accounts: one for each person, whichever door they came through.
//!
//! An account has an integer id and a uuid, both given once and never reused. The forum knows people by a unique
//! `login_name`, the other doors by their e-mail address; the name that others see, `display_name`, is not unique.
//! Unique names are claims of their own, written with the account: `LOGIN` exact, `EMAIL` in lower case, `UUID`, and
//! `DATASET` for who was imported.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::erasure::Erasure;
use super::role::{self, Permission};
use crate::auth::token::Door;
use crate::event::{Event, Occurrence, USER_MODEL};
use crate::store::{Change, Claim, Entity, Key};
use crate::{Error, Result, Store, Timestamp};

/// The claim space of forum names.
pub const LOGIN: &str = "LOGIN";
/// The claim space of e-mail addresses, in lower case.
pub const EMAIL: &str = "EMAIL";

/// The claim space of uuids.
pub const UUID: &str = "UUID";
/// The claim space of keys by which data sets know people.
pub const DATASET: &str = "DATASET";

/// How many ended sessions an account remembers; one more ends them all.
///
/// So that reading an account stays one read unit, and ending a session never costs another.
const MOST_ENDED: usize = 40;

/// An account as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// Counts up from 1.
    pub id: u64,
    /// The id by which the media API knows the account.
    pub uuid: Uuid,
    /// The address as it was given.
    pub email: Option<String>,
    /// The forum's unique name; never changes.
    pub login_name: Option<String>,
    /// The name that others see; not unique.
    pub display_name: Option<String>,
    /// None for accounts that nobody can log in to.
    pub password_hash: Option<String>,
    /// May administer jobs and accounts.
    pub is_admin: bool,
    /// Names of roles, which give permissions.
    pub roles: Vec<String>,
    /// Whether the current address is confirmed.
    pub activated: bool,
    /// When an address was confirmed for the first time.
    #[serde(default)]
    pub first_activated_at: Option<Timestamp>,
    /// Raised to end all sessions.
    pub session_version: u64,
    /// Sessions that were ended one by one, until they would have expired.
    #[serde(default)]
    pub ended_sessions: Vec<EndedSession>,
    /// Where it came from.
    pub origin: Origin,
    /// The key by which the data set that it was imported from knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// When.
    pub created_at: Timestamp,
    /// Whether the user has said what they like.
    pub preferences_defined: bool,
    /// Raised by every write.
    pub version: u64,
}

/// A session that ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedSession {
    /// The id of its token.
    pub jti: Uuid,
    /// When the token expires, seconds since 1970.
    pub exp: i64,
}

/// Where an account came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Signed up at the job service.
    Jobs,
    /// Registered at the forum.
    Forum,
    /// Registered at the media API.
    #[serde(rename = "reco")]
    Media,
    /// Made by an administrator.
    Config,
    /// Somebody in an imported data set: their ratings count, they get no recommendations.
    Dataset,
}

impl From<Door> for Origin {
    fn from(door: Door) -> Self {
        match door {
            Door::Jobs => Self::Jobs,
            Door::Forum => Self::Forum,
            Door::Media => Self::Media,
        }
    }
}

/// What every new account needs.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// The next user id.
    pub id: u64,
    /// A fresh uuid.
    pub uuid: Uuid,
    /// The hash of the password.
    pub password_hash: Option<String>,
    /// When.
    pub now: Timestamp,
}

impl User {
    /// A new account without names and rights beyond those of every user.
    pub fn new(newcomer: Newcomer, origin: Origin) -> Self {
        Self {
            id: newcomer.id,
            uuid: newcomer.uuid,
            email: None,
            login_name: None,
            display_name: None,
            password_hash: newcomer.password_hash,
            is_admin: false,
            roles: vec![role::USER.to_owned()],
            activated: false,
            first_activated_at: None,
            session_version: 1,
            ended_sessions: Vec::new(),
            origin,
            source: None,
            created_at: newcomer.now,
            preferences_defined: false,
            version: 0,
        }
    }

    /// Where an account lies.
    pub fn place(id: u64) -> Key {
        Key::state("USER", id)
    }

    /// Where the claim of a forum name lies.
    pub fn login_claim(name: &str) -> Key {
        Claim::place(LOGIN, name)
    }

    /// Where the claim of an address lies, or would lie: of any text.
    pub fn email_claim(email: &str) -> Key {
        // Keys have an end. Nothing this long is an address, cut or not.
        let cut: String = email.chars().take(300).collect();
        Claim::place(EMAIL, &fold(&cut))
    }

    /// The account that holds a claim, if there is one.
    pub async fn by_claim(store: &Store, claim: &Key) -> Result<Option<Self>> {
        match store.get::<Claim>(claim).await? {
            Some(claim) => store.get(&Self::place(claim.owner)).await,
            None => Ok(None),
        }
    }

    /// Where the claim of a uuid lies.
    pub fn uuid_claim(uuid: Uuid) -> Key {
        Claim::place(UUID, &uuid.to_string())
    }

    /// Create it and take its names; `taken` is the refusal when somebody has one of them.
    pub fn registration(&self, occurrence: Occurrence, taken: &Error) -> Change {
        let change = Change::new().create(self).event(&Event::user_added(occurrence, self.id));
        self.claims().iter().fold(change, |change, claim| change.claim(claim, taken.clone()))
    }

    /// Create it and take its names, without an event: nobody of a data set has done anything here.
    pub fn admission(&self, taken: &Error) -> Change {
        let claims = self.claims();
        claims.iter().fold(Change::new().create(self), |all, claim| all.claim(claim, taken.clone()))
    }

    /// Write it after its names have changed; `taken` is the refusal when somebody has a new one.
    pub fn renaming(&self, before: &Self, taken: &Error) -> Change {
        let (held, wanted) = (before.claims(), self.claims());
        let has = |claims: &[Claim], claim: &Claim| claims.iter().any(|c| c.key() == claim.key());
        let change = wanted
            .iter()
            .filter(|claim| !has(&held, claim))
            .fold(Change::new().update(self), |change, claim| change.claim(claim, taken.clone()));
        let gone = held.iter().filter(|claim| !has(&wanted, claim));
        gone.map(Entity::key).fold(change, Change::clear)
    }

    /// Remove it and its names, and tell of it; what else it owns goes when that is heard.
    pub fn removal(&self, occurrence: Occurrence) -> Change {
        let change = Change::new()
            .delete(self)
            .put(&Erasure::of(USER_MODEL, self.id, occurrence))
            .event(&Event::user_deleted(occurrence, self.id));
        self.claims().iter().map(Entity::key).fold(change, Change::clear)
    }

    fn claims(&self) -> Vec<Claim> {
        let login = self.login_name.as_ref().map(|name| Claim::new(LOGIN, name, self.id));
        let email = self.email.as_ref().map(|email| Claim::new(EMAIL, &fold(email), self.id));
        let uuid = Claim::new(UUID, &self.uuid.to_string(), self.id);
        let source = self.source.as_ref().map(|key| Claim::new(DATASET, key, self.id));
        [login, email, Some(uuid), source].into_iter().flatten().collect()
    }

    /// The account with a new password, which ends all its sessions.
    #[must_use]
    pub fn with_password(self, hash: String) -> Self {
        Self { password_hash: Some(hash), ..self }.end_sessions()
    }

    /// Whether this very hash is stored, whose salt nobody else has: then writing it has happened, whatever the store
    /// told.
    pub fn has_hash(&self, hash: &str) -> bool {
        self.password_hash.as_deref() == Some(hash)
    }

    /// The account with its address confirmed.
    #[must_use]
    pub fn activate(self, now: Timestamp) -> Self {
        let first_activated_at = self.first_activated_at.or(Some(now));
        Self { activated: true, first_activated_at, ..self }
    }

    /// The account with all its sessions ended.
    #[must_use]
    pub fn end_sessions(self) -> Self {
        Self { session_version: self.session_version + 1, ended_sessions: Vec::new(), ..self }
    }

    /// The account with one session ended, whose token would have expired at `exp`.
    ///
    /// When more were ended than it can remember, all end: the safe side.
    #[must_use]
    pub fn end_session(mut self, jti: Uuid, exp: i64, now: i64) -> Self {
        self.ended_sessions.retain(|ended| ended.exp > now && ended.jti != jti);
        if self.ended_sessions.len() == MOST_ENDED {
            return self.end_sessions();
        }
        self.ended_sessions.push(EndedSession { jti, exp });
        self
    }

    /// Whether this session was ended.
    pub fn has_ended(&self, jti: Uuid) -> bool {
        self.ended_sessions.iter().any(|ended| ended.jti == jti)
    }

    /// The name under which articles appear; never the address.
    pub fn author_name(&self) -> String {
        let name = self.login_name.as_ref().or(self.display_name.as_ref());
        name.cloned().unwrap_or_else(|| format!("user-{}", self.id))
    }

    /// What the roles permit, sorted, each once.
    pub fn permissions(&self) -> Vec<Permission> {
        role::permissions(&self.roles)
    }

    /// The same by their public names.
    pub fn permission_names(&self) -> Vec<String> {
        self.permissions().into_iter().map(|permission| permission.name().to_owned()).collect()
    }

    /// Whether a role permits this.
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}

/// The form of an address by which two are the same.
fn fold(email: &str) -> String {
    email.to_lowercase()
}

impl Entity for User {
    const TYPE: &'static str = "user";

    fn key(&self) -> Key {
        Self::place(self.id)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
