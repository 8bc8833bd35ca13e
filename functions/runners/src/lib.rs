//! Runners: machines that work off jobs.
//!
//! An administrator creates a runner and gives its token to a machine. From then on the machine asks and we answer: it
//! comes online, shows every few seconds that it is there, is told when there is work, fetches it and brings the
//! result. The rules lie in [`kindred::queue`]; here is only how HTTP tells them.

mod administration;
mod creation;
mod presence;
mod result;
mod work;

use kindred::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of this function.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(creation::create_runner))
        .routes(routes!(presence::register_runner))
        .routes(routes!(presence::unregister_runner))
        .routes(routes!(presence::heartbeat))
        .routes(routes!(work::retrieve_job_info))
        .routes(routes!(work::retrieve_job_audio))
        .routes(routes!(result::submit_job_result))
        .routes(routes!(administration::list_runners))
        .routes(routes!(administration::revoke_runner))
}
