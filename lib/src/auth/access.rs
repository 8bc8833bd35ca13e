//! Who may call which route: one table for the whole system.
//!
//! Handlers that act on permissions ask here at the point where the contract wants the question
//! ([`Caller::permitted`](crate::http::media::Caller::permitted)); the documentation shows what stands here; and a test
//! calls every route as everybody, so that no route is missing and none is more open than it says.

use axum::extract::MatchedPath;
use axum::http::Method;
use axum::http::request::Parts;

use crate::entity::kind::MediaKind;
use crate::entity::role::Permission;

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Anyone,
    /// Everybody with a session in the `access-token` of the body.
    TokenInBody,
    /// Everybody with a session in the header.
    Session,
    /// Everybody with a session in the header; only administrators with one of these parameters.
    AdministratorWith(&'static [&'static str]),
    /// Administrators with a session in the header.
    Administrator,
    /// Everybody with a session in the header whose address is confirmed.
    Activated,
    /// Everybody with a session in the header who has agreed to be compared with others by taste.
    Consenting,
    /// Runners, with their token in the header.
    Runner,
    /// Those with a session in the header whose roles permit this.
    Permitted(Permission),
    /// The same, asked before whether their account is still there: who is gone has no roles.
    PermittedFirst(Permission),
}

use Access::{
    Activated, Administrator, AdministratorWith, Anyone, Consenting, Permitted, PermittedFirst,
    Runner, Session, TokenInBody,
};
use Permission::{
    AccessSandbox, AddContent, DeleteContent, IndicateInterest, ModifyContent, ModifyUserProfil,
    ValidateAddedContent,
};

impl Access {
    /// The permission that it takes.
    pub fn permission(self) -> Option<Permission> {
        match self {
            Permitted(permission) | PermittedFirst(permission) => Some(permission),
            Anyone | TokenInBody | Session | Activated | Consenting | AdministratorWith(_)
            | Administrator | Runner => None,
        }
    }
}

