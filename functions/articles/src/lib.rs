//! Articles of the forum: `/articles*` and `/users/{id}/articles`.
//!
//! Who may do what and which lists an article stands in is decided in [`kindred::entity::article`]; here are the
//! routes.

mod article;
mod list;

use kindred::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of this function.
pub fn router() -> OpenApiRouter<App> {
    let (schemas, paths, create) = routes!(article::create_article);
    OpenApiRouter::new()
        .routes(routes!(list::list_articles))
        .routes(routes!(list::list_user_articles))
        // Contract: read as an article, "new" is one that was not found.
        .routes((schemas, paths, create.get(article::get_new)))
        .routes(routes!(article::get_article))
        .routes(routes!(article::edit_article))
        .routes(routes!(article::delete_article))
}
