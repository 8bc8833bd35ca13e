//! Accounts: registration, log-in and who somebody is, at each door in its own words.
//!
//! One account serves every door; see [`kindred::entity::user`] and [`kindred::auth`]. A door has its fields, its rules
//! and its words; what it does stands beside the doors, once: `registration`, `log_in`, `activation`, `reset`,
//! `deletion`, and the `mailing` and `limits` that they share.

mod activation;
mod deletion;
mod forum;
mod jobs;
mod limits;
mod log_in;
mod mailing;
mod media;
mod naming;
mod new_password;
pub mod provision;
mod registration;
mod reset;

use kindred::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of this function.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(forum::register))
        .routes(routes!(forum::login))
        .routes(routes!(forum::verify_token))
        .routes(routes!(forum::get_user))
        .merge(jobs::router())
        .merge(media::router())
}
