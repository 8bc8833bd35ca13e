//! The forum's door: by a unique name.

use axum::extract::State;
use kindred::auth::session;
use kindred::auth::token::Door;
use kindred::config::Secret;
use kindred::entity::names::{ForumPassword, LoginName};
use kindred::entity::profile::public_user;
use kindred::entity::user::User;
use kindred::http::forum::{Signed, TokenOnly, text};
use kindred::http::{Body, ClientAddress, Json, Path};
use kindred::{App, Error, Kind, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::limits;
use crate::log_in::log_in;
use crate::new_password::new_password;
use crate::registration::{Applicant, check_open, register as register_user};

/// Name and password of a new account.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ForumRegistration)]
pub(crate) struct Registration {
    /// ASCII letters, digits and `!@#$%^&*-_`. Unique, case matters; never changes.
    #[serde(default)]
    #[schema(value_type = String, required, min_length = 5, max_length = 20,
        pattern = r"^[A-Za-z0-9!@#$%^&*\-_]+$", example = "ada_l")]
    username: Value,
    /// Of the same characters, with a lower-case and an upper-case letter, a digit and one of `!@#$%^&*-_`.
    #[serde(default)]
    #[schema(value_type = String, required, format = "password", min_length = 8, max_length = 40,
        pattern = r"^[A-Za-z0-9!@#$%^&*\-_]+$", example = "Password#1")]
    password: Value,
}

/// Name and password of an account.
#[derive(Deserialize, ToSchema)]
#[schema(as = ForumLogin)]
pub(crate) struct Login {
    /// The name, exactly.
    #[serde(default, deserialize_with = "text")]
    #[schema(required, nullable = false, example = "ada_l")]
    username: Option<String>,
    /// The password.
    #[serde(default, deserialize_with = "text")]
    #[schema(required, nullable = false, format = "password", example = "Password#1")]
    password: Option<String>,
}

/// A user as everybody may see them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PublicUser)]
pub(crate) struct UserOut {
    /// Counts up from 1; never given twice.
    #[schema(example = 7)]
    id: u64,
    /// The name that others see; for somebody who registered at the media API, the one chosen there.
    #[schema(example = "ada_l")]
    username: String,
    /// UTC, always six decimals, no zone.
    #[schema(
        pattern = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$",
        example = "2026-11-20T18:30:00.000000"
    )]
    date_registered: String,
}

/// A new session.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ForumSession)]
pub(crate) struct SessionOut {
    /// To be sent as `access-token` in bodies; the media API takes it as `Authorization: Bearer`, too.
    #[serde(rename = "access-token")]
    #[schema(example = "eyJhbGciOiJIUzI1NiJ9.e30.c2ln")]
    token: String,
    /// Whose it is.
    #[schema(example = 7)]
    user_id: u64,
    /// Their name.
    #[schema(example = "ada_l")]
    username: String,
}

/// Whose token it is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TokenOwner)]
pub(crate) struct Owner {
    /// Their name.
    #[schema(example = "ada_l")]
    username: String,
    /// Their id.
    #[schema(example = 7)]
    id: u64,
}

impl From<User> for UserOut {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            username: user.author_name(),
            date_registered: user.created_at.to_string(),
        }
    }
}

