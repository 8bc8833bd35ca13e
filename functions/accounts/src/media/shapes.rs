//! People, as the media API shows them.

use kindred::entity::user::User;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A user as they see themselves.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub(crate) struct UserBase {
    /// The id by which the media API knows them.
    #[schema(value_type = String, format = "uuid", example = "5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52")]
    pub(super) uuid: Uuid,
    /// Their address; null for somebody who registered at the forum.
    #[schema(required, format = "email", example = "ada@example.org")]
    email: Option<String>,
    /// The name that others see.
    #[schema(example = "ada.l")]
    username: String,
    /// Whether they have said what they like.
    #[schema(example = false)]
    preferences_defined: bool,
    /// What they may do.
    role: RoleOut,
}

/// A role, with all that its user may do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Role)]
pub(crate) struct RoleOut {
    /// `user` or `admin`; null for an account without a role.
    #[schema(required, example = "user")]
    name: Option<String>,
    /// What it permits.
    #[schema(example = json!(["indicate_interest", "view_recommendation"]))]
    permissions: Vec<String>,
}

impl From<&User> for UserBase {
    fn from(user: &User) -> Self {
        Self {
            uuid: user.uuid,
            email: user.email.clone(),
            username: user.author_name(),
            preferences_defined: user.preferences_defined,
            role: RoleOut {
                name: user.roles.last().cloned(),
                permissions: user.permission_names(),
            },
        }
    }
}

/// A group, as lists name it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GroupName)]
pub(crate) struct GroupBase {
    /// Counts up from 1.
    #[schema(example = 4)]
    group_id: u64,
    /// Its name.
    #[schema(example = "book_club")]
    name: String,
}

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

impl UserBase {
    /// A user as others may see them: without address, rights and habits.
    pub(crate) fn of_stranger(user: &User) -> Self {
        let role = RoleOut { name: None, permissions: Vec::new() };
        Self { email: None, preferences_defined: false, role, ..user.into() }
    }
}

impl From<UserBase> for UserObject {
    fn from(base: UserBase) -> Self {
        Self { base, groups: Vec::new(), invitations: Vec::new(), owned_groups: Vec::new() }
    }
}
