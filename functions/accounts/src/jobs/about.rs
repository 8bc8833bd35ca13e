//! What this is: also what load balancers and monitors ask for.

use kindred::http::Json;
use serde::Serialize;
use utoipa::ToSchema;

/// What this service is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct About {
    /// For a person.
    #[schema(example = "Kindred, a serverless backend for communities of taste")]
    msg: &'static str,
    /// Where its source code is.
    #[serde(rename = "sourceCode")]
    #[schema(example = "https://crates.io/crates/kindred")]
    source_code: &'static str,
    /// Its version.
    #[schema(example = "0.1.0")]
    version: &'static str,
}

/// Tell what this service is.
///
/// Reads nothing from the store, so that it answers as long as the function does.
#[utoipa::path(get, path = "/api/about", tag = "Job service accounts", responses(
    (status = 200, body = About, description = "What it is"),
))]
pub(crate) async fn about() -> Json<About> {
    Json(About {
        msg: "Kindred, a serverless backend for communities of taste",
        source_code: "https://crates.io/crates/kindred",
        version: env!("CARGO_PKG_VERSION"),
    })
}
