//! What has to happen when time passes: runners that are silent are lost, tasks that are due are done.

use std::time::Duration;

use super::Queue;
use crate::Result;
use crate::entity::agenda::{Deed, Task};
use crate::entity::runner::{Online, PATIENCE, Runner};
use crate::event::RUNNER_LOST;

/// Entries that are read at once.
const SLICE: usize = 100;

/// Who was silent for so long is watched: heartbeats come every ten seconds, and the schedule may be late by two.
const MISSED: Duration = Duration::from_secs(8);

impl Queue {
    /// Lose every runner that was silent for too long; one that fails holds up no other.
    ///
    /// Returns when to look again because somebody may be lost by then who has missed a heartbeat already; none when
    /// nobody has. Cost: a read for each runner that is online.
    pub async fn lose_silent_runners(&self) -> Result<Option<Duration>> {
        let now = self.clock.now();
        let (mut outcome, mut again, mut after) = (Ok(()), None, None);
        loop {
            let slice = self.store.list::<Online>(&Online::all(), after.as_ref(), SLICE).await?;
            let keys: Vec<_> = slice.items.iter().map(|row| Runner::place(row.runner)).collect();
            for runner in self.store.batch::<Runner>(&keys).await? {
                if runner.is_overdue(now) {
                    outcome = outcome.and(self.lose(runner.id, RUNNER_LOST).await.map(drop));
                    continue;
                }
                let silent = runner.silence(now).filter(|silence| *silence > MISSED);
                let left = silent.map(|silence| PATIENCE.saturating_sub(silence));
                again = [again, left].into_iter().flatten().min();
            }
            after = slice.next;
            if after.is_none() {
                return outcome.map(|()| again);
            }
        }
    }

    /// Do everything on the agenda that is due; what fails is left, and holds up nothing else.
    pub async fn work_off_agenda(&self) -> Result<()> {
        let mut outcome = Ok(());
        let mut after = None;
        loop {
            let slice = self.store.list::<Task>(&Task::all(), after.as_ref(), SLICE).await?;
            let is_due = |task: &&Task| task.due_at <= self.clock.now();
            for task in slice.items.iter().take_while(is_due) {
                let done = self.work_off(task).await;
                if let Err(error) = &done {
                    tracing::error!(%error, "a task is left on the agenda");
                }
                outcome = outcome.and(done);
            }
            after = slice.next.filter(|_| slice.items.last().as_ref().is_some_and(is_due));
            if after.is_none() {
                return outcome;
            }
        }
    }

    async fn work_off(&self, task: &Task) -> Result<()> {
        match &task.deed {
            Deed::RemoveBlob(key) => self.blobs.delete(key).await?,
            Deed::RemoveJob(job) => self.delete(*job, None).await?,
            Deed::RemoveMatchingJob { owner, uuid } => {
                self.remove_matching_job(*owner, *uuid, None).await?;
            }
        }
        self.strike(task).await
    }
}
