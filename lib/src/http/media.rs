//! The media API's way to sign in a request: a bearer token in the header.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::session::{Refused, authenticate};
use crate::auth::token::Door;
use crate::entity::user::User;
use crate::{App, Error, Result};

/// The user behind the request's `Authorization: Bearer` header.
///
/// Refuses: `Unauthenticated` 401 without header or with an ended session, 422 when it is no token; `NotFound` 404
/// when the account is gone.
#[derive(Clone, Debug)]
pub struct Caller(pub User);

impl FromRequestParts<App> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let token = bearer(&parts.headers)?;
        let user = authenticate(app, token, Door::Media).await?;
        user.map(Self).map_err(|refused| match refused {
            Refused::Malformed => unprocessable("This is not a token of ours"),
            Refused::Expired => Error::unauthenticated("The session has expired, please log in"),
            Refused::Ended => Error::unauthenticated("The session has ended, please log in"),
            Refused::UserGone => Error::not_found("This account does not exist any more"),
        })
    }
}

fn bearer(headers: &HeaderMap) -> Result<&str> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Err(Error::unauthenticated("Missing Authorization Header"));
    };
    let mut words = value.to_str().unwrap_or_default().split_ascii_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some(scheme), Some(token), None) if scheme.eq_ignore_ascii_case("bearer") => Ok(token),
        _ => Err(unprocessable("The Authorization header must be 'Bearer <token>'")),
    }
}

fn unprocessable(message: &'static str) -> Error {
    Error::unauthenticated(message).with_status(StatusCode::UNPROCESSABLE_ENTITY)
}

/// An answer that says only that it worked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Done {
    /// Always true.
    #[schema(example = true)]
    pub status: bool,
    /// For a person.
    #[schema(example = "Noted")]
    pub message: String,
}

impl Done {
    /// It worked.
    pub fn new(message: impl Into<String>) -> Self {
        Self { status: true, message: message.into() }
    }
}

/// An answer that brings one thing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Content<T> {
    /// Always true.
    #[schema(example = true)]
    pub status: bool,
    /// For a person.
    #[schema(example = "Here you are")]
    pub message: String,
    /// The thing.
    pub content: T,
}

impl<T> Content<T> {
    /// An answer with this thing.
    pub fn new(content: T) -> Self {
        Self { status: true, message: "Here you are".to_owned(), content }
    }
}
