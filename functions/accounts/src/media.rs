//! The media API's door: by e-mail address.

use axum::extract::State;
use kindred::auth::session;
use kindred::auth::token::Door;
use kindred::config::Secret;
use kindred::entity::names::{DisplayName, Email, MediaPassword};
use kindred::entity::user::{Newcomer, Origin, User};
use kindred::http::{Body, Created, Json};
use kindred::store::Claim;
use kindred::{App, Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// A new account.
#[derive(Deserialize, ToSchema)]
pub(crate) struct MediaRegistration {
    /// 5 to 64 characters; unique, whatever the case.
    #[serde(default)]
    #[schema(value_type = String, required, example = "ada@example.org")]
    email: Value,
    /// 4 to 15 letters, digits and underscores, with single dots inside; not unique.
    #[serde(default)]
    #[schema(value_type = String, required, example = "ada.l")]
    username: Value,
    /// 8 to 128 characters with a lower-case and an upper-case letter, a digit and one of `@$!%*?&.+-#_`.
    #[serde(default)]
    #[schema(value_type = String, required, example = "Password#1")]
    password: Value,
}

/// Address and password of an account.
#[derive(Deserialize, ToSchema)]
pub(crate) struct MediaLogin {
    /// The address.
    #[serde(default)]
    #[schema(value_type = String, required, example = "ada@example.org")]
    email: Value,
    /// The password, 8 to 128 characters.
    #[serde(default)]
    #[schema(value_type = String, required, example = "Password#1")]
    password: Value,
}

/// An open session.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MediaSession {
    /// Always true.
    #[schema(example = true)]
    status: bool,
    /// What a person may read.
    message: String,
    /// Whose it is.
    user: UserBase,
    /// To be sent as `Authorization: Bearer`.
    #[schema(example = "eyJhbGciOiJIUzI1NiJ9.e30.c2ln")]
    access_token: String,
}

/// A user as they see themselves.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UserBase {
    /// The id by which the media API knows them.
    #[schema(value_type = String, example = "5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52")]
    uuid: Uuid,
    /// Their address.
    #[schema(example = "ada@example.org")]
    email: Option<String>,
    /// The name that others see.
    #[schema(example = "ada.l")]
    username: String,
    /// Whether they have said what they like.
    preferences_defined: bool,
    /// What they may do.
    role: RoleOut,
}

/// A role.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoleOut {
    /// Its name.
    #[schema(example = "user")]
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
            role: RoleOut { name: user.roles.last().cloned(), permissions: user.permissions() },
        }
    }
}

/// Register at the media API; opens a session, too.
#[utoipa::path(post, path = "/api/auth/register", tag = "accounts",
    request_body = MediaRegistration,
    responses(
        (status = 201, body = MediaSession, description = "The new account and a session of 12 hours"),
        (status = 400, description = "There is already an account with this address"),
    ))]
pub(crate) async fn register_media(
    State(app): State<App>,
    Body(new): Body<MediaRegistration>,
) -> Result<Created<MediaSession>> {
    let mut wrong = Vec::new();
    let email =
        field(&new.email, "email: not an e-mail address of 5 to 64 characters", Email::parse);
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
#[utoipa::path(post, path = "/api/auth/login", tag = "accounts", request_body = MediaLogin,
    responses(
        (status = 200, body = MediaSession, description = "A session of 12 hours"),
        (status = 400, description = "Validation errors"),
        (status = 401, description = "There is no account with this address and password"),
    ))]
pub(crate) async fn login_media(
    State(app): State<App>,
    Body(login): Body<MediaLogin>,
) -> Result<Json<MediaSession>> {
    let mut wrong = Vec::new();
    let email =
        field(&login.email, "email: not an e-mail address of 5 to 64 characters", Email::parse)
            .map_err(|detail| wrong.push(detail));
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
    // Looked up first, so that a refused registration does not use up an id.
    if app.store.get::<Claim>(&User::email_claim(email.as_str())).await?.is_some() {
        return Err(taken);
    }
    let newcomer = Newcomer {
        password_hash: Some(app.passwords.hash(password).await?),
        id: app.store.next_id("user").await?,
        uuid: app.ids.uuid(),
        now: app.clock.now(),
    };
    let mut user = User::new(newcomer, Origin::Media);
    user.email = Some(email.as_str().to_owned());
    user.display_name = Some(name.as_str().to_owned());
    app.store.commit(user.registration(&taken)).await?;
    Ok(user)
}

fn greet(app: &App, user: &User, message: &str) -> Result<MediaSession> {
    Ok(MediaSession {
        status: true,
        message: message.to_owned(),
        user: user.into(),
        access_token: session::open(app, user, Door::Media)?,
    })
}

fn field<T>(value: &Value, rule: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, String> {
    value.as_str().and_then(parse).ok_or_else(|| rule.to_owned())
}
