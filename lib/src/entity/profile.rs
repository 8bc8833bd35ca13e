//! What everybody may know of a user.

use super::article::Headline;
use super::user::User;
use crate::http::params::id;
use crate::{Error, Result, Store};

/// The user that a path segment names, if the public may know of them: those with a forum name or an article.
///
/// Refuses: `NotFound` 404 with the segment as it was sent.
pub async fn public_user(store: &Store, segment: &str) -> Result<User> {
    let unknown = || Error::not_found(format!("User with id={segment} was not found"));
    let id = id(segment).ok_or_else(unknown)?;
    let user: User = store.get(&User::place(id)).await?.ok_or_else(unknown)?;
    if user.login_name.is_some() {
        return Ok(user);
    }
    let articles = store.list::<Headline>(&Headline::by_author(id), None, 1).await?;
    if articles.items.is_empty() { Err(unknown()) } else { Ok(user) }
}
