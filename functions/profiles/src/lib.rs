//! Profiles: made-up people, to see what they would be recommended.
//!
//! To the store they are [`Persona`](kindred::entity::persona)s. They belong to one user and nobody else sees them: a
//! profile of somebody else's is not found. Nothing that happens here is true of anybody, so nothing is told by events
//! and nothing counts, neither in averages nor in popularity; only the engines are the real ones.

mod deeds;
mod documentation;
mod genres;
mod history;
mod launch;
mod meta;
mod named;
mod outcomes;
mod profile;
mod shapes;

use axum::Extension;
use kindred::App;
use kindred::entity::kind::MediaKind;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of this function.
pub fn router() -> OpenApiRouter<App> {
    let mut routes = OpenApiRouter::new()
        .routes(routes!(profile::list_profiles, profile::create_profile))
        .routes(routes!(profile::get_profile, profile::update_profile, profile::delete_profile))
        .routes(routes!(genres::list_profile_genres))
        .routes(routes!(genres::like_profile_genre, genres::unlike_profile_genre))
        .routes(routes!(meta::set_profile_meta))
        .routes(routes!(launch::recommend_to_profile))
        .routes(routes!(history::list_profile_launches))
        .routes(routes!(history::list_launch_genres));
    documentation::complete(routes.get_openapi_mut());
    MediaKind::ALL.into_iter().fold(routes, with_kind)
}

/// What there is once for each kind.
fn with_kind(all: OpenApiRouter<App>, kind: MediaKind) -> OpenApiRouter<App> {
    let own = OpenApiRouter::new().routes(routes!(meta::list_profile_metas));
    let past = OpenApiRouter::new()
        .routes(routes!(history::list_launch_results))
        .routes(routes!(history::list_launch_metas));
    let [own, past] = [own, past].map(|mut routes| {
        documentation::specialise(routes.get_openapi_mut(), kind);
        routes.layer(Extension(kind))
    });
    all.nest(&format!("/api/profile/{{uuid}}/{kind}"), own)
        .nest(&format!("/api/profile/{{uuid}}/history/{{id}}/{kind}"), past)
}
