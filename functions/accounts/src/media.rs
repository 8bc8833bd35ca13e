//! The media API's door: by e-mail address.

use axum::extract::State;
use kindred::auth::session;
use kindred::auth::token::Door;
use kindred::config::Secret;
use kindred::entity::names::{DisplayName, Email, MediaPassword};
use kindred::entity::user::User;
use kindred::http::{Body, Created, Json};
use kindred::{App, Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::registration;

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

/// A user as they see themselves.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub(crate) struct UserBase {
    /// The id by which the media API knows them.
    #[schema(value_type = String, format = "uuid", example = "5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52")]
    uuid: Uuid,
    /// Their address; null for somebody who registered at the forum.
    #[schema(required, format = "email", example = "ada@example.org")]
    email: Option<String>,
    /// The name that others see.
    #[schema(example = "ada.l")]
    username: String,
    /// Whether they have said what they like.
    #[schema(example = false)]
    preferences_defined: bool,
    /// What they may do.
    role: RoleOut,
}

/// A role, with all that its user may do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Role)]
pub(crate) struct RoleOut {
    /// `user` or `admin`; null for an account without a role.
    #[schema(required, example = "user")]
    name: Option<String>,
    /// What it permits.
    #[schema(example = json!(["indicate_interest", "view_recommendation"]))]
    permissions: Vec<String>,
}

impl From<&User> for UserBase {
    fn from(user: &User) -> Self {
        Self {
            uuid: user.uuid,
            email: user.email.clone(),
            username: user.author_name(),
            preferences_defined: user.preferences_defined,
            role: RoleOut {
                name: user.roles.last().cloned(),
                permissions: user.permission_names(),
            },
        }
    }
}

/// Register at the media API, and log in.
///
/// All that is wrong with the fields is told at once, in `errors`. Costs a password hash, about 0.2 s of computing.
#[utoipa::path(post, path = "/api/auth/register", tag = "Accounts",
    request_body = MediaRegistration,
    responses(
        (status = 201, body = MediaSession, description = "The new account and a session: 12 hours here and at the forum"),
        (status = 400, description = "email: not an e-mail address of 5 to 64 characters | \
            username: not 4 to 15 letters, digits and underscores with single dots inside | \
            password: not 8 to 128 characters with a lower-case and an upper-case letter, a digit and one of \
            @$!%*?&.+-#_ | taken: There is already an account with this address → email: there is already an \
            account with this address"),
    ))]
pub(crate) async fn register_media(
    State(app): State<App>,
    Body(new): Body<MediaRegistration>,
) -> Result<Created<MediaSession>> {
    let mut wrong = Vec::new();
    let email = address(&new.email);
    let name = field(
        &new.username,
        "username: not 4 to 15 letters, digits and underscores with single dots inside",
        DisplayName::parse,
    );
    let password = field(
        &new.password,
        "password: not 8 to 128 characters with a lower-case and an upper-case letter, a digit and one of @$!%*?&.+-#_",
        MediaPassword::parse,
    );
    let email = email.map_err(|detail| wrong.push(detail));
    let name = name.map_err(|detail| wrong.push(detail));
    let password = password.map_err(|detail| wrong.push(detail));
    let (Ok(email), Ok(name), Ok(password)) = (email, name, password) else {
        return Err(Error::invalid("Validation errors").with_details(wrong));
    };
    let user = create(&app, &email, &name, password.into()).await?;
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
    ))]
pub(crate) async fn login_media(
    State(app): State<App>,
    Body(login): Body<MediaLogin>,
) -> Result<Json<MediaSession>> {
    let mut wrong = Vec::new();
    let email = address(&login.email).map_err(|detail| wrong.push(detail));
    let password = field(&login.password, "password: not 8 to 128 characters", |text| {
        (8..=128).contains(&text.chars().count()).then(|| Secret::new(text))
    })
    .map_err(|detail| wrong.push(detail));
    let (Ok(email), Ok(password)) = (email, password) else {
        return Err(Error::invalid("Validation errors").with_details(wrong));
    };
    let user = User::by_claim(&app.store, &User::email_claim(email.as_str())).await?;
    let refusal = Error::credentials("There is no account with this address and password");
    let user = session::check_password(&app, user, password).await?.ok_or(refusal)?;
    Ok(Json(greet(&app, &user, "Welcome back")?))
}

async fn create(app: &App, email: &Email, name: &DisplayName, password: Secret) -> Result<User> {
    let detail = "email: there is already an account with this address";
    let taken = Error::taken("There is already an account with this address")
        .with_details(vec![detail.to_owned()]);
    let claim = User::email_claim(email.as_str());
    let named = |user| User {
        email: Some(email.as_str().to_owned()),
        display_name: Some(name.as_str().to_owned()),
        ..user
    };
    registration::register(app, Door::Media, &claim, taken, password, named).await
}

fn greet(app: &App, user: &User, message: &str) -> Result<MediaSession> {
    Ok(MediaSession {
        status: true,
        message: message.to_owned(),
        user: user.into(),
        access_token: session::open(app, user, Door::Media)?,
    })
}

fn address(value: &Value) -> Result<Email, String> {
    field(value, "email: not an e-mail address of 5 to 64 characters", Email::parse)
}

fn field<T>(value: &Value, rule: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, String> {
    value.as_str().and_then(parse).ok_or_else(|| rule.to_owned())
}
