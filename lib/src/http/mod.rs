//! How HTTP is spoken: extractors that refuse in our own words, pages, dialects of errors, and the edge around it all.
//!
//! The usual extractors of axum answer in plain text; the ones here answer with an [`Error`](crate::Error), which the
//! [`edge`](mod@edge) spells in the [`dialect`] of the API that was called.

mod bearer;
pub mod body;
pub mod client;
pub mod dialect;
pub mod edge;
pub mod form;
pub mod forum;
pub mod jobs;
pub mod media;
pub mod openapi;
pub mod page;
pub mod params;
pub mod runners;
pub mod shelf;

pub use body::Body;
pub use client::ClientAddress;
pub use edge::edge;
pub use form::Form;
pub use params::{Path, Query};

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// A JSON answer with status 200.
#[derive(Clone, Copy, Debug)]
pub struct Json<T>(pub T);

/// An empty answer with status 204.
#[derive(Clone, Copy, Debug)]
pub struct NoContent;

/// A JSON answer with status 201.
#[derive(Clone, Copy, Debug)]
pub struct Created<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        (StatusCode::CREATED, Json(self.0)).into_response()
    }
}
