//! Invitations: send one, accept it, decline it or take it back.

use axum::extract::State;
use kindred::entity::group::{MOST_GROUPS, Membership};
use kindred::http::media::{Caller, user_of_uuid};
use kindred::http::{Body, Json, NoContent, Path};
use kindred::{App, Error, Result};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::named;
use crate::shapes::GroupAnswer;
use crate::step::take;

/// Who is invited.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "the shape of a body, for the documentation")]
pub(crate) struct NewInvitation {
    /// The user's uuid.
    #[schema(value_type = String, format = "uuid", example = "5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52")]
    uuid: Uuid,
}

/// Invite somebody to one's group.
///
/// For the owner. Whoever is invited sees the group, and finds the invitation with their account.
#[utoipa::path(post, path = "/api/group/{group_id}/invitations", tag = "Groups", request_body = NewInvitation,
    params(("group_id" = u64, Path, description = "The group's id", example = 4)),
    responses(
        (status = 200, body = GroupAnswer, description = "The group, with the invitation"),
        (status = 400, description = "uuid: not a uuid | operation: This user is already invited | \
            operation: This user is already a member | operation: You cannot invite yourself | \
            operation: The group has 200 members and invited people, no more are possible | \
            operation: This user has 200 groups and invitations, no more are possible"),
        (status = 403, description = "This is not your group"),
        (status = 404, description = "There is no group with the id 4 | \
            There is no user with the uuid 5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52"),
    ))]
pub(crate) async fn invite(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    Path(segment): Path<String>,
    Body(body): Body<Map<String, Value>>,
) -> Result<Json<GroupAnswer>> {
    let uuid = uuid(&body)?;
    let group = named::group(&app, &segment).await?;
    named::owned(&group, &user)?;
    let invited = user_of_uuid(&app.store, &uuid).await?;
    // Whoever is something here already is told so, however many groups they have.
    let is_new = group.standing_of(invited.id).is_none();
    if is_new && !Membership::has_room(&app.store, invited.id).await? {
        let full = format!("This user has {MOST_GROUPS} groups and invitations");
        return Err(Error::state(full + ", no more are possible"));
    }
    let group =
        take(&app, &user, &group, |group, occurrence| group.invite(invited.id, occurrence)).await?;
    Ok(Json(GroupAnswer::new(&app, &group, &user).await?))
}

/// Accept an invitation to a group.
///
/// So one becomes a member.
#[utoipa::path(put, path = "/api/group/{group_id}/invitations/{user_uuid}", tag = "Groups",
    params(
        ("group_id" = u64, Path, description = "The group's id", example = 4),
        ("user_uuid" = String, Path, description = "One's own uuid", example = "5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52"),
    ),
    responses(
        (status = 200, body = GroupAnswer, description = "The group, with the new member"),
        (status = 403, description = "This is not your invitation"),
        (status = 404, description = "There is no group with the id 4 | \
            There is no user with the uuid 5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52 | \
            This user is not invited to the group"),
    ))]
pub(crate) async fn accept_invitation(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    Path((segment, uuid)): Path<(String, String)>,
) -> Result<Json<GroupAnswer>> {
    let (group, invited) = named::group_and_user(&app, &segment, &uuid).await?;
    if invited.id != user.id {
        return Err(Error::forbidden("This is not your invitation"));
    }
    let group =
        take(&app, &user, &group, |group, occurrence| group.accept(user.id, occurrence)).await?;
    Ok(Json(GroupAnswer::new(&app, &group, &user).await?))
}

/// Decline an invitation to a group, or take it back.
///
/// Who is invited declines it; the owner of the group takes it back.
#[utoipa::path(delete, path = "/api/group/{group_id}/invitations/{user_uuid}", tag = "Groups",
    params(
        ("group_id" = u64, Path, description = "The group's id", example = 4),
        ("user_uuid" = String, Path, description = "The uuid of who is invited", example = "5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52"),
    ),
    responses(
        (status = 204, description = "There is no invitation any more"),
        (status = 403, description = "This is neither your invitation nor your group"),
        (status = 404, description = "There is no group with the id 4 | \
            There is no user with the uuid 5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52 | \
            This user is not invited to the group"),
    ))]
pub(crate) async fn delete_invitation(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    Path((segment, uuid)): Path<(String, String)>,
) -> Result<NoContent> {
    let (group, invited) = named::group_and_user(&app, &segment, &uuid).await?;
    if invited.id != user.id && group.owner != user.id {
        return Err(Error::forbidden("This is neither your invitation nor your group"));
    }
    take(&app, &user, &group, |group, occurrence| group.uninvite(invited.id, occurrence)).await?;
    Ok(NoContent)
}

fn uuid(body: &Map<String, Value>) -> Result<String> {
    let refused = || Error::invalid_field("uuid", "not a uuid");
    let text = body.get("uuid").and_then(Value::as_str);
    let uuid = text.filter(|text| text.parse::<Uuid>().is_ok());
    uuid.map(str::to_owned).ok_or_else(refused)
}
