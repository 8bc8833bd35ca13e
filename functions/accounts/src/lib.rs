//! Accounts: registration, log-in and who somebody is, at each door in its own words.
//!
//! One account serves every door; see [`kindred::entity::user`] and [`kindred::auth`].

mod forum;
mod media;
mod registration;

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
        .routes(routes!(media::register_media))
        .routes(routes!(media::login_media))
}
