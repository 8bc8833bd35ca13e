//! The Lambda function `recompute`.

use kindred::lambda::{Failure, engines, log};
use kindred::{Clock, Timestamp};
use lambda_runtime::{Context, LambdaEvent, run, service_fn};
use recompute::{Budget, Recompute};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    log();
    let recompute = Recompute::new(engines()?, Clock::System);
    let recompute = &recompute;
    let handler = async move |event: LambdaEvent<_>| {
        let recompute = recompute.clone().within(budget(&event.context));
        Box::pin(recompute.invoke(event.payload)).await.map_err(Failure::from)
    };
    run(service_fn(handler)).await
}

/// Rounds stop this long before the time of an invocation is over: for what is under way then.
const RESERVE_MS: u64 = 60_000;

fn budget(context: &Context) -> Budget {
    let until_ms = context.deadline.saturating_sub(RESERVE_MS);
    let until = i64::try_from(until_ms * 1_000).map(Timestamp::from_micros).ok();
    Budget { until, slices: None }
}
