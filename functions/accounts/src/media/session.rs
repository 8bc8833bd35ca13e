//! Sessions of the media API: register, log in, log out, and a forgotten password.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use kindred::auth::session;
use kindred::auth::token::Door;
use kindred::entity::names::{DisplayName, Email};
use kindred::entity::user::User;
use kindred::http::media::{Done, OpenSession, UserBase};
use kindred::http::{Body, ClientAddress, Created, Json, NoContent};
use kindred::{App, Error, Kind, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::fields::{Fields, taken};
use crate::registration::{Applicant, check_open, register};
use crate::{log_in, mailing, reset};

/// How long a link to a new password is good.
const RESET_LIFETIME: Duration = Duration::from_secs(24 * 3_600);

/// A new account.
#[derive(Deserialize, ToSchema)]
pub(crate) struct MediaRegistration {
    /// Unique, whatever the case; its domain has a dot.
    #[serde(default)]
    #[schema(value_type = String, required, format = "email", min_length = 5, max_length = 64, example = "ada@example.org")]
    email: Value,
    /// The name that others see: ASCII letters, digits and underscores, with single dots inside. Not unique.
    #[serde(default)]
    #[schema(value_type = String, required, min_length = 4, max_length = 15,
        pattern = r"^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$", example = "ada.l")]
    username: Value,
    /// With a lower-case and an upper-case letter, a digit and one of `@$!%*?&.+-#_`; the first eight characters are
    /// ASCII letters, digits or of those.
    #[serde(default)]
    #[schema(value_type = String, required, format = "password", min_length = 8, max_length = 128, example = "Password#1")]
    password: Value,
}

/// Address and password of an account.
#[derive(Deserialize, ToSchema)]
pub(crate) struct MediaLogin {
    /// The address, in any case.
    #[serde(default)]
    #[schema(value_type = String, required, format = "email", min_length = 5, max_length = 64, example = "ada@example.org")]
    email: Value,
    /// The password.
    #[serde(default)]
    #[schema(value_type = String, required, format = "password", min_length = 8, max_length = 128, example = "Password#1")]
    password: Value,
}

/// An open session.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MediaSession {
    /// Always true.
    #[schema(example = true)]
    status: bool,
    /// For a person.
    #[schema(example = "Welcome back")]
    message: String,
    /// Whose it is.
    user: UserBase,
    /// To be sent as `Authorization: Bearer`; the forum takes it as `access-token` in the body, too.
    #[schema(example = "eyJhbGciOiJIUzI1NiJ9.e30.c2ln")]
    access_token: String,
}

/// The address of an account.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Forgotten {
    /// The address, in any case.
    #[serde(default)]
    #[schema(value_type = String, required, format = "email", min_length = 5, max_length = 64, example = "ada@example.org")]
    email: Value,
}

/// A new password, with what came by mail.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewPassword {
    /// The token of the link.
    #[serde(default)]
    #[schema(value_type = String, required, min_length = 50, example = "b3JkaW5hcnktYnl0ZXMtZm9yLWFuLWV4YW1wbGUtb2YtYS10b2tlbg")]
    reset_password_token: Value,
    /// With a lower-case and an upper-case letter, a digit and one of `@$!%*?&.+-#_`; the first eight characters are
    /// ASCII letters, digits or of those.
    #[serde(default)]
    #[schema(value_type = String, required, format = "password", min_length = 8, max_length = 128, example = "Password#1")]
    password: Value,
}

/// Register at the media API, and log in.
///
/// All that is wrong with the fields is told at once, in `errors`. Mails a link that confirms the address; the account
/// is there whether or not the mail can be sent. Costs a password hash, about 0.2 s of computing.
#[utoipa::path(post, path = "/api/auth/register", tag = "Accounts",
    request_body = MediaRegistration,
    responses(
        (status = 201, body = MediaSession, description = "The new account and a session: 12 hours here and at the forum"),
        (status = 400, description = "email: not an e-mail address of 5 to 64 characters | \
            username: not 4 to 15 letters, digits and underscores with single dots inside | \
            password: not 8 to 128 characters with a lower-case and an upper-case letter, a digit and one of \
            @$!%*?&.+-#_ | password: among the most common ones, please choose another | \
            taken: There is already an account with this address → email: there is already an account with this \
            address | serverConfig: Nobody can register here at present"),
        (status = 429, description = "Too many accounts from here, please try again later"),
    ))]
pub(crate) async fn register_media(
    State(app): State<App>,
    client: ClientAddress,
    Body(new): Body<MediaRegistration>,
) -> Result<Created<MediaSession>> {
    check_open(&app, Door::Media)?;
    let mut fields = Fields::default();
    let email = fields.email(&new.email);
    let name = fields.username(&new.username);
    let password = fields.new_password(&app, &new.password);
    let ((email, name), password) = fields.done(email.zip(name).zip(password))?;
    let applicant = Applicant {
        door: Door::Media,
        client,
        password,
        claim: User::email_claim(email.as_str()),
        taken: taken(),
    };
    let user = register(&app, applicant, |user| named(user, &email, &name)).await?;
    // Contract: registration does not depend on it.
    mailing::welcome(&app, &user).await;
    Ok(Created(greet(&app, &user, "Welcome to Kindred")?))
}

