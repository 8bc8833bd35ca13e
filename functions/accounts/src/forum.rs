//! The forum's door: by a unique name.

use axum::extract::State;
use kindred::auth::session;
use kindred::auth::token::Door;
use kindred::config::Secret;
use kindred::entity::names::{ForumPassword, LoginName};
use kindred::entity::profile::public_user;
use kindred::entity::user::{Newcomer, Origin, User};
use kindred::http::forum::{Signed, text};
use kindred::http::{Body, Json, Path};
use kindred::store::Claim;
use kindred::{App, Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Name and password of a new account.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Registration {
    /// 5 to 20 of letters, digits and `!@#$%^&*-_`; unique, case matters.
    #[serde(default)]
    #[schema(value_type = String, required, example = "ada_l")]
    username: Value,
    /// 8 to 40 of the same, with a lower-case and an upper-case letter, a digit and one of `!@#$%^&*-_`.
    #[serde(default)]
    #[schema(value_type = String, required, example = "Password#1")]
    password: Value,
}

/// Name and password of an account.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Login {
    /// The name, exactly.
    #[serde(default, deserialize_with = "text")]
    #[schema(required, nullable = false, example = "ada_l")]
    username: Option<String>,
    /// The password.
    #[serde(default, deserialize_with = "text")]
    #[schema(required, nullable = false, example = "Password#1")]
    password: Option<String>,
}

/// Nothing but the token.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct Token {
    /// From `/login` or any other log-in.
    #[serde(skip)]
    #[schema(required, example = "eyJhbGciOiJIUzI1NiJ9.e30.c2ln")]
    #[serde(rename = "access-token")]
    _token: String,
}

/// A user as everybody may see them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UserOut {
    /// Counts up from 1.
    #[schema(example = 7)]
    id: u64,
    /// The public name.
    #[schema(example = "ada_l")]
    username: String,
    /// UTC, to the microsecond, without zone.
    #[schema(example = "2026-11-20T18:30:00.000000")]
    date_registered: String,
}

/// A new session.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionOut {
    /// To be sent as `access-token` in bodies.
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
/// Looked at in this order: name there, password there, name well-formed, password well-formed, name free.
#[utoipa::path(post, path = "/register", tag = "accounts", request_body = Registration, responses(
    (status = 200, body = UserOut, description = "The new account; log in next"),
    (status = 400, description = "Bad username format"),
    (status = 409, description = "User with such username already exists"),
))]
pub(crate) async fn register(
    State(app): State<App>,
    Body(new): Body<Registration>,
) -> Result<Json<UserOut>> {
    if is_missing(&new.username) {
        return Err(username_missing());
    }
    if is_missing(&new.password) {
        return Err(password_missing());
    }
    let name = new.username.as_str().and_then(LoginName::parse);
    let name = name.ok_or_else(|| Error::invalid("Bad username format"))?;
    let password = new.password.as_str().and_then(ForumPassword::parse);
    let password = password.ok_or_else(|| Error::invalid("Bad password format"))?;
    let taken = Error::taken("User with such username already exists");
    // Looked up first, so that a refused registration does not use up an id.
    if app.store.get::<Claim>(&User::login_claim(name.as_str())).await?.is_some() {
        return Err(taken);
    }
    let newcomer = Newcomer {
        password_hash: Some(app.passwords.hash(password.into()).await?),
        id: app.store.next_id("user").await?,
        uuid: app.ids.uuid(),
        now: app.clock.now(),
    };
    let mut user = User::new(newcomer, Origin::Forum);
    user.login_name = Some(name.as_str().to_owned());
    user.display_name = user.login_name.clone();
    app.store.commit(user.registration(&taken)).await?;
    Ok(Json(user.into()))
}

/// Log in at the forum.
#[utoipa::path(post, path = "/login", tag = "accounts", request_body = Login, responses(
    (status = 200, body = SessionOut, description = "A session of 30 days"),
    (status = 400, description = "Username is missing"),
    (status = 401, description = "Uncorrect username or/and password"),
))]
pub(crate) async fn login(
    State(app): State<App>,
    Body(login): Body<Login>,
) -> Result<Json<SessionOut>> {
    let name = login.username.ok_or_else(username_missing)?;
    let password = login.password.ok_or_else(password_missing)?;
    let user = User::by_claim(&app.store, &User::login_claim(&name)).await?;
    // Contract: the spelling of the message is what clients know.
    let refusal = Error::credentials("Uncorrect username or/and password");
    let user = session::check_password(&app, user, Secret::new(password)).await?.ok_or(refusal)?;
    Ok(Json(SessionOut {
        token: session::open(&app, &user, Door::Forum)?,
        user_id: user.id,
        username: name,
    }))
}

/// Tell whose token it is.
#[utoipa::path(post, path = "/verify-token", tag = "accounts", request_body = Token, responses(
    (status = 200, body = Owner, description = "The token's user"),
    (status = 400, description = "The body is not valid JSON"),
    (status = 401, description = "Invalid access-token. Log in please"),
))]
pub(crate) async fn verify_token(Signed { user, body: _ }: Signed<Token>) -> Result<Json<Owner>> {
    Ok(Json(Owner { username: user.author_name(), id: user.id }))
}

/// Read what everybody may know of a user.
#[utoipa::path(get, path = "/users/{id}", tag = "accounts",
    params(("id" = String, Path, description = "The user's id", example = "7")),
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