/// Register at the forum.
///
/// Refusals come in the order below. Opens no session: log in next. An account made here also opens the media API, with
/// the token of `/login`. Costs a password hash, about 0.2 s of computing.
#[utoipa::path(post, path = "/register", tag = "Accounts", request_body = Registration, responses(
    (status = 200, body = UserOut, description = "The new account"),
    (status = 400, description = "serverConfig: Nobody can register here at present | Username is missing | \
        Password is missing | Bad username format | password: Bad password format | \
        password: This password is among the most common ones, please choose another"),
    (status = 409, description = "User with such username already exists"),
    (status = 429, description = "Too many accounts from here, please try again later"),
))]
pub(crate) async fn register(
    State(app): State<App>,
    client: ClientAddress,
    Body(new): Body<Registration>,
) -> Result<Json<UserOut>> {
    check_open(&app, Door::Forum)?;
    if is_missing(&new.username) {
        return Err(username_missing());
    }
    if is_missing(&new.password) {
        return Err(password_missing());
    }
    let name = new.username.as_str().and_then(LoginName::parse);
    let name = name.ok_or_else(|| Error::invalid("Bad username format"))?;
    let password = new.password.as_str().unwrap_or_default();
    let password = new_password(&app, password, "Bad password format", ForumPassword::parse)?;
    let applicant = Applicant {
        door: Door::Forum,
        client,
        password,
        claim: User::login_claim(name.as_str()),
        taken: Error::taken("User with such username already exists"),
    };
    let named = |user| User {
        login_name: Some(name.as_str().to_owned()),
        display_name: Some(name.as_str().to_owned()),
        ..user
    };
    let user = register_user(&app, applicant, named).await?;
    Ok(Json(user.into()))
}

/// Log in at the forum.
///
/// Whether the name exists cannot be told from the answer, nor from the time it takes (that of a password hash).
#[utoipa::path(post, path = "/login", tag = "Accounts", request_body = Login, responses(
    (status = 200, body = SessionOut, description = "A session: 30 days at the forum, 12 hours at the media API"),
    (status = 400, description = "Username is missing | Password is missing"),
    (status = 401, description = "auth: Uncorrect username or/and password"),
    (status = 429, description = "Too many attempts, please try again later"),
))]
pub(crate) async fn login(
    State(app): State<App>,
    client: ClientAddress,
    Body(login): Body<Login>,
) -> Result<Json<SessionOut>> {
    let name = login.username.ok_or_else(username_missing)?;
    let password = login.password.ok_or_else(password_missing)?;
    // What is no name has no account; as a key it might be longer than the store takes.
    let claim = LoginName::parse(&name).map(|name| User::login_claim(name.as_str()));
    let user = log_in(&app, &name, claim, Secret::new(password), client).await?;
    // Contract: the spelling of the message is what clients know.
    let refusal = || Error::credentials("Uncorrect username or/and password");
    let user = user.ok_or_else(refusal)?;
    Ok(Json(SessionOut {
        token: session::open(&app, &user, Door::Forum)?,
        user_id: user.id,
        username: name,
    }))
}

/// Tell whose token it is.
///
/// Takes the token of any log-in. Costs one read unit.
#[utoipa::path(post, path = "/verify-token", tag = "Accounts", request_body = TokenOnly, responses(
    (status = 200, body = Owner, description = "The token's user"),
    (status = 429, description = "Too many attempts, please try again later"),
))]
pub(crate) async fn verify_token(
    State(app): State<App>,
    client: ClientAddress,
    signed: Result<Signed<TokenOnly>>,
) -> Result<Json<Owner>> {
    let user = match signed {
        Ok(signed) => signed.user,
        Err(refusal) => {
            if refusal.kind() == Kind::Unauthenticated {
                limits::refused_session(&app, client).await?;
            }
            return Err(refusal);
        }
    };
    Ok(Json(Owner { username: user.author_name(), id: user.id }))
}

/// Read what everybody may know of a user.
///
/// Known are those who registered at the forum, and those who have written an article.
#[utoipa::path(get, path = "/users/{id}", tag = "Accounts",
    params(("id" = u64, Path, description = "The user's id; anything but decimal digits is not found", example = 7)),
    responses(
        (status = 200, body = UserOut, description = "The user"),
        (status = 404, description = "User with id=7 was not found"),
    ))]
pub(crate) async fn get_user(
    State(app): State<App>,
    Path(segment): Path<String>,
) -> Result<Json<UserOut>> {
    Ok(Json(public_user(&app.store, &segment).await?.into()))
}

/// Contract: absent, null or empty; what is there but no text is badly formatted instead.
fn is_missing(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty)
}

fn username_missing() -> Error {
    Error::invalid("Username is missing")
}

fn password_missing() -> Error {
    Error::invalid("Password is missing")
}
