//! A request to the store that fails, wherever it is in what the queue does: everything fits, a repetition helps, and
//! in the end all is as if nothing had failed.

use std::time::Duration;

use kindred::entity::job::Job;
use kindred::entity::job::step::Step;
use kindred::entity::runner::{Runner, Stage};
use kindred::queue::Outcome;
use kindred::{Kind, Result};
use kindred_cli::embedded::{Fault, Faults};
use tests::{TestApp, assert_sound};

use super::{Yard, heard_in, new_job};

/// More requests than any of the deeds needs.
const PLENTY: usize = 40;

/// How far a runner is with job 1, while job 2 waits.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Far {
    Offline,
    Assigned,
    Announced,
    Working,
    Done,
    /// It was lost while it worked.
    Lost,
}

/// What is done then.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Submit,
    Abort,
    Delete,
    Erase,
    Download,
    Register,
    Heartbeat,
    Fetch,
    Finish,
    Fail,
    Unregister,
    Revoke,
    Sweep,
}

const DEEDS: [(Far, Deed); 22] = [
    (Far::Offline, Deed::Submit),
    (Far::Offline, Deed::Abort),
    (Far::Offline, Deed::Erase),
    (Far::Offline, Deed::Register),
    (Far::Offline, Deed::Revoke),
    (Far::Assigned, Deed::Abort),
    (Far::Assigned, Deed::Erase),
    (Far::Assigned, Deed::Heartbeat),
    (Far::Assigned, Deed::Fetch),
    (Far::Announced, Deed::Abort),
    (Far::Announced, Deed::Fetch),
    (Far::Working, Deed::Abort),
    (Far::Working, Deed::Erase),
    (Far::Working, Deed::Heartbeat),
    (Far::Working, Deed::Finish),
    (Far::Working, Deed::Fail),
    (Far::Working, Deed::Unregister),
    (Far::Working, Deed::Revoke),
    (Far::Working, Deed::Sweep),
    (Far::Done, Deed::Delete),
    (Far::Done, Deed::Download),
    (Far::Lost, Deed::Register),
];

/// What there is, but for ids that may be used up for nothing.
#[derive(Debug, PartialEq)]
struct Picture {
    jobs: Vec<(Step, u64, bool, Option<String>)>,
    online: bool,
    revoked: bool,
    work: Option<(u64, u64, Stage)>,
    n_events: usize,
}

impl Yard {
    async fn prepared(app: TestApp, far: Far) -> Self {
        let yard = Self::of(app, 1, 1).await;
        for _ in 0..2 {
            yard.queue.submit(new_job(yard.users[0], None)).await.expect("a job");
        }
        let ways = [Deed::Register, Deed::Heartbeat, Deed::Fetch, Deed::Finish];
        let n_ways = match far {
            Far::Lost => Far::Working,
            far => far,
        } as usize;
        for way in &ways[..n_ways] {
            yard.does(*way).await.expect("nothing fails yet");
        }
        if far == Far::Lost {
            yard.app.advance(Duration::from_secs(61));
            yard.does(Deed::Sweep).await.expect("nothing fails yet");
        }
        yard
    }

    async fn does(&self, deed: Deed) -> Result<()> {
        let (queue, user) = (&self.queue, self.users[0]);
        let found = async || queue.runner_with(&self.runners[0]).await;
        let runner = match deed {
            Deed::Submit | Deed::Abort | Deed::Delete | Deed::Erase | Deed::Download => None,
            Deed::Revoke => None,
            _ => found().await?,
        };
        match (deed, &runner) {
            (Deed::Submit, _) => queue.submit(new_job(user, Some("a key"))).await.map(drop),
            (Deed::Abort, _) => queue.abort(1, user).await,
            (Deed::Delete, _) => queue.delete(1, Some(user)).await,
            (Deed::Erase, _) => queue.erase(1).await,
            (Deed::Download, _) => match queue.look(&[1]).await?.first() {
                Some(seen) => queue.downloaded(&seen.job, user).await,
                None => Ok(()),
            },
            (Deed::Revoke, _) => queue.revoke_runner(1, user).await,
            (Deed::Sweep, _) => queue.lose_silent_runners().await.map(drop),
            (Deed::Register, Some(runner)) => queue.register(runner).await,
            (Deed::Heartbeat, Some(runner)) => queue.heartbeat(runner, Some(0.5)).await.map(drop),
            (Deed::Fetch, Some(runner)) => queue.fetch(runner).await.map(drop),
            (Deed::Finish, Some(runner)) => queue.finish(runner, heard_in(1)).await,
            (Deed::Fail, Some(runner)) => {
                queue.finish(runner, Outcome::Error("no speech".to_owned())).await
            }
            (Deed::Unregister, Some(runner)) => queue.unregister(runner).await,
            (_, None) => panic!("no runner"),
        }
    }

    async fn picture(&self) -> Picture {
        let store = &self.app.app().store;
        let keys: Vec<_> = (1..=6).map(Job::place).collect();
        let jobs = store.batch::<Job>(&keys).await.expect("the store answers");
        let runner = store.get::<Runner>(&Runner::place(1)).await.expect("the store answers");
        let runner = runner.expect("a runner");
        let seen = |job: Job| (job.step, job.n_leases, job.abort_requested, job.error);
        Picture {
            jobs: jobs.into_iter().map(seen).collect(),
            online: runner.online.is_some(),
            revoked: runner.revoked_at.is_some(),
            work: runner.work().map(|work| (work.job, work.lease, work.stage)),
            n_events: self.app.all_events().await.len(),
        }
    }
}

/// Let each request fail that the deed makes, one at a time, until none is left.
async fn survives(far: Far, deed: Deed, fault: Fault) {
    let wanted = {
        let yard = Yard::prepared(TestApp::new().await, far).await;
        let before = yard.picture().await;
        overdue(&yard, deed);
        yard.does(deed).await.expect("nothing fails");
        let after = yard.picture().await;
        let only_seen = matches!((far, deed), (Far::Working, Deed::Heartbeat));
        assert_eq!(before == after, only_seen, "{far:?} {deed:?}: {before:?}");
        after
    };
    for n in 0..PLENTY {
        let (app, faults): (_, Faults) = TestApp::faulty().await;
        let yard = Yard::prepared(app, far).await;
        overdue(&yard, deed);
        let context = format!("{far:?} {deed:?} {fault:?} {n}");

        faults.arrange(n, fault);
        let outcome = yard.does(deed).await;
        let is_through = faults.cancel();

        assert!(outcome.is_ok() || !is_through, "{context}: {outcome:?}, and nothing has failed");
        assert_sound(&yard.app).await;
        if outcome.is_err() {
            // Who has done it already may be told so.
            if let Err(error) = yard.does(deed).await {
                assert_eq!(error.kind(), Kind::State, "{context}: {error:?}");
            }
        }
        assert_eq!(yard.picture().await, wanted, "{context}");
        assert_sound(&yard.app).await;
        if is_through {
            return;
        }
    }
    panic!("there is no end of it");
}

fn overdue(yard: &Yard, deed: Deed) {
    if let Deed::Sweep = deed {
        yard.app.advance(Duration::from_secs(61));
    }
}

async fn all_survive(fault: Fault) {
    for (far, deed) in DEEDS {
        survives(far, deed, fault).await;
    }
}

#[tokio::test]
async fn a_request_to_the_store_that_is_not_sent_leaves_nothing_half_done() {
    all_survive(Fault::Unsent).await;
}

#[tokio::test]
async fn an_answer_of_the_store_that_is_lost_leaves_nothing_half_done() {
    all_survive(Fault::Unanswered).await;
}
