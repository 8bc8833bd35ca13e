//! What a group looks like.

use std::collections::HashMap;

use kindred::entity::group::Group;
use kindred::entity::user::User;
use kindred::http::media::UserBase;
use kindred::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;

use crate::named::unknown;

/// A group.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GroupAnswer {
    /// Always true.
    #[schema(example = true)]
    status: bool,
    /// For a person.
    #[schema(example = "Here you are")]
    message: &'static str,
    /// The group.
    group: GroupOut,
}

/// A group and its people; of all but yourself, `email` is null.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Group)]
pub(crate) struct GroupOut {
    /// Counts up from 1.
    #[schema(example = 4)]
    group_id: u64,
    /// Its name; not unique.
    #[schema(example = "book_club")]
    name: String,
    /// Who made it.
    owner: UserBase,
    /// Who has accepted an invitation, in this order; the owner is not among them.
    members: Vec<UserBase>,
    /// Who is invited, in this order; at most 200 with the members.
    invitations: Vec<UserBase>,
}

impl GroupAnswer {
    /// A group as this user sees it. Costs a read unit for each of its people.
    ///
    /// Refuses: `NotFound` 404 when its owner's account is gone: then the group is about to go, too.
    pub(crate) async fn new(app: &App, group: &Group, viewer: &User) -> Result<Self> {
        let ids: Vec<u64> = group.people().chain(group.invitations.iter().copied()).collect();
        let places: Vec<_> = ids.into_iter().map(User::place).collect();
        let users: Vec<User> = app.store.batch(&places).await?;
        let users: HashMap<u64, User> = users.into_iter().map(|user| (user.id, user)).collect();
        let show = |id: &u64| users.get(id).map(|user| seen_by(viewer, user));
        let group = GroupOut {
            group_id: group.id,
            name: group.name.clone(),
            owner: show(&group.owner).ok_or_else(|| unknown(group.id))?,
            members: group.members.iter().filter_map(show).collect(),
            invitations: group.invitations.iter().filter_map(show).collect(),
        };
        Ok(Self { status: true, message: "Here you are", group })
    }
}

fn seen_by(viewer: &User, user: &User) -> UserBase {
    if user.id == viewer.id { user.into() } else { UserBase::of_stranger(user) }
}
