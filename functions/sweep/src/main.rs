//! The Lambda function `sweep`.

use kindred::lambda::{Failure, log, queue};
use lambda_runtime::{LambdaEvent, run, service_fn};
use tokio::time::sleep;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    log();
    let queue = queue()?;
    let queue = &queue;
    let handler = async move |event: LambdaEvent<_>| {
        Box::pin(sweep::invoke(queue, event.payload, sleep)).await.map_err(Failure::from)
    };
    run(service_fn(handler)).await
}
