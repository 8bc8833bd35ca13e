//! The queue and the model of it, side by side.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

use kindred::Kind;
use kindred::entity::job::Job;
use kindred::entity::job::step::Step;
use kindred::entity::runner::{Runner, Stage};
use kindred::queue::Outcome;

use super::histories::Act;
use super::model::{Knows, Model, No, Place};
use super::{Yard, heard_in, new_job, text_of};

pub(super) const USERS: usize = 3;
pub(super) const RUNNERS: usize = 3;

/// What is done with the queue and the model alike.
pub(super) struct World {
    pub(super) yard: Yard,
    pub(super) model: Model,
    /// The job that each runner believes it is working on.
    pub(super) hands: [Option<u64>; RUNNERS],
}

impl World {
    pub(super) async fn new() -> Self {
        let yard = Yard::new(USERS, RUNNERS).await;
        Self { yard, model: Model::new(RUNNERS), hands: [None; RUNNERS] }
    }

    pub(super) async fn does(&mut self, act: &Act) {
        match act {
            Act::Submit(user, key) => {
                let text = key.map(|key| format!("key {key}"));
                let new = new_job(self.yard.users[*user], text.as_deref());
                let id = self.yard.queue.submit(new).await.expect("a job");
                assert_eq!(id, self.model.submit(*user, *key));
            }
            Act::Abort(index) | Act::Delete(index) | Act::Download(index) => {
                let n_jobs = self.model.jobs.len();
                if n_jobs > 0 {
                    self.user_does(index.index(n_jobs) as u64 + 1, act).await;
                }
            }
            Act::Erase(user) => self.erases(*user).await,
            Act::Look => self.looks().await,
            Act::Wait(seconds) => {
                self.yard.app.advance(Duration::from_secs(*seconds));
                self.model.now += seconds;
            }
            Act::Sweep => {
                self.yard.app.sweep().await;
                self.model.sweep();
            }
            Act::Revoke(nr) => {
                let revoked = self.yard.queue.revoke_runner(*nr as u64 + 1, self.yard.users[0]);
                revoked.await.expect("there is one");
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

    async fn user_does(&mut self, id: u64, act: &Act) {
        let (queue, user) = (&self.yard.queue, self.yard.users[0]);
        match act {
            Act::Abort(_) => {
                queue.abort(id, user).await.expect("it can be aborted");
                self.model.abort(id);
            }
            Act::Delete(_) => {
                queue.delete(id, Some(user)).await.expect("it can be deleted");
                self.model.delete(id);
            }
            _ => {
                if let Some(job) = self.yard.job(id).await {
                    queue.downloaded(&job, user).await.expect("it can be noted");
                }
                self.model.download(id);
            }
        }
    }

    async fn erases(&mut self, user: usize) {
        for id in 1..=self.model.jobs.len() as u64 {
            let job = self.yard.job(id).await;
            if job.is_some_and(|job| job.owner == self.yard.users[user]) {
                self.yard.queue.erase(id).await.expect("it can be erased");
            }
        }
        self.model.erase(user);
    }

    /// As the public runner: it does one job at a time, and brings a result only of what it has fetched.
    async fn runner_does(&mut self, nr: usize, runner: &Runner, act: &Act) {
        let (queue, model) = (&self.yard.queue, &mut self.model);
        match act {
            Act::Register(_) => same(queue.register(runner).await, model.register(nr)),
            Act::Unregister(_) => same(queue.unregister(runner).await, model.unregister(nr)),
            Act::Heartbeat(_, ratio) => {
                let answer = queue.heartbeat(runner, *ratio).await;
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

    pub(super) async fn agrees(&self) {
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
#[expect(clippy::needless_pass_by_value, reason = "what is compared is not needed any more")]
fn same<T: PartialEq + Debug>(is: kindred::Result<T>, wanted: Result<T, No>) {
    let is = is.map_err(|error| {
        assert_eq!(error.kind(), Kind::State, "{error}");
        No
    });
    assert_eq!(is, wanted);
}
