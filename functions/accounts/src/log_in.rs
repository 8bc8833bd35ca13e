//! Proving who somebody is by a password: at every door the same way.
//!
//! An attempt takes the same steps whether or not the account exists, and is counted against the name as it was typed.

use kindred::auth::session;
use kindred::auth::throttle::Attempt;
use kindred::config::Secret;
use kindred::entity::user::User;
use kindred::http::ClientAddress;
use kindred::store::{Change, Entity, Key};
use kindred::{App, Result};

use crate::limits;

/// The user of this name and password; `claim` is where the name's claim would lie, none when it is no name at all.
///
/// Refuses: `Throttled` after too many failures.
pub(crate) async fn log_in(
    app: &App,
    name: &str,
    claim: Option<Key>,
    password: Secret,
    client: ClientAddress,
) -> Result<Option<User>> {
    let attempt = limits::log_in(app, name, client).await?;
    let looked_up = async {
        let user = match claim {
            Some(claim) => User::by_claim(&app.store, &claim).await?,
            None => None,
        };
        session::check_password(app, user, password.clone()).await
    };
    let user = judged(attempt, looked_up.await).await?;
    if let Some(user) = &user {
        strengthen(app, user, password).await?;
    }
    Ok(user)
}

/// Whether somebody who is signed in knows their password, too.
///
/// Refuses: `Throttled` after too many failures, those of log-ins included.
pub(crate) async fn confirm(
    app: &App,
    user: &User,
    password: Secret,
    client: ClientAddress,
) -> Result<bool> {
    let attempt = limits::log_in(app, &name(user), client).await?;
    let user = session::check_password(app, Some(user.clone()), password).await;
    Ok(judged(attempt, user).await?.is_some())
}

/// What came of an attempt; one that could not be looked at was none, and counts for nothing.
async fn judged(attempt: Attempt, found: Result<Option<User>>) -> Result<Option<User>> {
    match &found {
        Ok(Some(_)) => attempt.succeeded().await?,
        Ok(None) => {}
        Err(_) => attempt.withdrawn().await?,
    }
    found
}

/// The name by which failures are counted of somebody who is signed in.
pub(crate) fn name(user: &User) -> String {
    names(user).next().map_or_else(|| user.id.to_string(), str::to_owned)
}

/// The names that a user logs in with.
pub(crate) fn names(user: &User) -> impl Iterator<Item = &str> {
    [&user.email, &user.login_name].into_iter().flatten().map(String::as_str)
}

/// Hash the password again when the cost has been changed since: so all accounts cost the same time again.
async fn strengthen(app: &App, user: &User, password: Secret) -> Result<()> {
    let Some(old) = &user.password_hash else { return Ok(()) };
    if !app.passwords.is_outdated(old) {
        return Ok(());
    }
    // Not now, when too many want a hash: the password is right, and there will be other log-ins.
    let Ok(new) = app.passwords.hash(password).await else { return Ok(()) };
    let decide = |found: Option<User>| match found {
        Some(user) if user.password_hash.as_ref() == Some(old) => {
            let user = User { password_hash: Some(new.clone()), ..user };
            Ok((Change::new().update(&user), ()))
        }
        _ => Ok((Change::new(), ())),
    };
    app.store.change(&user.key(), decide).await
}
