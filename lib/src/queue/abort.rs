//! Aborting a job: at once, or as soon as its runner can be told.

use super::Queue;
use super::turn::Turn;
use crate::Result;
use crate::entity::job::step::Move;
use crate::entity::job::{ABORTED, Job};
use crate::entity::runner::{Runner, Stage};

impl Queue {
    /// End a job. If a runner knows of it, it is told first; whatever then comes first, its result or its end, counts.
    ///
    /// A job that has ended or is gone stays as it is.
    pub async fn abort(&self, job: u64, by: u64) -> Result<()> {
        self.turns(Some(by), |mut turn| async move {
            let found = self.store.get::<Job>(&Job::place(job)).await?;
            let Some(before) = found.filter(|job| !job.step.is_final() && !job.abort_requested)
            else {
                return Ok(Some((turn, ())));
            };
            let aborted = match before.lease {
                None => turn.ended(before.clone(), Move::Abort, Some(ABORTED))?,
                Some(lease) => {
                    let runner = self.present(lease.runner).await?;
                    if !has(&runner, &before) {
                        return Ok(None);
                    }
                    self.abort_leased(&mut turn, before.clone(), &runner).await?
                }
            };
            turn.save(aborted.saving(Some(&before)));
            Ok(Some((turn, ())))
        })
        .await
    }

    /// Writes the runner.
    async fn abort_leased(&self, turn: &mut Turn, job: Job, runner: &Runner) -> Result<Job> {
        let is_known = runner.work().is_some_and(|work| work.stage != Stage::Assigned);
        if is_known {
            turn.save(runner.clone().with_work_as(|work| work.abort = true).saving(runner));
            return turn.moved(job, Move::RequestAbort);
        }
        let free = self.engaged(turn, runner.clone().with_work(None)).await?;
        turn.save(free.saving(runner));
        turn.ended(job, Move::Abort, Some(ABORTED))
    }

    /// Free a runner from a job that is being deleted, or let it know if it knows of it. Writes the runner.
    ///
    /// None when runner and job do not fit together, because one was read later than the other.
    pub(super) async fn released(&self, turn: &mut Turn, job: &Job) -> Result<Option<()>> {
        let Some(lease) = job.lease else { return Ok(Some(())) };
        let runner = self.present(lease.runner).await?;
        if !has(&runner, job) {
            return Ok(None);
        }
        let is_known = runner.work().is_some_and(|work| work.stage != Stage::Assigned);
        let after = match is_known {
            true => runner.clone().with_work_as(|work| work.abort = true),
            false => self.engaged(turn, runner.clone().with_work(None)).await?,
        };
        turn.save(after.saving(&runner));
        Ok(Some(()))
    }
}

/// Whether this is the runner's work.
fn has(runner: &Runner, job: &Job) -> bool {
    let number = job.lease.map(|lease| lease.number);
    runner.work().is_some_and(|work| work.job == job.id && Some(work.lease) == number)
}
