//! The `Authorization: Bearer` header, by which the job service and the media API sign in requests.
//!
//! Both take the same token in the same place; where their contracts answer a bad one differently, the door says so.

use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};

use crate::auth::session::{Refused, Session, authenticate, ended};
use crate::auth::token::Door;
use crate::{App, Error, Result};

/// The session of a request; none when its account is gone.
///
/// Refuses: `Unauthenticated` 401 without a token or with one that is over, 422 with what is no token of ours.
pub(super) async fn session(parts: &Parts, app: &App, door: Door) -> Result<Option<Session>> {
    let token = token(&parts.headers, door)?;
    match authenticate(app, token, door).await? {
        Ok(session) => Ok(Some(session)),
        Err(Refused::UserGone) => Ok(None),
        Err(Refused::Malformed) => Err(unprocessable("This is not a token of ours")),
        Err(Refused::Expired) => {
            Err(Error::unauthenticated("The session has expired, please log in"))
        }
        Err(Refused::Ended) => Err(ended()),
    }
}

/// What a request is told whose account is gone.
pub(super) const GONE: &str = "This account does not exist any more";

fn token(headers: &HeaderMap, door: Door) -> Result<&str> {
    let missing = || Error::unauthenticated("Missing Authorization Header");
    let value = headers.get(header::AUTHORIZATION).ok_or_else(missing)?;
    let mut words = value.to_str().unwrap_or_default().split_ascii_whitespace();
    let is_bearer = words.next().is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer"));
    match (is_bearer, words.next(), words.next()) {
        (true, Some(token), None) => Ok(token),
        // Contract: to the job service, another scheme is as good as no header.
        (false, ..) if door == Door::Jobs => Err(missing()),
        _ => Err(unprocessable("The Authorization header must be 'Bearer <token>'")),
    }
}

fn unprocessable(message: &'static str) -> Error {
    Error::unauthenticated(message).with_status(StatusCode::UNPROCESSABLE_ENTITY)
}
