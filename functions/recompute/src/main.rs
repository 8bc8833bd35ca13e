//! The Lambda function `recompute`.

use kindred::lambda::{Failure, log, store};
use lambda_runtime::{LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    log();
    let store = store()?;
    let store = &store;
    let handler = async move |event: LambdaEvent<_>| {
        Box::pin(recompute::invoke(store, event.payload)).await.map_err(Failure::from)
    };
    run(service_fn(handler)).await
}
