//! Passwords of the job service: forgotten, and changed.

use std::time::Duration;

use axum::extract::State;
use kindred::auth::session::still_open;
use kindred::entity::names::JobsPassword;
use kindred::entity::user::User;
use kindred::http::jobs::{JobsUser, Message};
use kindred::http::{ClientAddress, Form, Json, Query};
use kindred::store::{Change, Entity};
use kindred::{App, Error, Result};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{PASSWORD_RULE, confirmed};
use crate::activation::not_good;
use crate::new_password::new_password;
use crate::{mailing, reset};

/// How long a link to a new password is good.
const RESET_LIFETIME: Duration = Duration::from_secs(3_600);

/// A new password, with what came by mail.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "the shape of a form, for the documentation")]
pub(crate) struct ResetForm {
    /// With a lower-case and an upper-case letter, a digit and another character; no line break.
    #[serde(rename = "newPassword")]
    #[schema(format = "password", min_length = 12, max_length = 1024, example = "Correct-Horse-8")]
    new_password: String,
    /// The token of the link.
    #[schema(example = "b3JkaW5hcnktYnl0ZXMtZm9yLWFuLWV4YW1wbGUtb2YtYS10b2tlbg")]
    token: String,
}

/// A new password, with the present one.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "the shape of a form, for the documentation")]
pub(crate) struct PasswordForm {
    /// The caller's present password.
    #[schema(format = "password", example = "Kindred#1")]
    password: String,
    /// With a lower-case and an upper-case letter, a digit and another character; no line break.
    #[serde(rename = "newPassword")]
    #[schema(format = "password", min_length = 12, max_length = 1024, example = "Correct-Horse-8")]
    new_password: String,
    /// Whose password it is to be; administrators only.
    #[serde(rename = "emailModify")]
    #[schema(nullable = false)]
    email_modify: Option<String>,
}

/// Ask for a link to a new password.
///
/// Whether the address exists cannot be told from the answer. The link is good once, for one hour.
#[utoipa::path(get, path = "/api/users/requestPasswordReset", tag = "Job service accounts",
    params(("email" = String, Query, description = "The address of the account", example = "ada@example.org")),
    responses(
        (status = 200, body = Message, description = "If there is such an account, the mail is on its way"),
        (status = 400, description = "The query has no parameter email | \
            email: The mail cannot be sent, please try again later"),
        (status = 429, description = "Too many mails, please try again later"),
    ))]
pub(crate) async fn request_password_reset(
    State(app): State<App>,
    client: ClientAddress,
    query: Query,
) -> Result<Json<Message>> {
    let missing = || Error::invalid("The query has no parameter email");
    let email = query.get("email").ok_or_else(missing)?;
    reset::request(&app, email, RESET_LIFETIME, client).await?;
    Ok(Json(Message::new("If there is an account with this address, a mail is on its way to it")))
}

/// Set a new password, with what came by mail.
///
/// All sessions end. Having got the mail confirms the address, too. Costs a password hash.
#[utoipa::path(post, path = "/api/users/resetPassword", tag = "Job service accounts",
    request_body(content((ResetForm = "application/x-www-form-urlencoded"), (ResetForm = "multipart/form-data"))),
    responses(
        (status = 200, body = Message, description = "The password is set"),
        (status = 400, description = "The form has no field newPassword | \
            password: The password needs at least 12 characters, among them a lower-case and an upper-case letter, \
            a digit and another character, and no line break | \
            password: This password is among the most common ones, please choose another | \
            auth: This link is not good any more, please ask for a new one | \
            notInDatabase: There is no such account any more"),
        (status = 429, description = "Too many attempts, please try again later"),
    ))]
pub(crate) async fn reset_password(
    State(app): State<App>,
    client: ClientAddress,
    form: Form,
) -> Result<Json<Message>> {
    let password = form.required("newPassword")?;
    let password = new_password(&app, password, PASSWORD_RULE, JobsPassword::parse)?;
    let token = form.get("token").filter(|token| !token.is_empty()).ok_or_else(not_good)?;
    let user = reset::set(&app, token, password, client).await?;
    mailing::tell_of_new_password(&app, &user).await;
    Ok(Json(Message::new("Your password is set, please log in")))
}

/// Set a new password, with the present one.
///
/// All sessions of the account end, the caller's included when it is theirs. Costs two password hashes.
#[utoipa::path(post, path = "/api/users/changePassword", tag = "Job service accounts",
    request_body(content((PasswordForm = "application/x-www-form-urlencoded"), (PasswordForm = "multipart/form-data"))),
    responses(
        (status = 200, body = Message, description = "The password is set"),
        (status = 400, description = "The form has no field password | \
            notInDatabase: There is no account with this address | The form has no field newPassword | \
            password: The password needs at least 12 characters, among them a lower-case and an upper-case letter, \
            a digit and another character, and no line break | \
            password: This password is among the most common ones, please choose another"),
        (status = 403, description = "auth: This is not your password | Only administrators may do this for others"),
        (status = 429, description = "Too many attempts, please try again later"),
    ))]
pub(crate) async fn change_password(
    State(app): State<App>,
    client: ClientAddress,
    JobsUser(caller): JobsUser,
    form: Form,
) -> Result<Json<Message>> {
    let target = confirmed::target(&app, &caller, &form, client).await?;
    let password = form.required("newPassword")?;
    let password = new_password(&app, password, PASSWORD_RULE, JobsPassword::parse)?;
    set(&app, &target, &caller, app.passwords.hash(password).await?).await?;
    Ok(Json(Message::new("The password is set; sessions have ended, please log in")))
}

async fn set(app: &App, target: &User, caller: &User, hash: String) -> Result<()> {
    let decide = |found: Option<User>| {
        let user = found.ok_or_else(confirmed::unknown)?;
        if user.has_hash(&hash) {
            return Ok((Change::new(), ()));
        }
        // Of two who know the present password, one sets a new one; the other does not know the present one any more.
        let user = if user.id == caller.id { still_open(user, caller)? } else { user };
        Ok((Change::new().update(&user.with_password(hash.clone())), ()))
    };
    app.store.change(&target.key(), decide).await
}
