//! Profiles: made-up people, to see what they would be recommended.

use kindred::App;
use utoipa_axum::router::OpenApiRouter;

/// The routes of this function.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
