//! Whatever users and runners do, in whatever order: what can be seen is what the model says, and everything fits.

use std::collections::BTreeMap;
use std::time::Duration;

use kindred::entity::job::Job;
use kindred::entity::job::step::Step;
use kindred::entity::runner::{Answer, Runner, Stage};
use kindred::error::Kind;
use kindred::queue::Outcome;
use kindred::{Error, Result};
use proptest::prelude::*;
use proptest::sample::Index;
use tests::{assert_sound, run};

use super::model::{self, Knows, Model, No, Place};
use super::{Yard, heard_in, new_job, text_of};

const USERS: usize = 3;
const RUNNERS: usize = 3;

/// Something that somebody does; jobs are any that there were.
#[derive(Clone, Debug)]
enum Act {
    Submit(usize, Option<u8>),
    Abort(Index),
    Delete(Index),
    Download(Index),
    Erase(usize),
    Look,
    Register(usize),
    Heartbeat(usize, Option<f64>),
    Fetch(usize),
    Finish(usize),
    Fail(usize),
    Unregister(usize),
    Revoke(usize),
    /// The process forgets what it was doing.
    Restart(usize),
    Wait(u64),
    Sweep,
}

/// What is done with the queue and the model alike.
struct World {
    yard: Yard,
    model: Model,
    /// The job that each runner believes it is working on.
    hands: [Option<u64>; RUNNERS],
}

fn acts() -> impl Strategy<Value = Act> {
    let (user, runner) = (0..USERS, 0..RUNNERS);
    let ratio = prop::option::of(prop::sample::select(vec![0.0, 0.25, 1.0]));
    prop_oneof![
        6 => (user.clone(), prop::option::weighted(0.3, 0..2_u8)).prop_map(|(u, k)| Act::Submit(u, k)),
        4 => any::<Index>().prop_map(Act::Abort),
        2 => any::<Index>().prop_map(Act::Delete),
        2 => any::<Index>().prop_map(Act::Download),
        1 => user.prop_map(Act::Erase),
        1 => Just(Act::Look),
        6 => runner.clone().prop_map(Act::Register),
        8 => (runner.clone(), ratio).prop_map(|(r, ratio)| Act::Heartbeat(r, ratio)),
        8 => runner.clone().prop_map(Act::Fetch),
        5 => runner.clone().prop_map(Act::Finish),
        2 => runner.clone().prop_map(Act::Fail),
        2 => runner.clone().prop_map(Act::Unregister),
        1 => (0..RUNNERS - 1).prop_map(Act::Revoke),
        1 => runner.prop_map(Act::Restart),
        4 => prop::sample::select(vec![5, 15, 30, 60, 61, 90_000]).prop_map(Act::Wait),
        2 => Just(Act::Sweep),
    ]
}

impl World {
    async fn new() -> Self {
        let yard = Yard::new(USERS, RUNNERS).await;
        Self { yard, model: Model::new(RUNNERS), hands: [None; RUNNERS] }
    }

    async fn does(&mut self, act: &Act) {
        let Yard { app, queue, users, .. } = &self.yard;
        let job = |index: &Index| {
            let n_jobs = self.model.jobs.len();
            (n_jobs > 0).then(|| index.index(n_jobs) as u64 + 1)
        };
        match act {
            Act::Submit(user, key) => {
                let text = key.map(|key| format!("key {key}"));
                let id = queue.submit(new_job(users[*user], text.as_deref())).await;
                assert_eq!(id.expect("a job"), self.model.submit(*user, *key));
            }
            Act::Abort(index) => {
                let Some(id) = job(index) else { return };
                queue.abort(id, users[0]).await.expect("it can be aborted");
                self.model.abort(id);
            }
            Act::Delete(index) => {
                let Some(id) = job(index) else { return };
                queue.delete(id, Some(users[0])).await.expect("it can be deleted");
                self.model.delete(id);
            }
            Act::Download(index) => {
                let Some(id) = job(index) else { return };
                if let Some(job) = self.yard.job(id).await {
                    queue.downloaded(&job, users[0]).await.expect("it can be noted");
                }
                self.model.download(id);
            }
            Act::Erase(user) => {
                for id in 1..=self.model.jobs.len() as u64 {
                    let job = self.yard.job(id).await.filter(|job| job.owner == users[*user]);
                    if job.is_some() {
                        queue.erase(id).await.expect("it can be erased");
                    }
                }
                self.model.erase(*user);
            }
            Act::Look => self.looks().await,
            Act::Wait(seconds) => {
                app.advance(Duration::from_secs(*seconds));
                self.model.now += seconds;
            }
            Act::Sweep => {
                app.sweep().await;
                self.model.sweep();
            }
            Act::Revoke(nr) => {
                queue.revoke_runner(*nr as u64 + 1, users[0]).await.expect("there is one");
                self.model.revoke(*nr);
            }
            Act::Restart(nr) => self.hands[*nr] = None,
            Act::Register(nr)
            | Act::Heartbeat(nr, _)
            | Act::Fetch(nr)
            | Act::Finish(nr)
            | Act::Fail(nr)
            | Act::Unregister(nr) => match self.yard.runner(*nr).await {
                Some(runner) => self.runner_does(*nr, &runner, act).await,
                None => assert!(self.model.runners[*nr].is_revoked),
            },
        }
    }

