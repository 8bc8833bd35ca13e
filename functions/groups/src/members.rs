//! Members: the owner removes one; how they come is in [`invitations`](crate::invitations).

use axum::extract::State;
use kindred::http::media::Caller;
use kindred::http::{NoContent, Path};
use kindred::{App, Result};

use crate::named;
use crate::step::take;

/// Remove a member from one's group.
///
/// For the owner; whoever wants to leave deletes the group, which for members is leaving it.
#[utoipa::path(delete, path = "/api/group/{group_id}/members/{user_uuid}", tag = "Groups",
    params(
        ("group_id" = u64, Path, description = "The group's id", example = 4),
        ("user_uuid" = String, Path, description = "The member's uuid", example = "5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52"),
    ),
    responses(
        (status = 204, description = "They are a member no more"),
        (status = 403, description = "This is not your group"),
        (status = 404, description = "There is no group with the id 4 | \
            There is no user with the uuid 5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52 | \
            This user is not a member of the group"),
    ))]
pub(crate) async fn remove_member(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    Path((segment, uuid)): Path<(String, String)>,
) -> Result<NoContent> {
    let (group, member) = named::group_and_user(&app, &segment, &uuid).await?;
    named::owned(&group, &user)?;
    take(&app, &user, &group, |group, occurrence| group.dismiss(member.id, occurrence)).await?;
    Ok(NoContent)
}
