//! What was mailed, for tests that need the links, and mail that fails when it is told to.

use axum::extract::State;
use kindred::http::Json;
use kindred::mail::{Attempt, Mailer, Outbox};
use kindred::{Error, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use super::read;
use crate::System;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Failing {
    fail: bool,
}

/// Show every attempt to send a mail since the last reset or clearing, oldest first.
pub(super) async fn list_attempts(State(system): State<System>) -> Result<Json<Vec<Attempt>>> {
    Ok(Json(outbox(&system)?.attempts()))
}

/// Forget them; answers as `list_attempts` does from now on.
pub(super) async fn clear(State(system): State<System>) -> Result<Json<Vec<Attempt>>> {
    let outbox = outbox(&system)?;
    outbox.clear();
    Ok(Json(outbox.attempts()))
}

/// Let handing over fail from now on, or work again.
pub(super) async fn fail(State(system): State<System>, body: String) -> Result<Json<Value>> {
    let outbox = outbox(&system)?;
    let Failing { fail } = read(&body)?;
    outbox.fail(fail);
    Ok(Json(json!({ "fail": fail })))
}

/// The outbox, if mail stays here.
///
/// Refuses: `NotFound` 404 when it goes through a mail server.
pub(super) fn outbox(system: &System) -> Result<&Outbox> {
    let Mailer::Outbox(outbox) = &system.app.mailer else {
        let message = "There is no outbox: mail goes to the server of KINDRED_SMTP_HOST";
        return Err(Error::not_found(message));
    };
    Ok(outbox)
}
