//! What segments of a path name, and whether the caller owns it.

use kindred::entity::group::Group;
use kindred::entity::user::User;
use kindred::http::media::user_of_uuid;
use kindred::http::params::id;
use kindred::{App, Error, Result};

/// The group that a segment names.
///
/// Refuses: `NotFound` 404.
pub(crate) async fn group(app: &App, segment: &str) -> Result<Group> {
    let id = id(segment).ok_or_else(|| unknown(segment))?;
    app.store.get(&Group::place(id)).await?.ok_or_else(|| unknown(segment))
}

/// The group and the user that two segments name.
///
/// Contract: the group is looked for first.
pub(crate) async fn group_and_user(app: &App, group: &str, uuid: &str) -> Result<(Group, User)> {
    Ok((self::group(app, group).await?, user_of_uuid(&app.store, uuid).await?))
}

/// Refuses: `Forbidden` 403 to everybody but the owner.
pub(crate) fn owned(group: &Group, user: &User) -> Result<()> {
    if group.owner == user.id {
        return Ok(());
    }
    Err(Error::forbidden("This is not your group"))
}

/// The refusal when there is no such group.
pub(crate) fn unknown(segment: impl std::fmt::Display) -> Error {
    Error::not_found(format!("There is no group with the id {segment}"))
}