    /// As the public runner: it does one job at a time, and brings a result only of what it has fetched.
    async fn runner_does(&mut self, nr: usize, runner: &Runner, act: &Act) {
        let (queue, model) = (&self.yard.queue, &mut self.model);
        match act {
            Act::Register(_) => same(queue.register(runner).await, model.register(nr)),
            Act::Unregister(_) => same(queue.unregister(runner).await, model.unregister(nr)),
            Act::Heartbeat(_, ratio) => {
                let answer: Result<Answer> = queue.heartbeat(runner, *ratio).await;
                same(answer, model.heartbeat(nr, *ratio));
            }
            Act::Fetch(_) if self.hands[nr].is_none() => {
                let fetched = queue.fetch(runner).await.map(|fetched| fetched.id);
                self.hands[nr] = fetched.as_ref().ok().copied();
                same(fetched, model.fetch(nr));
            }
            Act::Finish(_) | Act::Fail(_) if self.hands[nr].is_some() || !model.is_at_work(nr) => {
                // Who has fetched nothing brings what must go nowhere.
                let job = self.hands[nr].take().unwrap_or(0);
                let error = matches!(act, Act::Fail(_)).then_some("no speech");
                let outcome = error.map_or(heard_in(job), |error| Outcome::Error(error.to_owned()));
                same(queue.finish(runner, outcome).await, model.finish(nr, error));
            }
            _ => {}
        }
    }

    async fn looks(&mut self) {
        let all: Vec<_> = (1..=self.model.jobs.len() as u64).collect();
        let seen = self.yard.queue.look(&all).await.expect("jobs can be looked at");
        self.model.look();
        for seen in seen {
            let ratio = match self.model.jobs[seen.job.id as usize - 1].place {
                Place::With(nr) if self.model.is_at_work(nr) => {
                    self.model.runners[nr].has.as_ref().map(|piece| piece.ratio)
                }
                _ => None,
            };
            assert_eq!(seen.progress_ratio, ratio, "{:?}", seen.job);
        }
    }

    async fn agrees(&self) {
        let ids = 1..=self.model.jobs.len() as u64;
        let keys: Vec<_> = ids.map(Job::place).collect();
        let jobs = self.yard.app.app().store.batch::<Job>(&keys).await.expect("the store answers");
        let jobs: BTreeMap<_, _> = jobs.into_iter().map(|job| (job.id, job)).collect();
        for (id, wanted) in (1..).zip(&self.model.jobs) {
            let job = jobs.get(&id);
            let is = match job {
                None => Place::Gone,
                Some(job) => match (job.step, job.lease) {
                    (Step::PendingRunner, None) => Place::Waits,
                    (Step::RunnerAssigned | Step::RunnerInProgress, Some(lease)) => {
                        Place::With(lease.runner as usize - 1)
                    }
                    (Step::Success, None) => Place::Done { downloaded: false },
                    (Step::Downloaded, None) => Place::Done { downloaded: true },
                    (Step::Failed, None) => Place::Failed(job.error.clone().expect("an error")),
                    _ => panic!("{job:?}"),
                },
            };
            assert_eq!(is, wanted.place, "job {id}: {job:?}");
            if let Place::Done { .. } = is {
                let speech = self.yard.queue.transcript(id).await.expect("the store answers");
                assert_eq!(speech.map(|speech| speech.text), Some(text_of(id)), "job {id}");
            }
        }
        for (nr, wanted) in self.model.runners.iter().enumerate() {
            let Some(runner) = self.yard.runner(nr).await else {
                assert!(wanted.is_revoked);
                continue;
            };
            assert_eq!(runner.online.is_some(), wanted.online.is_some(), "{runner:?}");
            let has = runner.work().map(|work| (work.job, known(work.stage)));
            let wanted = wanted.has.as_ref().map(|piece| (piece.job, piece.knows));
            assert_eq!(has, wanted, "{runner:?}");
        }
    }
}

fn known(stage: Stage) -> Knows {
    match stage {
        Stage::Assigned => Knows::Nothing,
        Stage::Announced => Knows::ThereIsOne,
        Stage::Resumed => Knows::Perhaps,
        Stage::Fetched => Knows::Everything,
    }
}

#[track_caller]
fn same<T: PartialEq + std::fmt::Debug>(is: Result<T>, wanted: std::result::Result<T, No>) {
    let is = is.map_err(|error: Error| {
        assert_eq!(error.kind(), Kind::State, "{error}");
        No
    });
    assert_eq!(is, wanted);
}

async fn everything_is_as_the_model_says(history: Vec<Act>) {
    let mut world = World::new().await;
    for act in &history {
        world.does(act).await;
        world.agrees().await;
    }
    assert_sound(&world.yard.app).await;

    // Nobody comes any more but one runner, which works everything off.
    world.yard.app.advance(Duration::from_secs(61));
    world.model.now += 61;
    world.hands = [None; RUNNERS];
    let last = RUNNERS - 1;
    world.does(&Act::Sweep).await;
    world.does(&Act::Register(last)).await;
    let is_open = |job: &model::Job| matches!(job.place, Place::Waits | Place::With(_));
    for _ in 0..history.len() {
        if !world.model.jobs.iter().any(is_open) {
            break;
        }
        world.does(&Act::Heartbeat(last, None)).await;
        world.does(&Act::Fetch(last)).await;
        world.does(&Act::Finish(last)).await;
    }
    world.agrees().await;
    assert_sound(&world.yard.app).await;
    assert!(!world.model.jobs.iter().any(is_open), "{:#?}", world.model);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_is_done_everything_is_as_the_model_says(
        history in prop::collection::vec(acts(), 1..80),
    ) {
        run(everything_is_as_the_model_says(history));
    }
}
