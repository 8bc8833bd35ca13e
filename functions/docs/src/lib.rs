//! The docs page, the OpenAPI description, and an answer for every path that no other function owns.
//!
//! The description is generated from the handlers of all functions, committed as `openapi.json` and kept current by a
//! test; this function carries that file, and the files of Swagger UI, so that the page loads nothing from elsewhere.
//! Unknown paths fall through to the [edge](mod@kindred::http::edge), which answers in the dialect of the nearest API.

use std::borrow::Cow;
use std::sync::Arc;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use kindred::http::Path;
use kindred::{Error, Result};
use utoipa_swagger_ui::{Config, serve};

const DESCRIPTION: &str = include_str!("../../../openapi.json");

/// The routes of this function.
#[expect(clippy::disallowed_methods, reason = "a page for people, not a part of the API")]
pub fn router() -> Router {
    let config = Arc::new(config());
    let files = config.clone();
    Router::new()
        .route("/", get(async || Redirect::temporary("/docs/")))
        .route("/docs", get(async || Redirect::temporary("/docs/")))
        .route("/docs/", get(async || file("index.html", config)))
        .route("/docs/{*file}", get(async |Path(name): Path<String>| file(&name, files)))
        .route("/openapi.json", get(async || ([(CONTENT_TYPE, "application/json")], DESCRIPTION)))
}

fn config() -> Config<'static> {
    Config::from("/openapi.json")
        .use_base_layout()
        // Else the page would show a badge from a server on the internet.
        .validator_url("none")
        .default_models_expand_depth(0)
        .default_model_expand_depth(3)
        .display_request_duration(true)
        .filter(true)
        .persist_authorization(true)
        .try_it_out_enabled(true)
}

/// A file of Swagger UI.
fn file(name: &str, config: Arc<Config<'static>>) -> Result<Response> {
    let file = serve(name, config).map_err(|error| Error::internal(error.to_string()))?;
    let file = file.ok_or_else(|| Error::not_found("There is nothing at this path"))?;
    let bytes = match name {
        "index.html" => titled(&file.bytes),
        _ => file.bytes,
    };
    Ok(([(CONTENT_TYPE, file.content_type)], bytes.into_owned()).into_response())
}

/// The page under our own title.
fn titled(page: &[u8]) -> Cow<'static, [u8]> {
    let page = String::from_utf8_lossy(page);
    page.replace("<title>Swagger UI</title>", "<title>Kindred API</title>").into_bytes().into()
}
