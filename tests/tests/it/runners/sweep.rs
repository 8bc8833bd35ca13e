//! The schedule: once a minute, and yet a silent runner is free not before 60 and by 70 seconds.

use std::cell::RefCell;
use std::time::Duration;

use kindred::Kind;
use kindred::entity::agenda::Task;
use kindred::entity::job::step::Step;
use kindred::store::Change;
use serde_json::{Value, json};
use tests::stream;

use super::Hall;

/// What EventBridge sends once a minute.
fn schedule() -> Value {
    json!({ "detail-type": "Scheduled Event", "source": "aws.events", "detail": {} })
}

impl Hall {
    /// The waits within an invocation by the schedule; time passes with them.
    async fn minute(&self) -> Vec<Duration> {
        let waits = RefCell::new(Vec::new());
        let wait = async |pause| {
            waits.borrow_mut().push(pause);
            self.app.advance(pause);
        };
        let swept = sweep::invoke(&self.app.system.queue(), schedule(), wait).await;
        swept.expect("time is all that it takes");
        waits.into_inner()
    }
}

#[tokio::test]
async fn wherever_the_schedule_meets_a_silent_runner_it_is_free_in_time() {
    for offset in 0..60 {
        let hall = Hall::new().await;
        let (_silent, job) = hall.busy().await;
        let start = hall.app.app().clock.now();
        let silence = || hall.app.app().clock.now().micros() - start.micros();

        hall.app.advance(Duration::from_secs(offset));
        let mut begun = silence();
        loop {
            let _ = hall.minute().await;
            assert!(silence() - begun <= 55_000_000, "the next invocation begins meanwhile");
            if hall.step(job).await == Step::PendingRunner {
                break;
            }
            begun += 60_000_000;
            hall.app.advance(Duration::from_micros((begun - silence()).unsigned_abs()));
        }

        let seconds = silence() / 1_000_000;
        assert!((60..=70).contains(&seconds), "lost {seconds} s after, met at {offset} s");
    }
}

#[tokio::test]
async fn with_nobody_there_or_everybody_well_the_function_does_not_stay() {
    let hall = Hall::new().await;
    assert_eq!(hall.minute().await, Vec::<Duration>::new());

    let worker = hall.online().await;
    for _ in 0..5 {
        hall.app.advance(Duration::from_secs(8));
        assert_eq!(hall.minute().await, Vec::<Duration>::new());
        assert_eq!(worker.told(None).await, "ack");
    }
}

#[tokio::test]
async fn the_function_ends_soon_after_a_late_runner_has_come_back() {
    let hall = Hall::new().await;
    let worker = hall.online().await;
    hall.app.advance(Duration::from_secs(12));

    let waits = RefCell::new(0);
    let wait = async |pause| {
        *waits.borrow_mut() += 1;
        assert_eq!(worker.told(None).await, "ack");
        assert!(pause < Duration::from_secs(20), "{pause:?}");
    };
    let swept = sweep::invoke(&hall.app.system.queue(), schedule(), wait).await;

    swept.expect("time is all that it takes");
    assert_eq!(waits.into_inner(), 1);
}

#[tokio::test]
async fn a_task_that_is_due_is_done_and_one_that_is_not_stays() {
    let hall = Hall::new().await;
    let jobs = [hall.submit().await, hall.submit().await];
    let now = hall.app.app().clock.now();
    let later = kindred::Timestamp::from_micros(now.micros() + 1);
    for (job, due_at) in jobs.into_iter().zip([now, later]) {
        hall.abort(job).await;
        let change = Change::new().put(&Task::removal_of_job(job, due_at));
        hall.app.app().store.commit(change).await.expect("it can be written");
    }

    let _ = hall.minute().await;

    assert_eq!(hall.app.job(jobs[0]).await, None);
    assert_eq!(hall.step(jobs[1]).await, Step::Failed);
    hall.app.advance(Duration::from_micros(1));
    hall.app.sweep().await;
    assert_eq!(hall.app.job(jobs[1]).await, None);
}

#[tokio::test]
async fn a_task_that_fails_keeps_no_runner_online() {
    let hall = Hall::new().await;
    let (_silent, job) = hall.busy().await;
    hall.app.advance(Duration::from_secs(61));
    // Without a bucket this cannot be done.
    let now = hall.app.app().clock.now();
    let change = Change::new().put(&Task::removal_of_blob("audio/lost", now));
    hall.app.app().store.commit(change).await.expect("it can be written");
    let queue = hall.app.app().clone().with_blobs(kindred::Blobs::none()).queue();

    let swept = sweep::invoke(&queue, schedule(), async |_| {}).await;

    assert_eq!(swept.expect_err("there is no bucket").kind(), Kind::Internal);
    assert_eq!(hall.step(job).await, Step::PendingRunner);
}

#[tokio::test]
async fn a_batch_of_the_stream_is_refused() {
    let hall = Hall::new().await;
    let batch = stream(&hall.app.all_events().await);

    for payload in [batch, json!({}), Value::Null] {
        let refusal = hall.app.invoke_sweep(payload).await;
        assert_eq!(refusal.expect_err("it is no schedule").kind(), Kind::Invalid);
    }
}
