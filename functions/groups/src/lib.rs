//! Groups: people who are recommended something together.

use kindred::App;
use utoipa_axum::router::OpenApiRouter;

/// The routes of this function.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
