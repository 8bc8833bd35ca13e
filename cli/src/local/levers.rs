//! Time and events, moved by hand.

use std::time::Duration;

use axum::extract::State;
use kindred::http::Json;
use kindred::{Error, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use super::read;
use crate::System;

#[derive(Deserialize)]
struct Advance {
    advance_s: u64,
}

/// Move the clock forward.
pub(super) async fn advance_clock(
    State(system): State<System>,
    body: String,
) -> Result<Json<Value>> {
    let advance: Advance = read(&body)?;
    system.app.clock.advance(Duration::from_secs(advance.advance_s));
    Ok(Json(json!({ "now": system.app.clock.now() })))
}

/// Answer when all events are worked off.
pub(super) async fn settle(State(system): State<System>) -> Result<Json<Value>> {
    let worked_off = system.settle().await.map_err(Error::internal)?;
    Ok(Json(json!({ "events": worked_off })))
}

/// Show what could not be worked off.
pub(super) async fn list_dead_letters(State(system): State<System>) -> Json<Value> {
    let letters = system.pump.dead_letters().into_iter().map(|letter| {
        json!({
            "sequence_number": letter.sequence_number,
            "record": letter.record,
            "error": letter.error,
        })
    });
    Json(letters.collect())
}
