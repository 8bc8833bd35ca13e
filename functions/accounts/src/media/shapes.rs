//! People, as the media API shows them.

use kindred::entity::group::{Membership, Standing};
use kindred::entity::user::User;
use kindred::http::media::{GroupBase, UserBase};
use kindred::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;

/// A user and their groups.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccountWithGroups)]
pub(crate) struct UserObject {
    /// The user.
    #[serde(flatten)]
    base: UserBase,
    /// Groups that they are a member of.
    groups: Vec<GroupBase>,
    /// Groups that they are invited to.
    invitations: Vec<GroupBase>,
    /// Groups that they own.
    owned_groups: Vec<GroupBase>,
}

/// A page of people.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "the shape of `Paged<UserBase>` under a name of its own, for the documentation"
)]
pub(crate) struct PeoplePage {
    /// Always true.
    #[schema(example = true)]
    status: bool,
    /// For a person.
    #[schema(example = "Here you are")]
    message: String,
    /// The people, at most 24, as others may see them.
    content: Vec<UserBase>,
    /// How many people this page has.
    #[schema(example = 1)]
    number_of_elements: usize,
    /// The number of the page, as it was asked for.
    #[schema(example = 1)]
    page: i64,
    /// How many pages there are; 0 when there is nobody.
    #[schema(example = 3)]
    total_pages: u64,
}

impl UserObject {
    /// A user as they see themselves, with their groups.
    pub(super) async fn own(app: &App, user: &User) -> Result<Self> {
        let memberships = Membership::of(&app.store, user.id).await?;
        let those = |standing| {
            let all = memberships.iter().filter(move |membership| membership.standing == standing);
            all.map(GroupBase::from).collect()
        };
        Ok(Self {
            base: user.into(),
            groups: those(Standing::Member),
            invitations: those(Standing::Invited),
            owned_groups: those(Standing::Owner),
        })
    }

    /// A user as others may see them: without their groups, too.
    pub(super) fn of_stranger(user: &User) -> Self {
        Self::without_groups(UserBase::of_stranger(user))
    }

    /// A user without their groups.
    pub(super) fn without_groups(base: UserBase) -> Self {
        Self { base, groups: Vec::new(), invitations: Vec::new(), owned_groups: Vec::new() }
    }
}
