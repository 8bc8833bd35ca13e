//! The docs page, the OpenAPI description, and an answer for every path that no other function owns.
//!
//! The description is generated from the handlers of all functions, committed as `openapi.json` and kept current by a
//! test; this function carries that file. Unknown paths fall through to the [edge](kindred::http::edge), which answers
//! in the dialect of the nearest API.

use axum::Router;
use axum::response::Redirect;
use axum::routing::get;
use serde_json::Value;
use utoipa_swagger_ui::{Config, SwaggerUi};

const DESCRIPTION: &str = include_str!("../../../openapi.json");

/// The routes of this function.
#[expect(clippy::disallowed_methods, reason = "a page for people, not a part of the API")]
pub fn router() -> Router {
    let description: Value =
        serde_json::from_str(DESCRIPTION).expect("the generated file is valid JSON");
    let config = Config::from("/openapi.json").try_it_out_enabled(true).persist_authorization(true);
    let page =
        SwaggerUi::new("/docs").config(config).external_url_unchecked("/openapi.json", description);
    Router::new().route("/", get(async || Redirect::temporary("/docs/"))).merge(page)
}
