//! `/_local/*`: levers for development and tests, only in `kindred serve`, never in a function.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use kindred::http::Json;
use kindred::{Error, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::System;

/// The routes, without the edge.
#[expect(clippy::disallowed_methods, reason = "not a part of the documented API")]
pub fn router(system: System) -> Router {
    Router::new()
        .route("/_local/clock", post(advance_clock))
        .route("/_local/settle", post(settle))
        .route("/_local/dead-letters", get(list_dead_letters))
        .with_state(system)
}

#[derive(Deserialize)]
struct Advance {
    advance_s: u64,
}

/// Move the clock forward.
async fn advance_clock(State(system): State<System>, body: String) -> Result<Json<Value>> {
    let advance: Advance = serde_json::from_str(&body)
        .map_err(|error| Error::invalid(format!("The body is not as expected: {error}")))?;
    system.app.clock.advance(Duration::from_secs(advance.advance_s));
    Ok(Json(json!({ "now": system.app.clock.now() })))
}

/// Answer when all events are worked off.
async fn settle(State(system): State<System>) -> Result<Json<Value>> {
    let worked_off = system.pump.drain().await.map_err(Error::internal)?;
    Ok(Json(json!({ "events": worked_off })))
}

/// Show what could not be worked off.
async fn list_dead_letters(State(system): State<System>) -> Json<Value> {
    let letters = system.pump.dead_letters().into_iter().map(|letter| {
        json!({
            "sequence_number": letter.sequence_number,
            "record": letter.record,
            "error": letter.error,
        })
    });
    Json(letters.collect())
}
