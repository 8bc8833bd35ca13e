//! The stores on a TCP port, as endpoints for functions in other processes.
//!
//! DynamoDB checks no signatures, and nothing is encrypted: bind it to the loopback interface only.

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};

use super::{Bucket, Engine, dispatch};

/// DynamoDB takes 16 MB in a batch of writes; JSON adds some.
const BODY_SIZE_BYTES: usize = 32 << 20;

/// S3 at the path of its bucket, DynamoDB everywhere else.
///
/// They share everything with the in-process clients: data, streams, and the signal of writes.
pub fn router(engine: Engine, bucket: &Bucket) -> Router {
    let dynamodb = Router::new()
        .fallback(answer)
        .layer(DefaultBodyLimit::max(BODY_SIZE_BYTES))
        .with_state(engine);
    bucket.router().fallback_service(dynamodb)
}

async fn answer(State(engine): State<Engine>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok());
    match engine.answer(target.unwrap_or_default(), body).await {
        Ok(answer) => {
            let status = StatusCode::from_u16(answer.status);
            let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, [(CONTENT_TYPE, dispatch::CONTENT_TYPE)], answer.body).into_response()
        }
        Err(stopped) => (StatusCode::SERVICE_UNAVAILABLE, stopped.to_string()).into_response(),
    }
}
