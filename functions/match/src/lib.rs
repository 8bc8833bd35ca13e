//! Matching: how alike texts are, which items of the catalogue a record may be, and who has a taste like one's own.
//!
//! The algorithms are in [`kindred::matching`]; here they are reached. A request never takes more work than it may:
//! what it would take is reckoned before anything is begun.

mod about;
mod consent;
mod jobs;
mod people;
mod records;
mod shapes;
mod texts;

use axum::Extension;
use kindred::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of this function.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(about::about_matching, texts::match_texts))
        .routes(routes!(jobs::list_matching_jobs, jobs::submit_matching_job))
        .routes(routes!(jobs::get_matching_job, jobs::delete_matching_job))
        .routes(routes!(jobs::get_matching_result))
        .routes(routes!(consent::get_consent, consent::set_consent))
        .merge(people_routes())
        .merge(records::routes())
}

fn people_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(people::list_near_people))
        .routes(routes!(people::get_near_person))
        .layer(Extension(people::Circles::default()))
}
