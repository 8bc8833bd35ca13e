//! The engine on a TCP port, as a DynamoDB endpoint for functions in other processes.
//!
//! No signatures are checked and nothing is encrypted: bind it to the loopback interface only.

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use tokio::net::TcpListener;

use super::{Engine, dispatch};

/// DynamoDB takes 16 MB in a batch of writes; JSON adds some.
const BODY_SIZE_BYTES: usize = 32 << 20;

impl Engine {
    /// Answer DynamoDB requests on `listener` for as long as the future is polled.
    ///
    /// They share everything with the in-process [`client`](Self::client): data, streams, and the
    /// signal of writes.
    pub async fn serve_http(&self, listener: TcpListener) -> std::io::Result<()> {
        let service = Router::new()
            .fallback(answer)
            .layer(DefaultBodyLimit::max(BODY_SIZE_BYTES))
            .with_state(self.clone());
        axum::serve(listener, service).await
    }
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
