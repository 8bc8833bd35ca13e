//! Sessions: from a user to a token, and from a token back to the user.

use std::time::Duration;

use super::token::{Claims, Door, UserClaims};
use crate::config::Secret;
use crate::entity::user::User;
use crate::store::{Change, Entity};
use crate::{App, Config, Error, Result};

/// A token that was good when it was looked at.
#[derive(Clone, Debug)]
pub struct Session {
    /// Whose it is, as the store knows them.
    pub user: User,
    /// What it says.
    pub claims: Claims,
}

/// Why a token does not open a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Not a token that we signed.
    Malformed,
    /// Older than this door accepts.
    Expired,
    /// The account has ended this session, or all of its sessions, since.
    Ended,
    /// The account is gone.
    UserGone,
}

/// Open a session for a user at a door.
pub fn open(app: &App, user: &User, door: Door) -> Result<String> {
    let now = app.clock.now().seconds();
    app.tokens.sign(&Claims {
        sub: user.id.to_string(),
        identity: user.uuid,
        user_claims: UserClaims { permissions: user.permission_names() },
        sv: user.session_version,
        door,
        iat: now,
        nbf: now,
        exp: now + door.lifetime(&app.config).as_secs().cast_signed(),
        jti: app.ids.uuid(),
        kind: "access".to_owned(),
        fresh: false,
    })
}

/// The user, if it is their password; the same work is done for one who does not exist.
pub async fn check_password(
    app: &App,
    user: Option<User>,
    password: Secret,
) -> Result<Option<User>> {
    let hash = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let right = app.passwords.verify(password, hash).await?;
    Ok(user.filter(|_| right))
}

/// The session that a token opens at this door.
///
/// The signature is checked before anything is read; then it costs one read unit, whoever asks. A door accepts a token
/// only while it is younger than the door's own limit, wherever it was issued.
pub async fn authenticate(app: &App, token: &str, door: Door) -> Result<Result<Session, Refused>> {
    let Some(claims) = app.tokens.verify(token) else { return Ok(Err(Refused::Malformed)) };
    let Ok(id) = claims.sub.parse() else { return Ok(Err(Refused::Malformed)) };
    let now = app.clock.now().seconds();
    let age = now - claims.iat;
    if now >= claims.exp || age >= door.lifetime(&app.config).as_secs().cast_signed() {
        return Ok(Err(Refused::Expired));
    }
    let user = app.store.get::<User>(&User::place(id)).await?;
    // An id is given once, but a local system can be reset and begin to count again.
    let Some(user) = user.filter(|user| user.uuid == claims.identity) else {
        return Ok(Err(Refused::UserGone));
    };
    if user.session_version != claims.sv || user.has_ended(claims.jti) {
        return Ok(Err(Refused::Ended));
    }
    Ok(Ok(Session { user, claims }))
}

/// The account as it is now, unless its sessions have ended since a request that is under way saw it.
///
/// For what must not happen any more then: a new password ends the sessions of whoever had the old one, also while they
/// are about to do something with it.
///
/// Refuses: `Unauthenticated` 401.
pub fn still_open(found: User, seen: &User) -> Result<User> {
    if found.session_version == seen.session_version { Ok(found) } else { Err(ended()) }
}

/// What a request is told whose session has ended.
pub(crate) fn ended() -> Error {
    Error::unauthenticated("The session has ended, please log in")
}

/// End one session; the others of its user go on.
pub async fn end(app: &App, session: &Session) -> Result<()> {
    let Claims { jti, exp, .. } = session.claims;
    let now = app.clock.now().seconds();
    let decide = |found: Option<User>| {
        // With the account, all its sessions are gone.
        let Some(user) = found else { return Ok((Change::new(), ())) };
        Ok((Change::new().update(&user.end_session(jti, exp, now)), ()))
    };
    app.store.change(&session.user.key(), decide).await
}

impl Door {
    /// How long this door accepts a session.
    pub fn lifetime(self, config: &Config) -> Duration {
        match self {
            Self::Jobs => config.jobs_session,
            Self::Forum => config.forum_session,
            Self::Media => config.media_session,
        }
    }
}
