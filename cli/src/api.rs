//! The API of all functions together: one router, one description.

use axum::Router;
use kindred::App;
use kindred::http::openapi::describe;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

/// What stands above the operations.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Kindred",
        description = "A serverless backend for communities of taste: one account opens a forum of articles and a \
            media catalogue with ratings and recommendations.\n\nTwo doors, one account: the forum takes its token \
            as `access-token` in the JSON body, the media API as `Authorization: Bearer`. A token of either opens \
            both, each for as long as it accepts sessions.\n\nBodies are JSON objects of at most 6 MiB. Every failure \
            is JSON and carries `errorType`.",
    ),
    tags(
        (name = "accounts", description = "Registration, log-in and who somebody is"),
        (name = "articles", description = "The forum: articles and lists of them"),
        (name = "book", description = "Books"),
        (name = "game", description = "Games"),
        (name = "movie", description = "Movies"),
    ),
)]
struct Heading;

/// The routes of every function that serves HTTP, without those of `docs`.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Heading::openapi())
        .merge(accounts::router())
        .merge(articles::router())
        .merge(media::router())
}

/// The description of the whole API.
pub fn description() -> utoipa::openapi::OpenApi {
    let mut openapi = routes().into_openapi();
    describe(&mut openapi);
    openapi
}

/// The description as it is committed.
pub fn description_text() -> String {
    let text = description().to_pretty_json().expect("a description can be written as JSON");
    text + "\n"
}

/// Everything that is served, without the edge.
pub fn router(app: App) -> Router {
    Router::from(routes().with_state(app)).merge(docs::router())
}
