//! Aborting a job: at once, or as soon as its runner can be told.

use super::Queue;
use super::turn::Turn;
use crate::Result;
use crate::entity::job::step::Move;
use crate::entity::job::{ABORTED, Job, Lease};
use crate::entity::runner::{Stage, Work};

/// What became of a runner whose job is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recalled {
    /// It is free.
    Freed,
    /// It knows of the job, and is told to stop.
    Told,
}

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
                Some(lease) => match self.recalled(&mut turn, &before, lease).await? {
                    None => return Ok(None),
                    Some(Recalled::Told) => turn.moved(before.clone(), Move::RequestAbort)?,
                    Some(Recalled::Freed) => {
                        turn.ended(before.clone(), Move::Abort, Some(ABORTED))?
                    }
                },
            };
            turn.save(aborted.saving(Some(&before)));
            Ok(Some((turn, ())))
        })
        .await
    }

    /// Take a job from its runner: free one that knows nothing of it yet, and tell one that does. Writes the runner.
    ///
    /// None when runner and job do not fit together, because one was read later than the other.
    pub(super) async fn recalled(
        &self,
        turn: &mut Turn,
        job: &Job,
        lease: Lease,
    ) -> Result<Option<Recalled>> {
        let runner = self.present(lease.runner).await?;
        let works = |work: &&Work| work.job == job.id && work.lease == lease.number;
        let Some(work) = runner.work().filter(works) else { return Ok(None) };
        let (recalled, after) = match work.stage {
            Stage::Assigned => {
                let free = runner.clone().with_work(None);
                (Recalled::Freed, self.engaged(turn, free).await?)
            }
            _ => (Recalled::Told, runner.clone().with_work_as(|work| work.abort = true)),
        };
        turn.save(after.saving(&runner));
        Ok(Some(recalled))
    }
}
