//! Two processes with one token: the second is refused and says goodbye, and the first must not suffer.

use std::time::Duration;

use kindred::entity::job::step::Step;
use kindred::queue::NOT_ONLINE;

use super::Hall;

#[tokio::test]
async fn coming_online_twice_is_refused() {
    let hall = Hall::new().await;
    let worker = hall.worker().await;

    let first = worker.posts("register").await.ok(200);
    let again = worker.posts("register").await;

    assert_eq!(first.number_of("runnerID"), hall.app.runner(&worker).await.id);
    again.failed(400, "operation");
    assert_eq!(again.text_of("error"), again.text_of("msg"));
    assert_ne!(again.text_of("error"), NOT_ONLINE);
    assert_eq!(worker.told(None).await, "ack");
}

#[tokio::test]
async fn the_farewell_of_a_second_process_does_not_end_the_first() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;

    let _ = worker.posts("register").await.ok(400);
    hall.app.advance(Duration::from_secs(1));
    let _ = worker.posts("unregister").await.ok(200);

    assert_eq!(hall.step(job).await, Step::RunnerInProgress);
    assert_eq!(worker.told(Some("0.5")).await, "jobAssigned");
}

#[tokio::test]
async fn a_farewell_much_later_is_meant() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;
    let _ = worker.posts("register").await.ok(400);

    hall.app.advance(Duration::from_secs(11));
    assert_eq!(worker.told(None).await, "jobAssigned");
    let _ = worker.posts("unregister").await.ok(200);

    assert_eq!(hall.step(job).await, Step::PendingRunner);
    assert_eq!(worker.posts("unregister").await.ok(400).text_of("error"), NOT_ONLINE);
}

/// Killed and started again: it is refused, says goodbye, and the next start succeeds, as supervisors count on.
#[tokio::test]
async fn who_was_killed_and_starts_again_is_let_in_before_a_minute_is_over() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;

    let mut starts = 0;
    while worker.posts("register").await.status != 200 {
        let _ = worker.posts("unregister").await.ok(200);
        hall.app.advance(Duration::from_secs(10));
        starts += 1;
        assert!(starts < 5, "it is refused for ever");
    }

    assert_eq!(worker.told(None).await, "jobAssigned");
    assert_eq!(worker.fetches().await, job);
}
