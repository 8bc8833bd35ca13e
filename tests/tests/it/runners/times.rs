//! Sixty seconds: who is silent for longer is gone, whoever notices it.

use std::time::Duration;

use kindred::entity::job::step::Step;
use kindred::queue::NOT_ONLINE;

use super::Hall;

/// As long as a runner may be silent.
const PATIENCE: Duration = Duration::from_secs(60);

/// A bit.
const BIT: Duration = Duration::from_micros(1);

#[tokio::test]
async fn sixty_seconds_of_silence_are_not_too_long() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;

    for _ in 0..3 {
        hall.app.advance(PATIENCE);
        hall.app.sweep().await;
        assert_eq!(worker.told(None).await, "jobAssigned");
    }

    assert_eq!(hall.step(job).await, Step::RunnerInProgress);
}

#[tokio::test]
async fn a_heartbeat_that_comes_too_late_is_refused_with_the_text_that_runners_compare() {
    let hall = Hall::new().await;
    let worker = hall.online().await;

    hall.app.advance(PATIENCE + BIT);
    let reply = worker.beats(None).await;

    assert_eq!((reply.status, reply.text_of("error").as_str()), (400, NOT_ONLINE));
    let _ = worker.posts("register").await.ok(200);
    assert_eq!(worker.told(None).await, "ack");
}

#[tokio::test]
async fn registering_starts_the_clock() {
    let hall = Hall::new().await;
    let worker = hall.online().await;

    hall.app.advance(PATIENCE);
    hall.app.sweep().await;

    let _ = worker.posts("register").await.ok(400);
    hall.app.advance(BIT);
    let _ = worker.posts("register").await.ok(200);
}

#[tokio::test]
async fn only_heartbeats_are_signs_of_life() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;

    hall.app.advance(PATIENCE);
    worker.fetches().await;
    let _ = worker.audio().await.ok(200);
    hall.app.advance(BIT);
    hall.app.sweep().await;

    assert_eq!(hall.step(job).await, Step::PendingRunner);
}

#[tokio::test]
async fn the_job_of_a_runner_that_is_lost_goes_to_another_that_is_idle() {
    let hall = Hall::new().await;
    let (_silent, job) = hall.busy().await;
    hall.app.advance(Duration::from_secs(30));
    let other = hall.online().await;

    hall.app.advance(Duration::from_secs(31));
    hall.app.sweep().await;

    assert_eq!(other.told(None).await, "jobAssigned");
    assert_eq!(other.fetches().await, job);
}

#[tokio::test]
async fn a_new_job_does_not_go_to_a_runner_that_is_overdue() {
    let hall = Hall::new().await;
    let silent = hall.online().await;
    hall.app.advance(PATIENCE);
    let other = hall.online().await;
    hall.app.advance(BIT);

    let job = hall.submit().await;

    assert_eq!(silent.beats(None).await.ok(400).text_of("error"), NOT_ONLINE);
    assert_eq!(other.told(None).await, "jobAssigned");
    assert_eq!(other.fetches().await, job);
}

#[tokio::test]
async fn a_result_that_comes_before_anybody_has_noticed_the_silence_counts() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;

    hall.app.advance(PATIENCE * 2);
    let _ = worker.submits(&[("transcript", "At last.")]).await.ok(200);

    assert_eq!(hall.transcript(job).await.as_deref(), Some("At last."));
}

#[tokio::test]
async fn a_result_that_comes_after_the_job_was_given_to_another_is_refused_and_lost() {
    let hall = Hall::new().await;
    let (late, job) = hall.busy().await;
    hall.app.advance(PATIENCE + BIT);
    let other = hall.online().await;
    hall.app.sweep().await;
    assert_eq!(other.fetches().await, job);

    let reply = late.submits(&[("transcript", "Too late.")]).await;

    assert_eq!((reply.status, reply.text_of("error").as_str()), (400, NOT_ONLINE));
    let _ = late.posts("register").await.ok(200);
    let _ = late.submits(&[("transcript", "Much too late.")]).await.ok(200);
    assert_eq!(hall.step(job).await, Step::RunnerInProgress);
    let _ = other.submits(&[("transcript", "Mine.")]).await.ok(200);
    assert_eq!(hall.transcript(job).await.as_deref(), Some("Mine."));
}

#[tokio::test]
async fn who_comes_back_gets_the_job_that_it_had_and_its_result_counts() {
    let hall = Hall::new().await;
    let older = hall.submit().await;
    let first = hall.online().await;
    assert_eq!(first.fetches().await, older);
    let (worker, job) = hall.busy().await;
    // The older of the two waits again, and yet is not what the other gets.
    hall.app.advance(PATIENCE + BIT);
    hall.app.sweep().await;
    assert_eq!(hall.step(older).await, Step::PendingRunner);

    let _ = worker.posts("register").await.ok(200);

    assert_eq!(hall.step(job).await, Step::RunnerInProgress);
    assert_eq!(worker.told(Some("0.75")).await, "jobAssigned");
    let _ = worker.submits(&[("transcript", "Done.")]).await.ok(200);
    assert_eq!(hall.transcript(job).await.as_deref(), Some("Done."));
    assert_eq!(worker.fetches().await, older, "it is free, and the next one waits");
}

#[tokio::test]
async fn who_comes_back_without_memory_fetches_the_job_that_it_had_again() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;
    hall.app.advance(PATIENCE + BIT);

    let _ = worker.posts("register").await.ok(200);

    assert_eq!(worker.told(None).await, "jobAssigned");
    assert_eq!(worker.fetches().await, job);
    let _ = worker.submits(&[("transcript", "Again.")]).await.ok(200);
    assert_eq!(hall.transcript(job).await.as_deref(), Some("Again."));
}

#[tokio::test]
async fn work_that_was_only_announced_is_not_given_back_as_if_it_was_begun() {
    let hall = Hall::new().await;
    let job = hall.submit().await;
    let worker = hall.online().await;
    assert_eq!(worker.told(None).await, "jobAssigned");
    hall.app.advance(PATIENCE + BIT);

    let _ = worker.posts("register").await.ok(200);

    assert_eq!(hall.step(job).await, Step::RunnerAssigned);
    let _ = worker.submits(&[("transcript", "Of what?")]).await.ok(200);
    assert_eq!(hall.step(job).await, Step::RunnerAssigned, "it has not fetched it");
}
