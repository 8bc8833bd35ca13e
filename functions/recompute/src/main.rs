//! The Lambda function `recompute`.

use kindred::lambda::{Failure, app, log};
use lambda_runtime::{LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    log();
    let app = app()?;
    let app = &app;
    let handler = async move |event: LambdaEvent<_>| {
        Box::pin(recompute::invoke(app, event.payload)).await.map_err(Failure::from)
    };
    run(service_fn(handler)).await
}
