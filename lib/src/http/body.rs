//! JSON bodies: an object, of a type, or a clear refusal.

use axum::body::{Bytes, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{App, Error, Result};

/// The largest body, in bytes; what one Lambda invocation takes.
pub const MOST_BYTES: usize = 6 * 1024 * 1024;

/// How much more than the largest body is read and thrown away, so that the client gets to read the answer.
const PATIENCE_BYTES: usize = 3 * MOST_BYTES;

/// The JSON object in the body, as a `T`.
///
/// Refuses: `Invalid` 400 when it is not JSON, not an object, or not a `T`; 413 when it is over [`MOST_BYTES`].
#[derive(Clone, Copy, Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &App) -> Result<Self> {
        typed(object(request).await?).map(Self)
    }
}

/// The JSON object in the body; of a repeated field the last counts.
pub async fn object(request: Request) -> Result<Map<String, Value>> {
    if !is_json(request.headers()) {
        return Err(Error::invalid("The body must be JSON: send Content-Type: application/json"));
    }
    let bytes = read(request.into_body(), MOST_BYTES).await?;
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Error::invalid("The body must be a JSON object")),
        Err(error) => Err(Error::invalid(format!("The body is not valid JSON: {error}"))),
    }
}

/// An object as a `T`.
pub fn typed<T: DeserializeOwned>(object: Map<String, Value>) -> Result<T> {
    serde_json::from_value(Value::Object(object))
        .map_err(|error| Error::invalid(format!("The body is not as expected: {error}")))
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = value.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
        || essence
            .to_ascii_lowercase()
            .strip_prefix("application/")
            .is_some_and(|rest| rest.ends_with("+json"))
}

/// All bytes of a body.
///
/// Refuses: `Invalid` 413 when there are more than `most_bytes`.
pub(super) async fn read(mut body: axum::body::Body, most_bytes: usize) -> Result<Bytes> {
    let announced = body.size_hint().lower();
    let mut bytes = Vec::with_capacity(announced.min(most_bytes as u64) as usize);
    let mut seen = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Error::invalid("The body ended too early"))?;
        let Ok(chunk) = frame.into_data() else { continue };
        seen += chunk.len();
        if seen > most_bytes + PATIENCE_BYTES {
            break;
        }
        if seen <= most_bytes {
            bytes.extend_from_slice(&chunk);
        }
    }
    if seen > most_bytes {
        let message = format!("The body is larger than {most_bytes} bytes");
        return Err(Error::invalid(message).with_status(StatusCode::PAYLOAD_TOO_LARGE));
    }
    Ok(bytes.into())
}
