//! `/_local/*`: levers for development and tests, only in `kindred serve`, never in a function.
//!
//! A `World` is what is served, and can be begun anew by `reset`; `outbox` tells what was mailed, and `page` shows it
//! to people; `levers` move time and events. Only pages on this machine may use them (`visitors`): they empty the store
//! and show what lets people in.

mod levers;
mod outbox;
mod page;
mod reset;
mod seeds;
mod visitors;
mod world;

pub(crate) use world::World;

use axum::Router;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use kindred::http::body::typed;
use kindred::{Error, Result};
use serde::de::DeserializeOwned;

use crate::System;

/// The routes that go by the present system, without the edge.
#[expect(clippy::disallowed_methods, reason = "not a part of the documented API")]
fn router(system: System) -> Router {
    Router::new()
        .route("/_local/clock", post(levers::advance_clock))
        .route("/_local/settle", post(levers::settle))
        .route("/_local/dead-letters", get(levers::list_dead_letters))
        .route("/_local/outbox", get(outbox::list_attempts))
        .route("/_local/outbox/clear", post(outbox::clear))
        .route("/_local/mail", get(page::show).post(outbox::fail))
        .route("/_local/mail.css", get(page::style))
        .route("/_local/mail.js", get(page::script))
        .route_layer(from_fn(visitors::admit))
        .with_state(system)
}

/// The JSON object in a body, whatever type it is said to be; an empty body says nothing.
///
/// Refuses: `Invalid` 400 with what is wrong.
fn read<T: DeserializeOwned>(body: &str) -> Result<T> {
    let body = if body.trim().is_empty() { "{}" } else { body };
    let object = serde_json::from_str(body)
        .map_err(|error| Error::invalid(format!("The body is not a JSON object: {error}")))?;
    typed(object)
}
