//! A group itself: make one, see one, delete or leave one.

use axum::extract::State;
use kindred::entity::group::{Group, MOST_GROUPS, Membership, Standing};
use kindred::entity::names::GroupName;
use kindred::http::media::Caller;
use kindred::http::{Body, Created, Json, NoContent, Path};
use kindred::{App, Error, Result};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::named;
use crate::shapes::GroupAnswer;
use crate::step::take;

/// A group to be made.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "the shape of a body, for the documentation")]
pub(crate) struct NewGroup {
    /// Letters, digits and underscores with single dots inside; others may have the same.
    #[schema(min_length = 3, max_length = 45, example = "book_club")]
    name: String,
}

/// Make a group.
///
/// It is yours, and has nobody else in it; nobody is in more than 200 groups, invitations included. What is recommended
/// to it follows with recompute, normally within a second.
#[utoipa::path(post, path = "/api/group", tag = "Groups", request_body = NewGroup,
    responses(
        (status = 201, body = GroupAnswer, description = "The new group"),
        (status = 400, description = "name: not 3 to 45 letters, digits and underscores with single dots inside | \
            operation: You have 200 groups and invitations, no more are possible"),
    ))]
pub(crate) async fn create_group(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    Body(body): Body<Map<String, Value>>,
) -> Result<Created<GroupAnswer>> {
    let name = name(&body)?;
    if !Membership::has_room(&app.store, user.id).await? {
        let full = format!("You have {MOST_GROUPS} groups and invitations, no more are possible");
        return Err(Error::state(full));
    }
    let group = Group::new(app.store.next_id("group").await?, &name, user.id);
    app.store.commit(group.founding(app.ids.occurrence(Some(user.id)))).await?;
    Ok(Created(GroupAnswer::new(&app, &group, &user).await?))
}

/// See a group.
///
/// For its owner, its members and those who are invited.
#[utoipa::path(get, path = "/api/group/{group_id}", tag = "Groups",
    params(("group_id" = u64, Path, description = "The group's id", example = 4)),
    responses(
        (status = 200, body = GroupAnswer, description = "The group"),
        (status = 403, description = "You have nothing to do with this group"),
        (status = 404, description = "There is no group with the id 4"),
    ))]
pub(crate) async fn get_group(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    Path(segment): Path<String>,
) -> Result<Json<GroupAnswer>> {
    let group = named::group(&app, &segment).await?;
    if group.standing_of(user.id).is_none() {
        return Err(Error::forbidden("You have nothing to do with this group"));
    }
    Ok(Json(GroupAnswer::new(&app, &group, &user).await?))
}

/// Delete one's group, or leave that of somebody else.
///
/// The owner deletes it, with all memberships, invitations and recommendations; a member leaves it.
#[utoipa::path(delete, path = "/api/group/{group_id}", tag = "Groups",
    params(("group_id" = u64, Path, description = "The group's id", example = 4)),
    responses(
        (status = 204, description = "It is deleted, or you have left it"),
        (status = 403, description = "You are neither owner nor member of this group"),
        (status = 404, description = "There is no group with the id 4"),
    ))]
pub(crate) async fn delete_group(
    State(app): State<App>,
    Caller { user, .. }: Caller,
    Path(segment): Path<String>,
) -> Result<NoContent> {
    let group = named::group(&app, &segment).await?;
    let step = |group: Group, occurrence| match group.standing_of(user.id) {
        Some(Standing::Owner) => Ok((group.disbanding(occurrence), ())),
        Some(Standing::Member) => Ok((group.dismiss(user.id, occurrence)?.0, ())),
        _ => Err(Error::forbidden("You are neither owner nor member of this group")),
    };
    take(&app, &user, &group, step).await?;
    Ok(NoContent)
}

fn name(body: &Map<String, Value>) -> Result<GroupName> {
    let refused = || {
        let rule = "not 3 to 45 letters, digits and underscores with single dots inside";
        Error::invalid_field("name", rule)
    };
    body.get("name").and_then(Value::as_str).and_then(GroupName::parse).ok_or_else(refused)
}
