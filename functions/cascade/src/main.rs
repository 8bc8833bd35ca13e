//! The Lambda function `cascade`.

use cascade::Cascade;
use kindred::lambda::{Failure, log, queue};
use lambda_runtime::{LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    log();
    let cascade = Cascade::new(queue()?);
    let cascade = &cascade;
    let handler = async move |event: LambdaEvent<_>| {
        Box::pin(cascade.invoke(event.payload)).await.map_err(Failure::from)
    };
    run(service_fn(handler)).await
}
