//! The forum's way to sign in a request: a token in the JSON body, looked at before everything else.

use axum::extract::{FromRequest, Request};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::body::{object, typed};
use crate::auth::session::authenticate;
use crate::auth::token::Door;
use crate::entity::user::User;
use crate::{App, Error, Result};

/// A signed request: its user, and the rest of its body.
///
/// Refuses: `Invalid` 400 for an unreadable body, `Unauthenticated` 401 without a good token.
#[derive(Clone, Debug)]
pub struct Signed<T> {
    /// Who asks.
    pub user: User,
    /// What else the body says.
    pub body: T,
}

/// Nothing but the token.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = AccessToken)]
pub struct TokenOnly {
    /// The `access-token` of `/login`, or the token of any other log-in; not older than 30 days.
    #[serde(rename = "access-token", default)]
    #[schema(value_type = String, required, example = "eyJhbGciOiJIUzI1NiJ9.e30.c2ln")]
    _token: IgnoredAny,
}

impl<T: DeserializeOwned> FromRequest<App> for Signed<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let body = object(request).await?;
        let user = signed_in(app, &body).await?;
        Ok(Self { user, body: typed(body)? })
    }
}

async fn signed_in(app: &App, body: &Map<String, Value>) -> Result<User> {
    let token = body.get("access-token").filter(|token| !is_nothing(token));
    // Contract: with a comma here and without one below.
    let token =
        token.ok_or_else(|| Error::unauthenticated("Access-token is missing. Log in, please"))?;
    let invalid = || Error::unauthenticated("Invalid access-token. Log in please");
    let token = token.as_str().ok_or_else(invalid)?;
    let session = authenticate(app, token, Door::Forum).await?;
    session.map(|session| session.user).map_err(|_| invalid())
}

/// Contract: absent, null, empty, 0 and false are all "missing".
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Number(number) => number.as_f64() == Some(0.0),
        _ => false,
    }
}

/// A field of a forum body: a text that is not empty, or missing.
///
/// Use with `#[serde(default, deserialize_with = "text")]`.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) if !text.is_empty() => Some(text),
        _ => None,
    })
}
