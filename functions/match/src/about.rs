//! What can be asked of matching.

use kindred::Result;
use kindred::entity::kind::MediaKind;
use kindred::http::Json;
use kindred::http::media::Caller;
use serde::Serialize;
use utoipa::ToSchema;

/// What can be asked of matching, by the names that requests use.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "status": true, "kinds": ["application", "book", "game", "movie", "serie", "track"] }))]
pub(crate) struct AboutMatching {
    /// Always true.
    status: bool,
    /// The kinds of media whose catalogues can be looked through.
    #[schema(value_type = Vec<String>)]
    kinds: [MediaKind; 6],
}

/// Tell what can be asked of matching.
///
/// What the other operations take by name, so that a client need not be told twice. It is the same for everybody.
#[utoipa::path(get, path = "/api/match", tag = "Matching", responses(
    (status = 200, body = AboutMatching, description = "What there is"),
))]
pub(crate) async fn about_matching(_: Caller) -> Result<Json<AboutMatching>> {
    Ok(Json(AboutMatching { status: true, kinds: MediaKind::ALL }))
}
