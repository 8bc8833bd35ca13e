//! The edge around every router: CORS, errors in the dialect of the path, one log line for each request.

use std::any::Any;
use std::convert::Infallible;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS, CONTENT_LENGTH, CONTENT_TYPE, ORIGIN,
    RETRY_AFTER, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;

use super::Json;
use super::dialect::Dialect;
use crate::Error;
use crate::error::Kind;

const METHODS: &str = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

/// A router with its edge; nothing may be added outside of it.
pub fn edge(router: Router) -> Router {
    router.layer(CatchPanicLayer::custom(panicked)).layer(from_fn(speak))
}

async fn speak(request: Request, next: Next) -> Result<Response, Infallible> {
    let started = Instant::now();
    let method = request.method().clone();
    let headers = request.headers().clone();
    let dialect = Dialect::of_path(request.uri().path());
    // The pattern, not the path: what people search for is nobody's business.
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = if method == Method::OPTIONS {
        preflight(&headers)
    } else {
        spelt(dialect, next.run(request).await)
    };
    let mut response = with_cors(&headers, response);
    if method == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    let route = route.as_ref().map_or("unknown", MatchedPath::as_str);
    let ms = started.elapsed().as_secs_f64() * 1e3;
    tracing::info!(%method, route, status = response.status().as_u16(), ms, "request");
    Ok(response)
}

/// The response, with every error written in the dialect.
fn spelt(dialect: Dialect, mut response: Response) -> Response {
    let error = match response.extensions_mut().remove::<Error>() {
        Some(error) => error,
        None if is_foreign(&response) => foreign(response.status()),
        None => return response,
    };
    log(&error);
    let (status, body) = dialect.spell(&error);
    let mut spelt = (status, Json(body)).into_response();
    if let Some(wait) = error.retry_after() {
        spelt.headers_mut().insert(RETRY_AFTER, wait.as_secs().max(1).into());
    }
    // What the framework knows to add (Allow, …) stays.
    for (name, value) in response.headers() {
        if name != CONTENT_TYPE && name != CONTENT_LENGTH {
            spelt.headers_mut().insert(name.clone(), value.clone());
        }
    }
    spelt
}

/// Whether the framework refused it, in its own words.
fn is_foreign(response: &Response) -> bool {
    let status = response.status();
    status.is_client_error() || status.is_server_error()
}

fn foreign(status: StatusCode) -> Error {
    let message = match status {
        StatusCode::NOT_FOUND => "There is nothing at this path",
        StatusCode::METHOD_NOT_ALLOWED => "This path does not know this method",
        _ if status.is_server_error() => return Error::internal("the framework failed"),
        _ => status.canonical_reason().unwrap_or("The request cannot be understood"),
    };
    Error::invalid(message).with_status(status)
}

fn log(error: &Error) {
    match error.kind() {
        Kind::Internal | Kind::Unavailable => tracing::error!(%error, "request failed"),
        kind => tracing::debug!(?kind, "request refused"),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the layer's signature")]
fn panicked(payload: Box<dyn Any + Send + 'static>) -> Response {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
    Error::internal(format!("panic: {}", text.unwrap_or("without a message"))).into_response()
}

/// Contract: 200 with all methods and the headers that were asked for.
fn preflight(asked: &HeaderMap) -> Response {
    let mut response = StatusCode::OK.into_response();
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    if let Some(wanted) = asked.get(ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
    }
    response
}

/// Contract: the origin echoed, `*` without one, on every answer.
fn with_cors(asked: &HeaderMap, mut response: Response) -> Response {
    let headers = response.headers_mut();
    if let Some(origin) = asked.get(ORIGIN) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.append(VARY, HeaderValue::from_static("Origin"));
    } else {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    response
}
