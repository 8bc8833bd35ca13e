//! The way of runners to sign in a request.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};

use crate::entity::runner::Runner;
use crate::queue::NOT_ONLINE;
use crate::{App, Error, Result};

/// The runner behind the request's `Authorization: Bearer` header, online or not.
///
/// Contract: 400 for everything that is wrong; the scheme as it is written here; of what follows, as much as can be a
/// token: so a session's token is one that nobody has.
///
/// Refuses: `Unauthenticated` 400 without header, with another one, or with a token that no runner has.
#[derive(Clone, Debug)]
pub struct SignedRunner(pub Runner);

impl FromRequestParts<App> for SignedRunner {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let found = app.queue().runner_with(token(&parts.headers)?).await?;
        found.map(Self).ok_or_else(|| refused("This is not the token of a runner"))
    }
}

/// The runner behind the request, which is online as far as is noted.
///
/// Refuses: as [`SignedRunner`], then `State` 400.
#[derive(Clone, Debug)]
pub struct OnlineRunner(pub Runner);

impl FromRequestParts<App> for OnlineRunner {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let SignedRunner(runner) = SignedRunner::from_request_parts(parts, app).await?;
        runner.online.is_some().then_some(Self(runner)).ok_or_else(|| Error::state(NOT_ONLINE))
    }
}

fn token(headers: &HeaderMap) -> Result<&str> {
    let value = headers.get(header::AUTHORIZATION);
    let value = value.ok_or_else(|| refused("Missing Authorization Header"))?;
    let rest = value.to_str().unwrap_or_default().strip_prefix("Bearer ").unwrap_or_default();
    let is_foreign = |c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c));
    let token = rest.split(is_foreign).next().filter(|token| !token.is_empty());
    token.ok_or_else(|| refused("The Authorization header must be 'Bearer <token>'"))
}

fn refused(message: &'static str) -> Error {
    Error::unauthenticated(message).with_status(StatusCode::BAD_REQUEST)
}
