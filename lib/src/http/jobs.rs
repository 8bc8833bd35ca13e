//! The job service's way to sign in a request, and what its answers look like.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Serialize;
use utoipa::ToSchema;

use super::bearer::{GONE, session};
use crate::auth::token::Door;
use crate::entity::user::User;
use crate::{App, Error, Result};

/// The user behind the request's `Authorization: Bearer` header.
///
/// Refuses: `Unauthenticated`, 401 without header, with an ended session or a deleted account, 422 when it is no token.
#[derive(Clone, Debug)]
pub struct JobsUser(pub User);

impl FromRequestParts<App> for JobsUser {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let session = session(parts, app, Door::Jobs).await?;
        session.map(|session| Self(session.user)).ok_or_else(|| Error::unauthenticated(GONE))
    }
}

/// The user behind the request, who administers jobs and accounts.
///
/// Refuses: as [`JobsUser`], then `Forbidden` 403.
#[derive(Clone, Debug)]
pub struct Administrator(pub User);

impl FromRequestParts<App> for Administrator {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let JobsUser(user) = JobsUser::from_request_parts(parts, app).await?;
        let refused = || Error::forbidden("Only administrators may do this");
        user.is_admin.then_some(Self(user)).ok_or_else(refused)
    }
}

/// The user behind the request, whose address is confirmed.
///
/// Refuses: as [`JobsUser`], then `Forbidden` 403.
#[derive(Clone, Debug)]
pub struct ActivatedUser(pub User);

impl FromRequestParts<App> for ActivatedUser {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let JobsUser(user) = JobsUser::from_request_parts(parts, app).await?;
        let refused = || Error::forbidden("Please confirm your e-mail address first");
        user.activated.then_some(Self(user)).ok_or_else(refused)
    }
}

/// An answer that says only that it worked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Message {
    /// For a person.
    #[schema(example = "Done")]
    pub msg: String,
}

impl Message {
    /// It worked.
    pub fn new(msg: impl Into<String>) -> Self {
        Self { msg: msg.into() }
    }
}
