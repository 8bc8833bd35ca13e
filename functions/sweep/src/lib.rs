//! Sweep: what has to happen because time passes, though nobody asks for anything.
//!
//! Runners that were silent for too long are lost, so that their jobs go on elsewhere; what stands on the agenda is
//! done when it is due. The rules lie in [`kindred::queue`]. Requests notice a silent runner, too, when they come
//! across one; this is for the case that nobody comes.
//!
//! A schedule comes once a minute at most, and a runner has to be free again ten seconds after it is overdue. So an
//! invocation stays and looks again, as long as some runner has missed a heartbeat and may be lost before the next one.

use std::time::Duration;

use kindred::stream::Invocation;
use kindred::{Error, Queue, Result};
use serde_json::Value;

/// How long an invocation stays: the next one comes a minute after it began.
const STAY: Duration = Duration::from_secs(55);

/// The longest wait between two looks. Most who have missed a heartbeat come back meanwhile, and the invocation can
/// end.
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// A little more than is left of somebody's time: it has to be over.
const MARGIN: Duration = Duration::from_millis(100);

/// Do what a Lambda invocation asks for. `wait` lets time pass.
///
/// Refuses: `Invalid` for anything but an event of the schedule.
pub async fn invoke(queue: &Queue, payload: Value, wait: impl AsyncFn(Duration)) -> Result<()> {
    let Invocation::Schedule = Invocation::read(payload)? else {
        return Err(Error::invalid("This function follows no stream"));
    };
    // Neither waits for the other to end or to succeed.
    let (agenda, runners) = tokio::join!(queue.work_off_agenda(), watch(queue, wait));
    agenda.and(runners)
}

/// Lose silent runners, those included that will have been silent for too long before the next invocation.
async fn watch(queue: &Queue, wait: impl AsyncFn(Duration)) -> Result<()> {
    let mut stayed = Duration::ZERO;
    while let Some(left) = queue.lose_silent_runners().await? {
        let pause = left.min(LONGEST_WAIT) + MARGIN;
        stayed += pause;
        if stayed > STAY {
            break;
        }
        wait(pause).await;
    }
    Ok(())
}
