//! The media API's door: by e-mail address, and who somebody is there.

mod account;
mod export;
mod fields;
mod genres;
mod search;
mod session;
mod shapes;

use kindred::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes below `/api/auth` and `/api/user`.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(session::register_media))
        .routes(routes!(session::login_media))
        .routes(routes!(session::logout))
        .routes(routes!(session::forget_password))
        .routes(routes!(session::reset_password_media))
        .routes(routes!(account::get_account, account::update_account, account::delete_account))
        .routes(routes!(account::set_preferences_defined))
        .routes(routes!(search::search_users))
        .routes(routes!(genres::list_liked_genres))
        .routes(routes!(genres::like_genre, genres::unlike_genre))
        .routes(routes!(export::export))
}
