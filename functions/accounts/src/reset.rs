//! A forgotten password: ask for a link by mail, and set a new one with it.

use std::time::Duration;

use axum::http::StatusCode;
use kindred::auth::mailed;
use kindred::config::Secret;
use kindred::entity::mail_token::Purpose;
use kindred::entity::user::User;
use kindred::http::ClientAddress;
use kindred::store::Change;
use kindred::{App, Error, Result};

use crate::activation::{check_permitted, not_good};
use crate::{limits, mailing};

/// Mail a link to whoever has this address; nobody can tell from outside whether somebody has.
///
/// Refuses: `Throttled`; `Email` 400 when no mail can be sent, also if none would have been.
pub(crate) async fn request(
    app: &App,
    address: &str,
    lifetime: Duration,
    client: ClientAddress,
) -> Result<()> {
    limits::mail(app, address, client).await?;
    match User::by_claim(&app.store, &User::email_claim(address)).await? {
        Some(user) => mailing::send_reset(app, &user, lifetime).await,
        None => mailing::pretend(app).await,
    }
}

/// Set a new password, which ends all sessions. Whoever got the mail has the address: that confirms it, too.
///
/// Refuses: `Credentials` for a token that is not good, `NotFound` 400 when its account is gone.
pub(crate) async fn set(
    app: &App,
    token: &str,
    password: Secret,
    client: ClientAddress,
) -> Result<User> {
    let attempt = limits::mailed_token(app, client).await?;
    let mailed = mailed::look_up(app, token, &[Purpose::PasswordReset]).await?;
    let mailed = mailed.ok_or_else(not_good)?;
    attempt.succeeded().await?;
    let place = User::place(mailed.token.user_id);
    let gone = || Error::not_found("There is no such account any more");
    let gone = || gone().with_status(StatusCode::BAD_REQUEST);
    let fits = |user: &User| mailed.is_of_version(user) && mailed.is_of_address(user);
    // Looked at before the password is hashed, too: a used link shall not cost that.
    let user = app.store.get::<User>(&place).await?.ok_or_else(gone)?;
    if !fits(&user) {
        return Err(not_good());
    }
    let hash = app.passwords.hash(password).await?;
    let now = app.clock.now();
    let decide = |found: Option<User>| {
        let user = found.ok_or_else(gone)?;
        if user.has_hash(&hash) {
            return Ok((Change::new(), user));
        }
        if !fits(&user) {
            return Err(not_good());
        }
        let address = user.email.clone().unwrap_or_default();
        let permitted = check_permitted(app, &user, &address).is_ok();
        let user = user.with_password(hash.clone());
        let user = if permitted { user.activate(now) } else { user };
        Ok((Change::new().update(&user), user))
    };
    let user = app.store.change(&place, decide).await?;
    limits::recognise(app, &user, client).await;
    Ok(user)
}
