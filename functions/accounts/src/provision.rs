//! Accounts that whoever runs the system wants to be there: by configuration, or by `kindred user add`.
//!
//! Adding an account twice changes nothing the second time, so that it can stand in a set-up script and happen at every
//! start.

use kindred::auth::session;
use kindred::config::{Account, Secret};
use kindred::entity::administrators::Administrators;
use kindred::entity::names::{DisplayName, Email, LoginName};
use kindred::entity::role;
use kindred::entity::user::{Newcomer, Origin, User};
use kindred::store::{Change, Entity};
use kindred::{App, Error, Result};

use crate::naming::saving;

/// Bytes that a configured password has at least.
const LEAST_PASSWORD_BYTES: usize = 12;

/// An account as somebody wants it.
#[derive(Debug)]
pub struct Wanted {
    /// The address by which it is known.
    pub email: Email,
    /// Its name at the forum, given once.
    pub login_name: Option<LoginName>,
    /// The name that others see.
    pub display_name: Option<DisplayName>,
    /// A new password; ends all sessions of an account that is there.
    pub password: Option<Secret>,
    /// Whether it is to be an administrator; nobody stops being one.
    pub admin: bool,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// There was none; this is its id.
    New(u64),
    /// The account of this id is changed.
    Changed(u64),
    /// The account of this id was so already.
    Unchanged(u64),
}

/// Make the accounts of the configuration that are missing, and administrators of those that shall be.
///
/// A password counts when the account is made; who has changed theirs keeps it. What fails is logged and tried again at
/// the next start: the other accounts are not to wait for it.
pub async fn ensure(app: &App) {
    for account in &app.config.accounts {
        if let Err(error) = ensure_one(app, account).await {
            tracing::error!(%error, "an account of the configuration could not be made");
        }
    }
}

async fn ensure_one(app: &App, account: &Account) -> Result<()> {
    let wrong = || Error::internal("its e-mail address is none, or its password is too short");
    let email = Email::parse(&account.email).ok_or_else(wrong)?;
    if account.password.expose().len() < LEAST_PASSWORD_BYTES {
        return Err(wrong());
    }
    let known = User::by_claim(&app.store, &User::email_claim(email.as_str())).await?;
    let password = known.is_none().then(|| account.password.clone());
    let admin = account.is_admin;
    add(app, Wanted { email, login_name: None, display_name: None, password, admin }).await?;
    Ok(())
}

/// Make the account, or change the one of this address: activated, and with all that is wanted.
///
/// Refuses: `Taken` when somebody else has the name.
pub async fn add(app: &App, wanted: Wanted) -> Result<Added> {
    let claim = User::email_claim(wanted.email.as_str());
    let known = User::by_claim(&app.store, &claim).await?;
    let password_hash = new_hash(app, known.clone(), wanted.password.clone()).await?;
    let Some(known) = known else { return make(app, &wanted, password_hash).await };
    let (known, wanted, password_hash) = (&known, &wanted, &password_hash);
    app.store
        .turn(|| async move {
            let gone = || Error::not_found("The account was deleted meanwhile");
            let before = app.store.get::<User>(&known.key()).await?.ok_or_else(gone)?;
            let after = granted(app, before.clone(), wanted, password_hash.clone());
            if after == before {
                return Ok((Change::new(), Added::Unchanged(before.id)));
            }
            let change = saving(app, &before, &after, &taken());
            Ok((appointing(app, &after, change).await?, Added::Changed(before.id)))
        })
        .await
}

async fn make(app: &App, wanted: &Wanted, password_hash: Option<String>) -> Result<Added> {
    let newcomer = Newcomer {
        password_hash: None,
        id: app.store.next_id("user").await?,
        uuid: app.ids.uuid(),
        now: app.clock.now(),
    };
    let mut user = User::new(newcomer, Origin::Config);
    user.email = Some(wanted.email.as_str().to_owned());
    let mut user = granted(app, user, wanted, password_hash);
    user.session_version = 1;
    let user = &user;
    app.store
        .turn(|| async move {
            let registration = user.registration(app.ids.occurrence(Some(user.id)), &taken());
            Ok((appointing(app, user, registration).await?, Added::New(user.id)))
        })
        .await
}

/// The change, which also notes among the administrators a user who is one.
async fn appointing(app: &App, user: &User, change: Change) -> Result<Change> {
    if !user.is_admin {
        return Ok(change);
    }
    Ok(change.save(&Administrators::all(&app.store).await?.with(user.id)))
}

/// The hash of a password that is not the account's already.
async fn new_hash(
    app: &App,
    known: Option<User>,
    password: Option<Secret>,
) -> Result<Option<String>> {
    let Some(password) = password else { return Ok(None) };
    if session::check_password(app, known, password.clone()).await?.is_some() {
        return Ok(None);
    }
    Ok(Some(app.passwords.hash(password).await?))
}

fn granted(app: &App, user: User, wanted: &Wanted, password_hash: Option<String>) -> User {
    let login_name = wanted.login_name.as_ref().map(|name| name.as_str().to_owned());
    let display_name = wanted.display_name.as_ref().map(|name| name.as_str().to_owned());
    let mut user = match password_hash {
        Some(hash) => user.with_password(hash),
        None => user,
    };
    // Names of the forum never change.
    user.login_name = user.login_name.or(login_name);
    user.display_name = display_name.or(user.display_name);
    user.is_admin |= wanted.admin;
    for role in [role::USER, role::ADMIN].into_iter().take(1 + usize::from(wanted.admin)) {
        if !user.roles.iter().any(|known| known == role) {
            user.roles.push(role.to_owned());
        }
    }
    user.activate(app.clock.now())
}

fn taken() -> Error {
    Error::taken("Somebody else has this name")
}
