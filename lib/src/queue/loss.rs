//! Runners that are gone, and what becomes of their jobs.

use super::Queue;
use super::turn::Turn;
use crate::entity::job::step::Move;
use crate::entity::job::{ABORTED, Job, Lease};
use crate::entity::runner::Runner;
use crate::event::RUNNER_LOST;
use crate::{Event, Result};

impl Queue {
    /// The runner is gone, unless it was silent and has come back; `told` is the name of the event.
    ///
    /// Returns whether it is gone, by this or before.
    pub(super) async fn lose(&self, runner: u64, told: &str) -> Result<bool> {
        self.turns(None, |mut turn| async move {
            let before = self.present(runner).await?;
            let has_come_back = told == RUNNER_LOST && before.is_online(turn.now());
            if before.online.is_none() || has_come_back {
                return Ok(Some((turn, !has_come_back)));
            }
            self.bereave(&mut turn, &before).await?;
            let mut after = before.clone().go_offline();
            turn.tell(&mut after.last_event, |occurrence| Event::runner(occurrence, told, runner));
            turn.save(after.saving(&before));
            Ok(Some((turn, true)))
        })
        .await
    }

    /// Take from a runner the job that it has: it waits again, or another runner gets it; if somebody wants it to end,
    /// it ends. Writes the job, not the runner.
    pub(super) async fn bereave(&self, turn: &mut Turn, runner: &Runner) -> Result<()> {
        let Some(before) = self.leased_by(runner).await? else { return Ok(()) };
        let job = if before.abort_requested {
            turn.ended(before.clone(), Move::Abort, Some(ABORTED))?
        } else {
            let job = turn.moved(before.clone(), Move::Lose)?;
            self.placed(turn, job).await?
        };
        turn.save(job.saving(Some(&before)));
        Ok(())
    }

    /// The job that a runner has to do, if it is still there.
    pub(super) async fn leased_by(&self, runner: &Runner) -> Result<Option<Job>> {
        let Some(work) = runner.work() else { return Ok(None) };
        let found = self.store.get::<Job>(&Job::place(work.job)).await?;
        let lease = Lease { runner: runner.id, number: work.lease };
        Ok(found.filter(|job| job.lease == Some(lease)))
    }
}
