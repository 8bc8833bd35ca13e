//! Bringing a waiting job and an idle runner together, from either side.
//!
//! Both sides take who is first: the oldest job, the runner that is online for longest. When others were faster, they
//! take one of the first few at random, so that many who come at once do not run after one another; and before they
//! have tried too often, none at all: what they came for is written in any case.

use super::Queue;
use super::turn::Turn;
use crate::Result;
use crate::entity::job::step::{Move, Step};
use crate::entity::job::{Job, Waiting};
use crate::entity::runner::{Idle, Runner, Stage};
use crate::store::{ATTEMPTS, Entity, Range};

/// A fresh lease.
const FRESH: (Move, Stage) = (Move::Assign, Stage::Assigned);

/// Attempts at the end that are made without a partner.
const ALONE: u32 = 2;

/// Idle runners that are looked at: some may be gone, though nobody has noticed yet.
const MOST_LOOKED_AT: usize = 4;

impl Queue {
    /// A job that waits, given to an idle runner if there is one; writes the runner.
    pub(super) async fn placed(&self, turn: &mut Turn, job: Job) -> Result<Job> {
        for Idle { runner, .. } in self.candidates(turn.attempt, &Idle::all()).await? {
            let found = self.store.get::<Runner>(&Runner::place(runner)).await?;
            let is_idle = |r: &Runner| r.is_online(turn.now()) && r.work().is_none();
            let Some(before) = found.filter(is_idle) else { continue };
            let (job, runner) = turn.leased(job, before.clone(), FRESH)?;
            turn.save(runner.saving(&before));
            return Ok(job);
        }
        Ok(job)
    }

    /// A runner that has nothing to do, with a waiting job if there is one; writes the job.
    ///
    /// Who was silent for too long gets none: it may be gone.
    pub(super) async fn engaged(&self, turn: &mut Turn, runner: Runner) -> Result<Runner> {
        if !runner.is_online(turn.now()) {
            return Ok(runner);
        }
        for Waiting { job } in self.candidates(turn.attempt, &Waiting::all()).await? {
            let found = self.store.get::<Job>(&Job::place(job)).await?;
            let waits = |job: &Job| job.step == Step::PendingRunner;
            let Some(before) = found.filter(waits) else { continue };
            let (job, runner) = turn.leased(before.clone(), runner, FRESH)?;
            turn.save(job.saving(Some(&before)));
            return Ok(runner);
        }
        Ok(runner)
    }

    /// Whom to try, in this order.
    async fn candidates<E: Entity>(&self, attempt: u32, range: &Range) -> Result<Vec<E>> {
        if attempt + ALONE >= ATTEMPTS {
            return Ok(Vec::new());
        }
        let spread = 1_usize << attempt;
        let mut first = self.store.list(range, None, spread + MOST_LOOKED_AT - 1).await?.items;
        let chosen = usize::from(self.ids.random::<1>()[0]) % spread;
        let last = first.len().saturating_sub(1);
        first.rotate_left(chosen.min(last));
        first.truncate(MOST_LOOKED_AT);
        Ok(first)
    }
}
