//! Several instances at the same time: each job is done once, and whoever comes second sees what the first has done.

mod meetings;

use kindred::entity::job::step::Step;
use kindred::entity::runner::Answer;
use kindred::ids::Ids;
use kindred::{Clock, Queue};
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
