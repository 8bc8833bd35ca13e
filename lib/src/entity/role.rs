//! Roles, and what each permits: one table.
//!
//! Who may do something is decided from the roles that an account has in the store when it asks, never from what a
//! token says. Which route wants which permission stands in [`access`](crate::auth::access).

use serde::{Deserialize, Serialize};

use Permission::{
    AccessSandbox, AddContent, DeleteContent, IndicateInterest, ModifyContent, ModifyUserProfil,
    PlayMusic, ValidateAddedContent, ViewRecommendation,
};

/// What a role may permit. Contract: the names are public, clients show and hide things by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Use the sandbox of profiles.
    AccessSandbox,
    /// Submit a content for the catalogue.
    AddContent,
    /// Delete contents, and decline those that were submitted.
    DeleteContent,
    /// See genres in order to say what one likes.
    IndicateInterest,
    /// Edit contents of the catalogue.
    ModifyContent,
    /// Change one's own account and what it likes.
    ModifyUserProfil,
    /// Play music in a client.
    PlayMusic,
    /// Accept contents that were submitted.
    ValidateAddedContent,
    /// See recommendations in a client.
    ViewRecommendation,
}

/// The role of everybody who registers.
pub const USER: &str = "user";
/// The role of those who look after the catalogue.
pub const ADMIN: &str = "admin";

/// What each role permits.
pub const ROLES: [(&str, &[Permission]); 2] = [
    (USER, &[AddContent, IndicateInterest, ModifyUserProfil, PlayMusic, ViewRecommendation]),
    (
        ADMIN,
        &[
            AccessSandbox,
            AddContent,
            DeleteContent,
            IndicateInterest,
            ModifyContent,
            ModifyUserProfil,
            PlayMusic,
            ValidateAddedContent,
            ViewRecommendation,
        ],
    ),
];

impl Permission {
    /// Its public name.
    pub fn name(self) -> &'static str {
        match self {
            AccessSandbox => "access_sandbox",
            AddContent => "add_content",
            DeleteContent => "delete_content",
            IndicateInterest => "indicate_interest",
            ModifyContent => "modify_content",
            ModifyUserProfil => "modify_user_profil",
            PlayMusic => "play_music",
            ValidateAddedContent => "validate_added_content",
            ViewRecommendation => "view_recommendation",
        }
    }
}

/// What these roles permit together: sorted, each once. A role that we do not know permits nothing.
pub fn permissions(roles: &[String]) -> Vec<Permission> {
    let known = ROLES.iter().filter(|(name, _)| roles.iter().any(|role| role == name));
    let mut permissions: Vec<_> = known.flat_map(|(_, permitted)| *permitted).copied().collect();
    permissions.sort_unstable();
    permissions.dedup();
    permissions
}
