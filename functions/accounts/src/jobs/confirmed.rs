//! Actions that want the caller's password once more, and that administrators may take for others.

use axum::http::StatusCode;
use kindred::config::Secret;
use kindred::entity::user::User;
use kindred::http::{ClientAddress, Form};
use kindred::{App, Error, Result};

use crate::log_in::confirm;

/// The account that such an action is about: the caller's, or the one of `emailModify`.
///
/// Refuses, in this order: `Invalid` 400 without `password`, `Throttled`, `Credentials` 403 when it is not the
/// caller's, `Forbidden` 403 when `emailModify` is there and the caller is no administrator, `NotFound` 400 when nobody
/// has it.
pub(super) async fn target(
    app: &App,
    caller: &User,
    form: &Form,
    client: ClientAddress,
) -> Result<User> {
    let password = Secret::new(form.required("password")?);
    if !confirm(app, caller, password, client).await? {
        let refusal = Error::credentials("This is not your password");
        return Err(refusal.with_status(StatusCode::FORBIDDEN));
    }
    match form.get("emailModify") {
        None => Ok(caller.clone()),
        Some(email) => of_address(app, caller, email).await,
    }
}

/// The account of an address, for an administrator.
///
/// Refuses: `Forbidden` 403 to everybody else, `NotFound` 400 when nobody has the address.
pub(super) async fn of_address(app: &App, caller: &User, email: &str) -> Result<User> {
    if !caller.is_admin {
        return Err(Error::forbidden("Only administrators may do this for others"));
    }
    let user = User::by_claim(&app.store, &User::email_claim(email)).await?;
    user.ok_or_else(unknown)
}

/// Contract: 400, where other doors say 404.
pub(super) fn unknown() -> Error {
    let unknown = Error::not_found("There is no account with this address");
    unknown.with_status(StatusCode::BAD_REQUEST)
}
