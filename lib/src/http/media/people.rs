//! People and groups, as the media API shows them.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::entity::group::Membership;
use crate::entity::user::User;
use crate::{Error, Result, Store};

/// A user as they see themselves.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub struct UserBase {
    /// The id by which the media API knows them.
    #[schema(value_type = String, format = "uuid", example = "5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52")]
    pub uuid: Uuid,
    /// Their address; null for somebody who registered at the forum.
    #[schema(required, format = "email", example = "ada@example.org")]
    pub email: Option<String>,
    /// The name that others see.
    #[schema(example = "ada.l")]
    pub username: String,
    /// Whether they have said what they like.
    #[schema(example = false)]
    pub preferences_defined: bool,
    /// What they may do.
    pub role: RoleOut,
}

/// A role, with all that its user may do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Role)]
pub struct RoleOut {
    /// `user` or `admin`; null for an account without a role.
    #[schema(required, example = "user")]
    pub name: Option<String>,
    /// What it permits.
    #[schema(example = json!(["indicate_interest", "view_recommendation"]))]
    pub permissions: Vec<String>,
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

impl UserBase {
    /// A user as others may see them: without address, rights and habits.
    pub fn of_stranger(user: &User) -> Self {
        let role = RoleOut { name: None, permissions: Vec::new() };
        Self { email: None, preferences_defined: false, role, ..user.into() }
    }
}

/// A group, as lists name it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GroupName)]
pub struct GroupBase {
    /// Counts up from 1.
    #[schema(example = 4)]
    pub group_id: u64,
    /// Its name.
    #[schema(example = "book_club")]
    pub name: String,
}

impl From<&Membership> for GroupBase {
    fn from(membership: &Membership) -> Self {
        Self { group_id: membership.group_id, name: membership.name.clone() }
    }
}

/// The user whose uuid a path segment is.
///
/// Refuses: `NotFound` 404 with the segment as it was sent, also when it is no uuid.
pub async fn user_of_uuid(store: &Store, segment: &str) -> Result<User> {
    let unknown = || Error::not_found(format!("There is no user with the uuid {segment}"));
    let uuid: Uuid = segment.parse().map_err(|_| unknown())?;
    User::by_claim(store, &User::uuid_claim(uuid)).await?.ok_or_else(unknown)
}
