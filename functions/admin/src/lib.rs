//! What administrators see of the events and of what became of them.
//!
//! Nothing is written here. Events lie in their table as they were written ([`events`]); what engines did with them is
//! told by the function `recompute`.

mod documentation;
mod events;
mod moment;
mod types;

use kindred::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of this function.
pub fn router() -> OpenApiRouter<App> {
    let mut routes = OpenApiRouter::new().routes(routes!(events::list_events));
    documentation::explain(routes.get_openapi_mut());
    routes
}