/// Every route: method, path, and who may call it. `{kind}` stands for every kind of media.
pub const ROUTES: &[(&str, &str, Access)] = &[
    // The forum.
    ("POST", "/register", Anyone),
    ("POST", "/login", Anyone),
    ("POST", "/verify-token", TokenInBody),
    ("GET", "/users/{id}", Anyone),
    ("GET", "/users/{id}/articles", Anyone),
    ("GET", "/articles", Anyone),
    ("POST", "/articles/new", TokenInBody),
    ("GET", "/articles/{id}", Anyone),
    ("PUT", "/articles/{id}/edit", TokenInBody),
    ("DELETE", "/articles/{id}/delete", TokenInBody),
    // The job service.
    ("GET", "/api/about", Anyone),
    ("POST", "/api/users/signup", Anyone),
    ("POST", "/api/users/activate", Anyone),
    ("POST", "/api/users/login", Anyone),
    ("GET", "/api/users/requestPasswordReset", Anyone),
    ("POST", "/api/users/resetPassword", Anyone),
    ("GET", "/api/users/info", AdministratorWith(&["email"])),
    ("POST", "/api/users/delete", AdministratorWith(&["emailModify"])),
    ("POST", "/api/users/changePassword", AdministratorWith(&["emailModify"])),
    ("POST", "/api/users/changeEmail", AdministratorWith(&["emailModify"])),
    ("GET", "/api/users/resendActivationEmail", Session),
    ("POST", "/api/users/invalidateAllTokens", Session),
    // The job service: jobs.
    ("POST", "/api/jobs/submit", Activated),
    ("POST", "/api/jobs/upload", Activated),
    ("GET", "/api/jobs/list", AdministratorWith(&["all", "email"])),
    ("GET", "/api/jobs/info", Session),
    ("GET", "/api/jobs/wait", Session),
    ("POST", "/api/jobs/abort", Session),
    ("POST", "/api/jobs/delete", Session),
    ("GET", "/api/jobs/downloadTranscript", Session),
    // The job service: runners.
    ("GET", "/api/runners/create", Administrator),
    ("POST", "/api/runners/register", Runner),
    ("POST", "/api/runners/unregister", Runner),
    ("POST", "/api/runners/heartbeat", Runner),
    ("POST", "/api/runners/retrieveJobInfo", Runner),
    ("GET", "/api/runners/retrieveJobAudio", Runner),
    ("POST", "/api/runners/submitJobResult", Runner),
    ("GET", "/api/admin/runners", Administrator),
    ("DELETE", "/api/admin/runners/{id}", Administrator),
    // The job service: events.
    ("GET", "/api/admin/events", Administrator),
    ("GET", "/api/admin/events/launches", Administrator),
    ("GET", "/api/admin/engines", Administrator),
    ("GET", "/api/admin/replay/diff", Administrator),
    // The media API: accounts.
    ("POST", "/api/auth/register", Anyone),
    ("POST", "/api/auth/login", Anyone),
    ("POST", "/api/auth/logout", Session),
    ("POST", "/api/auth/forget", Anyone),
    ("POST", "/api/auth/reset", Anyone),
    ("GET", "/api/user/{uuid}", Session),
    ("PATCH", "/api/user/{uuid}", PermittedFirst(ModifyUserProfil)),
    ("DELETE", "/api/user/{uuid}", PermittedFirst(ModifyUserProfil)),
    ("PUT", "/api/user/preferences_defined", Permitted(ModifyUserProfil)),
    ("GET", "/api/user/search/{search_term}", Session),
    ("GET", "/api/user/genre", Session),
    ("PUT", "/api/user/genre/{genre_id}", Permitted(ModifyUserProfil)),
    ("DELETE", "/api/user/genre/{genre_id}", Permitted(ModifyUserProfil)),
    ("GET", "/api/user/export", Session),
    // The media API: groups.
    ("POST", "/api/group", Session),
    ("GET", "/api/group/{group_id}", Session),
    ("DELETE", "/api/group/{group_id}", Session),
    ("POST", "/api/group/{group_id}/invitations", Session),
    ("PUT", "/api/group/{group_id}/invitations/{user_uuid}", Session),
    ("DELETE", "/api/group/{group_id}/invitations/{user_uuid}", Session),
    ("DELETE", "/api/group/{group_id}/members/{user_uuid}", Session),
    // The media API: profiles.
    ("GET", "/api/profile", Permitted(AccessSandbox)),
    ("POST", "/api/profile", Permitted(AccessSandbox)),
    ("GET", "/api/profile/{uuid}", Session),
    ("PATCH", "/api/profile/{uuid}", Permitted(AccessSandbox)),
    ("DELETE", "/api/profile/{uuid}", Permitted(AccessSandbox)),
    ("GET", "/api/profile/{uuid}/genre", Session),
    ("PUT", "/api/profile/{uuid}/genre/{genre_id}", Permitted(AccessSandbox)),
    ("DELETE", "/api/profile/{uuid}/genre/{genre_id}", Permitted(AccessSandbox)),
    ("PUT", "/api/profile/{uuid}/content/{content_id}/meta", Permitted(AccessSandbox)),
    ("GET", "/api/profile/{uuid}/{kind}/meta", Permitted(AccessSandbox)),
    ("GET", "/api/profile/{uuid}/history", Permitted(AccessSandbox)),
    ("GET", "/api/profile/{uuid}/history/{id}/genres", Permitted(AccessSandbox)),
    ("GET", "/api/profile/{uuid}/history/{id}/{kind}/meta", Permitted(AccessSandbox)),
    ("GET", "/api/profile/{uuid}/history/{id}/{kind}/result", Permitted(AccessSandbox)),
    ("POST", "/api/profile/{uuid}/recommend", Permitted(AccessSandbox)),
    // Matching.
    ("GET", "/api/match", Session),
    ("POST", "/api/match", Session),
    ("GET", "/api/match/consent", Session),
    ("PUT", "/api/match/consent", Session),
    ("GET", "/api/match/{catalogue}", Session),
    ("POST", "/api/match/{catalogue}", Session),
    ("POST", "/api/match/{catalogue}/duplicates", Permitted(ValidateAddedContent)),
    ("GET", "/api/match/users", Consenting),
    ("GET", "/api/match/users/{uuid}", Consenting),
    // The media API: the catalogue.
    ("GET", "/api/{kind}", Session),
    ("GET", "/api/{kind}/user", Session),
    ("GET", "/api/{kind}/groups", Session),
    ("GET", "/api/{kind}/search/{search_term}", Session),
    ("GET", "/api/{kind}/genres", Permitted(IndicateInterest)),
    ("POST", "/api/{kind}/genres", Permitted(ModifyContent)),
    ("DELETE", "/api/{kind}/genres/{genre_id}", Permitted(DeleteContent)),
    ("GET", "/api/{kind}/{content_id}", Session),
    ("PATCH", "/api/{kind}/{content_id}", Permitted(ModifyContent)),
    ("DELETE", "/api/{kind}/{content_id}", Permitted(DeleteContent)),
    ("GET", "/api/{kind}/{content_id}/similar", Session),
    ("GET", "/api/{kind}/{content_id}/meta", Session),
    ("PATCH", "/api/{kind}/{content_id}/meta", Session),
    ("DELETE", "/api/{kind}/{content_id}/meta/rating", Session),
    ("POST", "/api/{kind}/{content_id}/bad_recommendation", Session),
    ("GET", "/api/track/history", Session),
    ("GET", "/api/serie/{content_id}/episodes", Session),
    ("POST", "/api/serie/{content_id}/episodes", Permitted(ValidateAddedContent)),
    // The media API: what awaits validation.
    ("POST", "/api/{kind}", Permitted(AddContent)),
    ("GET", "/api/{kind}/additional", Permitted(AddContent)),
    ("PUT", "/api/{kind}/additional/{addition_id}", Permitted(ValidateAddedContent)),
    ("DELETE", "/api/{kind}/additional/{addition_id}", Permitted(DeleteContent)),
];

/// Who may call the route of this method and path pattern, if there is one.
pub fn of(method: &str, path: &str) -> Option<Access> {
    let route = ROUTES.iter().find(|(known, pattern, _)| *known == method && fits(pattern, path));
    route.map(|(_, _, access)| *access)
}

/// The permission that a request needs by its route.
pub fn needed(parts: &Parts) -> Option<Permission> {
    let path = parts.extensions.get::<MatchedPath>()?;
    let method = if parts.method == Method::HEAD { &Method::GET } else { &parts.method };
    of(method.as_str(), path.as_str())?.permission()
}

/// Whether a path is the pattern, with any kind of media in place of `{kind}`.
fn fits(pattern: &str, path: &str) -> bool {
    let Some((before, after)) = pattern.split_once("{kind}") else { return pattern == path };
    let rest = path.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    rest.is_some_and(|kind| MediaKind::named(kind).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_of_every_kind_are_one_row() {
        assert_eq!(of("GET", "/api/book/{content_id}/meta"), Some(Session));
        assert_eq!(of("GET", "/api/movie"), Some(Session));
        assert_eq!(of("GET", "/api/films"), None);
        assert_eq!(of("DELETE", "/api/movie"), None);
    }
}
