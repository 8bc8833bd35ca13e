//! Groups: people who are recommended something together, `/api/group*`.
//!
//! Whoever makes a group owns it and invites others, who become members by accepting. Owner, members and invited people
//! see a group, nobody else does; and nobody sees the address of another. What the steps are and when they are refused
//! is decided in [`kindred::entity::group`]; what is recommended to a group is derived by the function `recompute` and
//! read in `media`.

mod group;
mod invitations;
mod members;
mod named;
mod shapes;
mod step;

use kindred::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of this function.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(group::create_group))
        .routes(routes!(group::get_group, group::delete_group))
        .routes(routes!(invitations::invite))
        .routes(routes!(invitations::accept_invitation, invitations::delete_invitation))
        .routes(routes!(members::remove_member))
}
