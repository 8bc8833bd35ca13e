//! The Lambda function `bulk`.

use bulk::{Budget, Bulk};
use kindred::Timestamp;
use kindred::lambda::{Failure, log, queue};
use lambda_runtime::{Context, LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    log();
    let bulk = Bulk::new(queue()?);
    let bulk = &bulk;
    let handler = async move |event: LambdaEvent<_>| {
        let bulk = bulk.clone().within(budget(&event.context));
        Box::pin(bulk.invoke(event.payload)).await.map_err(Failure::from)
    };
    run(service_fn(handler)).await
}

/// No slice begins so shortly before the time of an invocation is over: the longest takes half of this.
const RESERVE_MS: u64 = 120_000;

fn budget(context: &Context) -> Budget {
    let until_ms = context.deadline.saturating_sub(RESERVE_MS);
    let until = i64::try_from(until_ms * 1_000).map(Timestamp::from_micros).ok();
    Budget { until, slices: None }
}
