//! The media catalogue: the same routes for every kind, `/api/{kind}*`.
//!
//! Nothing here knows a kind by name: what differs stands in [`kindred::entity::kind`], and a kind of that table has
//! routes, shapes and documentation by being in it. Lists are derived by the function `recompute`; here they are read.

mod additions;
mod bad_recommendation;
mod content;
mod documentation;
mod episodes;
mod genres;
mod history;
mod meta;
mod named;
mod popular;
mod rating;
mod recommended;
mod record;
mod search;
mod similar;

use axum::Extension;
use kindred::App;
use kindred::entity::kind::MediaKind;
use kindred::matching::records::Records;
use kindred::matching::titles::Titles;
use kindred::snapshots::Snapshots;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of this function.
pub fn router() -> OpenApiRouter<App> {
    let titles = Snapshots::<Titles>::default();
    let records = Snapshots::<Records>::default();
    MediaKind::ALL.into_iter().fold(OpenApiRouter::new(), |all, kind| {
        let mut routes =
            routes_of(kind).layer(Extension(titles.clone())).layer(Extension(records.clone()));
        documentation::specialise(routes.get_openapi_mut(), kind);
        all.nest(&format!("/api/{kind}"), routes.layer(Extension(kind)))
    })
}

fn routes_of(kind: MediaKind) -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new()
        .routes(routes!(popular::list_popular))
        .routes(routes!(recommended::list_recommended))
        .routes(routes!(recommended::list_recommended_to_groups))
        .routes(routes!(search::search))
        .routes(routes!(meta::get_meta, meta::update_meta))
        .routes(routes!(similar::list_similar))
        .routes(routes!(rating::withdraw_rating))
        .routes(routes!(bad_recommendation::report_bad_recommendation))
        .routes(routes!(content::get_content, content::update_content, content::delete_content))
        .merge(additions::routes());
    let routes = if kind.parts().is_some() { routes.merge(episodes::routes()) } else { routes };
    let routes = if kind.differences().has_genres() {
        routes
            .routes(routes!(genres::list_genres, genres::create_genre))
            .routes(routes!(genres::delete_genre))
    } else {
        routes
    };
    if kind.differences().history { routes.routes(routes!(history::list_history)) } else { routes }
}
