//! A new runner.

use axum::extract::State;
use axum::http::Method;
use kindred::http::Json;
use kindred::http::jobs::Administrator;
use kindred::{App, Result};
use serde::Serialize;
use utoipa::ToSchema;

/// A runner that is new.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NewRunner {
    /// Its token, to be sent as `Authorization: Bearer`; shown once, and stored nowhere.
    #[serde(rename = "runnerToken")]
    #[schema(example = "m3nT0r-9cQeUo_yWvRkZ2xHfBdLpGsJtNaIiEe1r5uA")]
    token: String,
}

/// Create a runner.
///
/// Give its token to one machine. It is good until it is revoked. This is a GET for the sake of clients that there are;
/// it does nothing when it is asked for its headers only.
#[utoipa::path(get, path = "/api/runners/create", tag = "Administration of runners", responses(
    (status = 200, body = NewRunner, description = "The token of the new runner"),
    (status = 403, description = "Only administrators may do this"),
))]
pub(crate) async fn create_runner(
    State(app): State<App>,
    method: Method,
    Administrator(administrator): Administrator,
) -> Result<Json<NewRunner>> {
    let token = match method {
        Method::HEAD => String::new(),
        _ => app.queue().create_runner(administrator.id).await?,
    };
    Ok(Json(NewRunner { token }))
}