/// Log in at the media API.
///
/// Whether the address exists cannot be told from the answer, nor from the time it takes (that of a password hash).
#[utoipa::path(post, path = "/api/auth/login", tag = "Accounts", request_body = MediaLogin,
    responses(
        (status = 200, body = MediaSession, description = "A session: 12 hours here and at the forum"),
        (status = 400, description = "email: not an e-mail address of 5 to 64 characters | \
            password: not 8 to 128 characters"),
        (status = 401, description = "auth: There is no account with this address and password"),
        (status = 429, description = "Too many attempts, please try again later"),
    ))]
pub(crate) async fn login_media(
    State(app): State<App>,
    client: ClientAddress,
    Body(login): Body<MediaLogin>,
) -> Result<Json<MediaSession>> {
    let mut fields = Fields::default();
    let email = fields.email(&login.email);
    let password = fields.password(&login.password);
    let (email, password) = fields.done(email.zip(password))?;
    let claim = User::email_claim(email.as_str());
    let user = log_in::log_in(&app, email.as_str(), Some(claim), password, client).await?;
    let refusal = || Error::credentials("There is no account with this address and password");
    Ok(Json(greet(&app, &user.ok_or_else(refusal)?, "Welcome back")?))
}

/// End the session of the token.
///
/// Here and at every door, on every instance at once. The user's other sessions go on.
#[utoipa::path(post, path = "/api/auth/logout", tag = "Accounts",
    responses((status = 204, description = "The session has ended")))]
pub(crate) async fn logout(
    State(app): State<App>,
    OpenSession(session): OpenSession,
) -> Result<NoContent> {
    session::end(&app, &session).await?;
    Ok(NoContent)
}

/// Ask for a link to a new password.
///
/// Whether the address exists cannot be told from the answer. The link is good once, for 24 hours.
#[utoipa::path(post, path = "/api/auth/forget", tag = "Accounts", request_body = Forgotten,
    responses(
        (status = 200, body = Done, description = "If there is such an account, the mail is on its way"),
        (status = 400, description = "email: not an e-mail address of 5 to 64 characters"),
        (status = 429, description = "Too many mails, please try again later"),
        (status = 503, description = "The mail cannot be sent, please try again later"),
    ))]
pub(crate) async fn forget_password(
    State(app): State<App>,
    client: ClientAddress,
    Body(forgotten): Body<Forgotten>,
) -> Result<Json<Done>> {
    let mut fields = Fields::default();
    let email = fields.email(&forgotten.email);
    let email = fields.done(email)?;
    let requested = reset::request(&app, email.as_str(), RESET_LIFETIME, client).await;
    requested.map_err(|error| match error.kind() {
        Kind::Email => Error::unavailable(error.message().to_owned()),
        _ => error,
    })?;
    Ok(Json(Done::new("If there is an account with this address, a mail is on its way to it")))
}

/// Set a new password, with what came by mail.
///
/// All sessions end. Having got the mail confirms the address, too. Costs a password hash.
#[utoipa::path(post, path = "/api/auth/reset", tag = "Accounts", request_body = NewPassword,
    responses(
        (status = 200, body = Done, description = "The password is set"),
        (status = 400, description = "reset_password_token: fewer than 50 characters | \
            password: not 8 to 128 characters with a lower-case and an upper-case letter, a digit and one of \
            @$!%*?&.+-#_ | password: among the most common ones, please choose another"),
        (status = 401, description = "auth: This link is not good any more, please ask for a new one | \
            notInDatabase: There is no such account any more"),
        (status = 429, description = "Too many attempts, please try again later"),
    ))]
pub(crate) async fn reset_password_media(
    State(app): State<App>,
    client: ClientAddress,
    Body(new): Body<NewPassword>,
) -> Result<Json<Done>> {
    let mut fields = Fields::default();
    let token = fields.token(&new.reset_password_token);
    let password = fields.new_password(&app, &new.password);
    let (token, password) = fields.done(token.zip(password))?;
    let user = reset::set(&app, &token, password, client).await;
    // Contract: here a missing account is a bad token.
    let user = user.map_err(|error| match error.kind() {
        Kind::NotFound => error.with_status(StatusCode::UNAUTHORIZED),
        _ => error,
    })?;
    mailing::tell_of_new_password(&app, &user).await;
    Ok(Json(Done::new("Your password is set, please log in")))
}

fn named(user: User, email: &Email, name: &DisplayName) -> User {
    User {
        email: Some(email.as_str().to_owned()),
        display_name: Some(name.as_str().to_owned()),
        ..user
    }
}

fn greet(app: &App, user: &User, message: &str) -> Result<MediaSession> {
    Ok(MediaSession {
        status: true,
        message: message.to_owned(),
        user: user.into(),
        access_token: session::open(app, user, Door::Media)?,
    })
}
