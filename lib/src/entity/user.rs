//! Accounts: one for each person, whichever door they came through.
//!
//! An account has an integer id and a uuid, both given once and never reused. The forum knows people by a unique
//! `login_name`, the media API by their e-mail address; the name it shows, `display_name`, is not unique. Unique names
//! are claims of their own, written with the account: `LOGIN` exact, `EMAIL` in lower case.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::auth::token::Door;
use crate::store::{Change, Claim, Entity, Key};
use crate::{Error, Result, Store, Timestamp};

/// The claim space of forum names.
pub const LOGIN: &str = "LOGIN";
/// The claim space of e-mail addresses, in lower case.
pub const EMAIL: &str = "EMAIL";

/// What each role may do. Contract: the names are public, clients show and hide things by them.
const ROLES: [(&str, &[&str]); 2] = [
    (
        "user",
        &[
            "indicate_interest",
            "modify_user_profil",
            "view_recommendation",
            "play_music",
            "add_content",
        ],
    ),
    (
        "admin",
        &[
            "indicate_interest",
            "modify_user_profil",
            "view_recommendation",
            "play_music",
            "add_content",
            "access_sandbox",
            "modify_content",
            "validate_added_content",
            "delete_content",
        ],
    ),
];

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
    /// Raised to end all sessions.
    pub session_version: u64,
    /// Where it came from.
    pub origin: Origin,
    /// When.
    pub created_at: Timestamp,
    /// Whether the user has said what they like.
    pub preferences_defined: bool,
    /// Raised by every write.
    pub version: u64,
}

/// Where an account came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
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
            roles: vec!["user".to_owned()],
            activated: false,
            session_version: 1,
            origin,
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

    /// Where the claim of an address lies.
    pub fn email_claim(email: &str) -> Key {
        Claim::place(EMAIL, &email.to_lowercase())
    }

    /// The account that holds a claim, if there is one.
    pub async fn by_claim(store: &Store, claim: &Key) -> Result<Option<Self>> {
        match store.get::<Claim>(claim).await? {
            Some(claim) => store.get(&Self::place(claim.owner)).await,
            None => Ok(None),
        }
    }

    /// Create it and take its names; `taken` is the refusal when somebody has one of them.
    pub fn registration(&self, taken: &Error) -> Change {
        let mut change = Change::new().create(self);
        if let Some(name) = &self.login_name {
            change = change.claim(&Claim::new(LOGIN, name, self.id), taken.clone());
        }
        if let Some(email) = &self.email {
            let claim = Claim::new(EMAIL, &email.to_lowercase(), self.id);
            change = change.claim(&claim, taken.clone());
        }
        change
    }

    /// The name under which articles appear; never the address.
    pub fn author_name(&self) -> String {
        let name = self.login_name.as_ref().or(self.display_name.as_ref());
        name.cloned().unwrap_or_else(|| format!("user-{}", self.id))
    }

    /// What the roles permit, sorted, each once.
    pub fn permissions(&self) -> Vec<String> {
        let permitted = |role: &String| {
            let known = ROLES.iter().find(|(name, _)| name == role);
            known.map_or(&[][..], |(_, permissions)| permissions).iter().copied()
        };
        let mut permissions: Vec<_> =
            self.roles.iter().flat_map(permitted).map(str::to_owned).collect();
        permissions.sort_unstable();
        permissions.dedup();
        permissions
    }

    /// Whether a role permits this.
    pub fn may(&self, permission: &str) -> bool {
        self.permissions().iter().any(|permitted| permitted == permission)
    }
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
