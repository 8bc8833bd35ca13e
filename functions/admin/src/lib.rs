//! What administrators see of the events and of what became of them.
//!
//! Nothing is written here. Events lie in their table as they were written (`events`); what engines did with them,
//! where they stand, and what became of people's lists, the function `recompute` has noted (`launches`, `engines`,
//! `differences`).

mod differences;
mod documentation;
mod engines;
mod events;
mod launches;
mod moment;
mod place;
mod types;
mod window;

use kindred::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of this function.
pub fn router() -> OpenApiRouter<App> {
    let mut routes = OpenApiRouter::new()
        .routes(routes!(events::list_events))
        .routes(routes!(launches::list_launches))
        .routes(routes!(engines::list_engines))
        .routes(routes!(differences::show_differences));
    documentation::explain(routes.get_openapi_mut());
    routes
}
