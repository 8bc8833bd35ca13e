//! Looking at jobs: as they are stored, and how far their runners are.

use std::collections::BTreeMap;

use super::Queue;
use crate::Result;
use crate::entity::job::Job;
use crate::entity::job::step::Step;
use crate::entity::runner::Runner;
use crate::event::RUNNER_LOST;

/// A job as it is seen.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The job.
    pub job: Job,
    /// How far its runner is, 0.0 ..= 1.0; none unless it is in progress.
    pub progress_ratio: Option<f64>,
}

impl Queue {
    /// These jobs, in this order; those that are not there are left out.
    ///
    /// A runner that was silent for too long loses its job before. Cost: a read for each job, and for each runner.
    pub async fn look(&self, ids: &[u64]) -> Result<Vec<Seen>> {
        let mut jobs = self.read_jobs(ids).await?;
        let mut runners = self.runners_of(&jobs).await?;
        let now = self.clock.now();
        let lost: Vec<u64> =
            runners.values().filter(|runner| runner.is_overdue(now)).map(|r| r.id).collect();
        if !lost.is_empty() {
            for runner in lost {
                self.lose(runner, RUNNER_LOST).await?;
            }
            jobs = self.read_jobs(ids).await?;
            runners = self.runners_of(&jobs).await?;
        }
        Ok(jobs
            .into_iter()
            .map(|job| Seen { progress_ratio: progress(&job, &runners), job })
            .collect())
    }

    async fn read_jobs(&self, ids: &[u64]) -> Result<Vec<Job>> {
        let keys: Vec<_> = ids.iter().map(|id| Job::place(*id)).collect();
        self.store.batch(&keys).await
    }

    async fn runners_of(&self, jobs: &[Job]) -> Result<BTreeMap<u64, Runner>> {
        let mut ids: Vec<_> = jobs.iter().filter_map(|job| Some(job.lease?.runner)).collect();
        ids.sort_unstable();
        ids.dedup();
        let keys: Vec<_> = ids.into_iter().map(Runner::place).collect();
        let runners = self.store.batch::<Runner>(&keys).await?;
        Ok(runners.into_iter().map(|runner| (runner.id, runner)).collect())
    }
}

fn progress(job: &Job, runners: &BTreeMap<u64, Runner>) -> Option<f64> {
    let lease = job.lease.filter(|_| job.step == Step::RunnerInProgress)?;
    let work = runners.get(&lease.runner).and_then(Runner::work);
    let work = work.filter(|work| (work.job, work.lease) == (job.id, lease.number));
    Some(work.map_or(0.0, |work| work.progress_ratio))
}
