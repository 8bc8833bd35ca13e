//! The media API's way to sign in a request, and what its answers look like.

mod people;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Serialize;
use utoipa::ToSchema;

pub use people::{GroupBase, RoleOut, UserBase, user_of_uuid};

use super::bearer::{GONE, session};
use crate::auth::access;
use crate::auth::session::Session;
use crate::auth::token::Door;
use crate::entity::role::Permission;
use crate::entity::user::User;
use crate::{App, Error, Result};

/// The user behind the request's `Authorization: Bearer` header.
///
/// Refuses: `Unauthenticated` 401 without header or with an ended session, 422 when it is no token; `NotFound` 404
/// when the account is gone.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who asks.
    pub user: User,
    needed: Option<Permission>,
}

/// The same where the contract looks at other things before it looks whether the account exists.
#[derive(Clone, Debug)]
pub struct PerhapsGone {
    /// Who asks; none when the account of a good token is gone.
    pub user: Option<User>,
    needed: Option<Permission>,
}

/// The session itself, to end it.
#[derive(Clone, Debug)]
pub struct OpenSession(pub Session);

impl Caller {
    /// Refuses: `Forbidden` 403 when the roles of the user do not permit this route; see [`access`].
    pub fn permitted(&self) -> Result<()> {
        permit(Some(&self.user), self.needed)
    }
}

impl PerhapsGone {
    /// Refuses: `Forbidden` 403 when no role permits this route; who is gone has none.
    pub fn permitted(&self) -> Result<()> {
        permit(self.user.as_ref(), self.needed)
    }

    /// Who asks, now that everything else has been looked at.
    ///
    /// Refuses: `NotFound` 404 when the account is gone, `Forbidden` 403 when no role permits this route.
    pub fn present_and_permitted(self) -> Result<User> {
        let needed = self.needed;
        let user = self.existing()?;
        permit(Some(&user), needed)?;
        Ok(user)
    }

    /// Refuses: `NotFound` 404 when the account is gone.
    pub fn existing(self) -> Result<User> {
        self.user.ok_or_else(|| Error::not_found(GONE))
    }
}

fn permit(user: Option<&User>, needed: Option<Permission>) -> Result<()> {
    let may = |permission| user.is_some_and(|user| user.may(permission));
    if needed.is_none_or(may) {
        return Ok(());
    }
    Err(Error::forbidden("Your roles do not permit this"))
}

impl FromRequestParts<App> for PerhapsGone {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let session = session(parts, app, Door::Media).await?;
        Ok(Self { user: session.map(|session| session.user), needed: access::needed(parts) })
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let perhaps = PerhapsGone::from_request_parts(parts, app).await?;
        let needed = perhaps.needed;
        Ok(Self { user: perhaps.existing()?, needed })
    }
}

impl FromRequestParts<App> for OpenSession {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let session = session(parts, app, Door::Media).await?;
        session.map(Self).ok_or_else(|| Error::not_found(GONE))
    }
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

/// A genre of a kind.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Genre)]
pub struct GenreOut {
    /// Counts up from 1 over all kinds.
    #[schema(example = 3)]
    pub genre_id: u64,
    /// Its name, at most 45 characters; unique in its kind.
    #[schema(example = "Drama")]
    pub name: String,
    /// How many contents of the kind have it.
    #[schema(example = 12)]
    pub count: u64,
}
