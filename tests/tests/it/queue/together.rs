//! Several instances at the same time: each job is done once, and whoever comes second sees what the first has done.

use std::time::Duration;

use kindred::entity::job::ABORTED;
use kindred::entity::job::step::Step;
use kindred::entity::runner::Answer;
use kindred::ids::Ids;
use kindred::{Clock, Kind, Queue, Result};
use tests::assert_sound;
use tokio::task::JoinSet;

use super::{Yard, heard_in, new_job, text_of};

/// Rounds of a race, so that each order of events is likely to come up.
const ROUNDS: usize = 12;

impl Yard {
    /// Another instance of a function over the same store.
    fn instance(&self) -> Queue {
        self.instance_at(self.app.app().clock.clone())
    }

    /// The same, whose clock tells another time.
    fn instance_at(&self, clock: Clock) -> Queue {
        let app = self.app.app();
        let (store, blobs, ids) = (app.store.clone(), app.blobs.clone(), Ids::new(clock.clone()));
        Queue::new(store, blobs, clock, ids, app.config.jobs)
    }

    /// Runners that work until this many jobs have ended, each by an instance of its own.
    async fn work_off(&self, n_jobs: u64) -> JoinSet<()> {
        let mut crews = JoinSet::new();
        for token in self.runners.clone() {
            let queue = self.instance();
            crews.spawn(async move {
                let found =
                    async || queue.runner_with(&token).await.expect("an answer").expect("a runner");
                queue.register(&found().await).await.expect("it comes online");
                while queue.n_ended(n_jobs).await < n_jobs {
                    let answer = queue.heartbeat(&found().await, None).await;
                    if answer.expect("a sign of life is taken") == Answer::Ack {
                        continue;
                    }
                    let fetched = queue.fetch(&found().await).await.expect("there is work");
                    let finished = queue.finish(&found().await, heard_in(fetched.id)).await;
                    finished.expect("a result is taken");
                }
            });
        }
        crews
    }

    /// Users who submit so many jobs each, every one by an instance of their own.
    fn submit(&self, n_each: usize) -> JoinSet<Vec<u64>> {
        let mut submitters = JoinSet::new();
        for owner in self.users.clone() {
            let queue = self.instance();
            submitters.spawn(async move {
                let mut ids = Vec::new();
                for _ in 0..n_each {
                    ids.push(queue.submit(new_job(owner, None)).await.expect("it is submitted"));
                }
                ids
            });
        }
        submitters
    }

    /// A runner that works on a job.
    async fn busy(&self, nr: usize) -> u64 {
        let id = self.queue.submit(new_job(self.users[0], None)).await.expect("a job");
        let found = async || self.runner(nr).await.expect("a runner");
        if found().await.online.is_none() {
            self.queue.register(&found().await).await.expect("it comes online");
        }
        let fetched = self.queue.fetch(&found().await).await.expect("it has work");
        assert_eq!(fetched.id, id, "there was another job before");
        id
    }

    async fn step(&self, id: u64) -> Step {
        self.job(id).await.expect("a job").step
    }
}

/// How a test looks at the queue.
trait Counting {
    async fn n_ended(&self, n_jobs: u64) -> u64;
}

impl Counting for Queue {
    async fn n_ended(&self, n_jobs: u64) -> u64 {
        let ids: Vec<_> = (1..=n_jobs).collect();
        let seen = self.look(&ids).await.expect("jobs can be looked at");
        seen.iter().filter(|seen| seen.job.step.is_final()).count() as u64
    }
}

async fn each_job_is_done_once(n_users: usize, n_runners: usize, n_each: usize) {
    let yard = Yard::new(n_users, n_runners).await;
    let n_jobs = (n_users * n_each) as u64;

    let submitters = yard.submit(n_each);
    let crews = yard.work_off(n_jobs).await;
    let mut ids = submitters.join_all().await.concat();
    crews.join_all().await;

    ids.sort_unstable();
    assert_eq!(ids, (1..=n_jobs).collect::<Vec<_>>());
    for id in ids {
        assert_eq!(yard.step(id).await, Step::Success, "job {id}");
        let speech = yard.queue.transcript(id).await.expect("the store answers");
        assert_eq!(speech.expect("a transcript").text, text_of(id));
    }
    assert_sound(&yard.app).await;
}

#[tokio::test]
async fn each_job_is_done_once_however_many_work_and_submit() {
    each_job_is_done_once(4, 8, 8).await;
}

/// None may be told to come back later merely because so many compete.
#[tokio::test]
async fn nobody_is_sent_away_because_of_a_crowd() {
    each_job_is_done_once(8, 16, 6).await;
}

#[tokio::test]
async fn whoever_misses_each_other_is_paired_by_the_next_heartbeat() {
    for _ in 0..ROUNDS {
        let yard = Yard::new(2, 6).await;
        let mut coming = JoinSet::new();
        for nr in 0..yard.runners.len() {
            let (queue, runner) = (yard.instance(), yard.runner(nr).await.expect("a runner"));
            coming.spawn(async move { queue.register(&runner).await.expect("it comes online") });
        }
        let ids = yard.submit(3).join_all().await.concat();
        coming.join_all().await;

        for nr in 0..yard.runners.len() {
            let runner = yard.runner(nr).await.expect("a runner");
            let answer = yard.queue.heartbeat(&runner, None).await;
            assert_eq!(answer.expect("it is online"), Answer::JobAssigned);
        }

        for id in ids {
            assert_eq!(yard.step(id).await, Step::RunnerAssigned);
        }
        assert_sound(&yard.app).await;
    }
}

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
            let outcome = kindred::queue::Outcome::Error(ABORTED.to_owned());
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
    let late = yard.instance_at(Clock::manual(kindred::Timestamp::from_micros(now - 5_000_000)));

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
