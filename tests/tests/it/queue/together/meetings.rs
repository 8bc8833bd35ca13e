//! Two requests that meet, in either order.

use std::time::Duration;

use kindred::entity::job::ABORTED;
use kindred::entity::job::step::Step;
use kindred::entity::runner::Answer;
use kindred::queue::Outcome;
use kindred::{Clock, Kind, Result, Timestamp};
use tests::assert_sound;
use tokio::task::JoinSet;

use super::super::{Yard, heard_in, new_job};
use super::ROUNDS;

#[tokio::test]
async fn of_an_abort_and_a_result_the_first_counts() {
    let yard = Yard::new(1, 1).await;
    for _ in 0..ROUNDS {
        let id = yard.busy(0).await;
        let (one, other) = (yard.instance(), yard.instance());
        let runner = yard.runner(0).await.expect("a runner");

        let (aborted, finished) =
            tokio::join!(one.abort(id, yard.users[0]), other.finish(&runner, heard_in(id)));

        aborted.expect("it is asked for");
        finished.expect("it is taken");
        assert_eq!(yard.step(id).await, Step::Success);
        assert_sound(&yard.app).await;
    }
}

#[tokio::test]
async fn of_an_abort_and_a_fetch_the_first_counts() {
    let yard = Yard::new(1, 1).await;
    for _ in 0..ROUNDS {
        let id = yard.queue.submit(new_job(yard.users[0], None)).await.expect("a job");
        if yard.runner(0).await.expect("a runner").online.is_none() {
            let runner = yard.runner(0).await.expect("a runner");
            yard.queue.register(&runner).await.expect("it comes online");
        }
        let (one, other) = (yard.instance(), yard.instance());
        let runner = yard.runner(0).await.expect("a runner");

        let (aborted, fetched) = tokio::join!(one.abort(id, yard.users[0]), other.fetch(&runner));

        aborted.expect("it is asked for");
        let runner = yard.runner(0).await.expect("a runner");
        if fetched.is_ok() {
            let answer = yard.queue.heartbeat(&runner, Some(0.1)).await;
            assert_eq!(answer.expect("it is online"), Answer::Abort);
            let runner = yard.runner(0).await.expect("a runner");
            let outcome = Outcome::Error(ABORTED.to_owned());
            yard.queue.finish(&runner, outcome).await.expect("it is taken");
        }
        let job = yard.job(id).await.expect("a job");
        assert_eq!((job.step, job.error.as_deref()), (Step::Failed, Some(ABORTED)));
        assert_sound(&yard.app).await;
    }
}

#[tokio::test]
async fn who_is_revoked_is_gone_whatever_it_does_at_that_moment() {
    for _ in 0..ROUNDS {
        let yard = Yard::new(1, 3).await;
        let working = yard.busy(0).await;
        let runners = [0, 1].map(|nr| (nr, yard.instance(), yard.instance()));

        for (nr, one, other) in runners {
            let runner = yard.runner(nr).await.expect("a runner");
            let busy = async || match nr {
                0 => other.heartbeat(&runner, Some(0.5)).await.map(drop),
                _ => other.register(&runner).await,
            };
            let (revoked, outcome) =
                tokio::join!(one.revoke_runner(runner.id, yard.users[0]), busy());

            revoked.expect("it is there");
            if let Err(error) = outcome {
                assert_eq!(error.kind(), Kind::State, "{error}");
            }
        }

        assert_eq!(yard.step(working).await, Step::PendingRunner);
        assert_sound(&yard.app).await;
    }
}

#[tokio::test]
async fn who_was_found_before_it_was_revoked_does_not_come_online() {
    let yard = Yard::new(1, 1).await;
    let found = yard.runner(0).await.expect("a runner");

    yard.queue.revoke_runner(found.id, yard.users[0]).await.expect("it is there");
    let registered = yard.queue.register(&found).await;

    assert_eq!(registered.expect_err("it is revoked").kind(), Kind::State);
    assert_sound(&yard.app).await;
}

#[tokio::test]
async fn who_gives_a_sign_of_life_in_time_loses_nothing() {
    let yard = Yard::new(1, 1).await;
    let id = yard.busy(0).await;
    yard.app.advance(Duration::from_secs(1));
    for _ in 0..ROUNDS {
        let found = yard.runner(0).await.expect("a runner");
        yard.app.advance(Duration::from_secs(59));
        let (one, other, third) = (yard.instance(), yard.instance(), yard.instance());

        let ids = &[id];
        let (beaten, swept, looked) = tokio::join!(
            one.heartbeat(&found, Some(0.5)),
            other.lose_silent_runners(),
            third.look(ids)
        );

        assert_eq!(beaten.expect("it is in time"), Answer::JobAssigned);
        swept.expect("the store answers");
        assert_eq!(looked.expect("the store answers").len(), 1);
        yard.app.advance(Duration::from_secs(1));
        other.lose_silent_runners().await.expect("the store answers");
        assert_eq!(yard.step(id).await, Step::RunnerInProgress);
    }
    assert_sound(&yard.app).await;
}

/// The other one of two requests under way may be the later.
#[tokio::test]
async fn a_sign_of_life_that_is_overtaken_by_another_counts() {
    let yard = Yard::new(1, 1).await;
    let id = yard.busy(0).await;
    let found = yard.runner(0).await.expect("a runner");

    yard.app.advance(Duration::from_secs(60));
    yard.queue.heartbeat(&found, Some(0.5)).await.expect("it is in time");
    yard.app.advance(Duration::from_secs(1));
    let answer = yard.queue.heartbeat(&found, Some(0.6)).await;

    assert_eq!(answer.expect("it is online"), Answer::JobAssigned);
    assert_eq!(yard.step(id).await, Step::RunnerInProgress);
}

#[tokio::test]
async fn one_key_makes_one_job() {
    let yard = Yard::new(1, 2).await;
    yard.busy(0).await;
    let mut requests = JoinSet::new();
    for _ in 0..8 {
        let (queue, owner) = (yard.instance(), yard.users[0]);
        requests.spawn(async move { queue.submit(new_job(owner, Some("a key"))).await });
    }

    let ids: Result<Vec<_>> = requests.join_all().await.into_iter().collect();

    let ids = ids.expect("all are told their job");
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    let made = yard.queue.look(&(1..=9).collect::<Vec<_>>()).await.expect("the store answers");
    assert_eq!(made.len(), 2, "{made:?}");
    assert_sound(&yard.app).await;
}

/// Instances do not agree on the time, and draw it before they read.
#[tokio::test]
async fn events_tell_what_came_after_what_also_when_a_clock_is_late() {
    let yard = Yard::new(1, 1).await;
    let now = yard.app.app().clock.now().micros();
    let late = yard.instance_at(Clock::manual(Timestamp::from_micros(now - 5_000_000)));

    for nth in 0..3 {
        let id = yard.queue.submit(new_job(yard.users[0], None)).await.expect("a job");
        late.register(&yard.runner(0).await.expect("a runner")).await.expect("it comes online");
        yard.queue.fetch(&yard.runner(0).await.expect("a runner")).await.expect("it has work");
        late.abort(id, yard.users[0]).await.expect("it can be aborted");
        late.unregister(&yard.runner(0).await.expect("a runner")).await.expect("it is online");
        if nth == 1 {
            yard.queue.delete(id, None).await.expect("it has ended");
        } else {
            late.erase(id).await.expect("it can be erased");
        }
    }

    assert_sound(&yard.app).await;
}
