//! Confirming an address: the one that an account has, or the one that it is to get.

use axum::http::StatusCode;
use kindred::auth::mailed::{self, Mailed};
use kindred::auth::token::Door;
use kindred::entity::mail_token::Purpose;
use kindred::entity::user::{Origin, User};
use kindred::http::ClientAddress;
use kindred::store::Change;
use kindred::{App, Error, Result, Timestamp};

use crate::limits;

/// Confirm the address that a mailed token is about.
///
/// Refuses, in this order: `Credentials` 400 for a token that is not good, `NotFound` 400 when account or address are
/// gone, `State` 400 when it is confirmed already, then as [`check_permitted`] does, `Email` 400 when the new address
/// is taken by now.
pub(crate) async fn activate(app: &App, text: &str, client: ClientAddress) -> Result<()> {
    let purposes = [Purpose::Activation, Purpose::AddressChange];
    let attempt = limits::mailed_token(app, client).await?;
    let mailed = mailed::look_up(app, text, &purposes).await?.ok_or_else(not_good)?;
    attempt.succeeded().await?;
    let now = app.clock.now();
    let decide = |found: Option<User>| Ok((activation(app, found, &mailed, now)?, ()));
    app.store.change(&User::place(mailed.token.user_id), decide).await
}

fn activation(app: &App, found: Option<User>, mailed: &Mailed, now: Timestamp) -> Result<Change> {
    let gone = || Error::not_found("There is no account with this address any more");
    let gone = || gone().with_status(StatusCode::BAD_REQUEST);
    let user = found.ok_or_else(gone)?;
    if !mailed.is_of_version(&user) {
        return Err(not_good());
    }
    if !mailed.is_of_address(&user) {
        return Err(gone());
    }
    let Some(new_address) = &mailed.new_address else {
        if user.activated {
            return Err(Error::state("This address is confirmed already"));
        }
        check_permitted(app, &user, user.email.as_deref().unwrap_or_default())?;
        return Ok(Change::new().update(&user.activate(now)));
    };
    check_permitted(app, &user, new_address)?;
    let moved = User { email: Some(new_address.clone()), ..user.clone() };
    let taken = Error::email("There is already an account with this address");
    Ok(moved.activate(now).end_sessions().renaming(&user, &taken))
}

/// Whether this user may confirm this address.
///
/// Refuses: `Email` 400 for a domain that is not admitted; `Disabled` 400 while nobody can sign up for jobs, unless
/// they have signed up there or had a confirmed address before.
pub(crate) fn check_permitted(app: &App, user: &User, address: &str) -> Result<()> {
    let allowed = &app.config.allowed_email_domains;
    let domain = address.rsplit('@').next().unwrap_or_default();
    if !allowed.is_empty() && !allowed.iter().any(|known| known.eq_ignore_ascii_case(domain)) {
        return Err(Error::email("Addresses of this domain are not admitted")
            .with_field("allowedEmailDomains", allowed.clone()));
    }
    let at_home = matches!(user.origin, Origin::Jobs | Origin::Config);
    if at_home || user.first_activated_at.is_some() {
        return Ok(());
    }
    crate::registration::check_open(app, Door::Jobs)
}

/// What somebody is told whose mailed token is not one, too old, or used.
pub(crate) fn not_good() -> Error {
    Error::credentials("This link is not good any more, please ask for a new one")
}
