//! What administrators see of the events and of what became of them.

use kindred::App;
use utoipa_axum::router::OpenApiRouter;

/// The routes of this function.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
