//! The Lambda function `recompute`.

use kindred::Clock;
use kindred::engines::Engines;
use kindred::lambda::{Failure, log, stores};
use lambda_runtime::{LambdaEvent, run, service_fn};
use recompute::Recompute;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    log();
    let (store, blobs) = stores()?;
    let recompute = Recompute::new(Engines::new(store, blobs), Clock::System);
    let recompute = &recompute;
    let handler = async move |event: LambdaEvent<_>| {
        Box::pin(recompute.invoke(event.payload)).await.map_err(Failure::from)
    };
    run(service_fn(handler)).await
}
