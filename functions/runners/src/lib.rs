//! Runners.
use axum::extract::State;
use kindred::App;
use kindred::Result;
use kindred::http::Json;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
/// x
#[utoipa::path(get, path = "/api/runners/x")]
pub(crate) async fn x(State(app): State<App>) -> Result<Json<u64>> {
    let q = app.queue();
    let t = q.create_runner(1).await?;
    let r = q.runner_with(&t).await?.expect("x");
    q.register(&r).await?;
    q.heartbeat(&r, None).await?;
    q.fetch(&r).await?;
    q.finish(&r, kindred::queue::Outcome::Error("x".into())).await?;
    q.abort(1, 1).await?;
    q.delete(1, None).await?;
    q.erase(1).await?;
    q.unregister(&r).await?;
    q.lose_silent_runners().await?;
    q.work_off_agenda().await?;
    Ok(Json(1))
}
/// The routes of this function.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(x))
}
