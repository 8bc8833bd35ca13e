//! The bucket on the server's own port, for links.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use tower_http::cors::CorsLayer;

use super::{BUCKET, Bucket};

impl Bucket {
    /// The blobs by their paths, in the words of S3; programs of any origin may use them, for links are all they need.
    #[expect(clippy::disallowed_methods, reason = "not a part of the documented API")]
    pub fn router(&self) -> Router {
        let path = format!("/{BUCKET}/{{*key}}");
        let router = Router::new().route(&path, any(answer));
        router.layer(CorsLayer::permissive()).with_state(self.clone())
    }
}

async fn answer(State(bucket): State<Bucket>, request: Request) -> Response {
    match bucket.answer(request.map(s3s::Body::http_body_unsync)).await {
        Ok(answer) => answer.map(Body::new),
        Err(error) => {
            tracing::error!(%error, "the embedded S3 does not answer");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
