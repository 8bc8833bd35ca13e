//! One turn: an attempt to change jobs and runners, in one transaction with the events that tell of it.

use super::{Policy, Queue};
use crate::entity::agenda::Task;
use crate::entity::job::step::Move;
use crate::entity::job::{Job, Lease};
use crate::entity::runner::{Runner, Stage, Work};
use crate::event::Occurrence;
use crate::store::{ATTEMPTS, Change, outrun};
use crate::{Event, Result, Timestamp};

/// What is to be written, as far as it is known.
pub(super) struct Turn {
    /// Counts up from 0: others were faster so often.
    pub(super) attempt: u32,
    change: Change,
    occurrence: Occurrence,
    policy: Policy,
    /// Blobs that nothing refers to any more.
    litter: Vec<(String, Task)>,
}

impl Queue {
    /// Do something until it is written; `task` says none when what it read does not fit together any more.
    ///
    /// `task` may run several times and must not have effects of its own.
    ///
    /// Refuses: what `task` refuses; `Unavailable` when others are faster again and again.
    pub(super) async fn turns<T, F: Future<Output = Result<Option<(Turn, T)>>>>(
        &self,
        by: Option<u64>,
        task: impl Fn(Turn) -> F,
    ) -> Result<T> {
        for attempt in 0..ATTEMPTS {
            let (change, litter) = (Change::new(), Vec::new());
            let occurrence = self.ids.occurrence(by);
            let turn = Turn { attempt, change, occurrence, policy: self.policy, litter };
            let Some((turn, outcome)) = task(turn).await? else { continue };
            if self.store.attempt(turn.change, attempt).await? {
                self.remove_blobs(&turn.litter).await;
                return Ok(outcome);
            }
        }
        Err(outrun())
    }

    /// Delete blobs that nothing refers to, now that this is written; what fails is left to the sweep.
    async fn remove_blobs(&self, litter: &[(String, Task)]) {
        for (key, task) in litter {
            if let Err(error) = self.remove_blob(key, task).await {
                tracing::warn!(%error, "a blob is left to the sweep");
            }
        }
    }
}

impl Turn {
    /// When this happens.
    pub(super) fn now(&self) -> Timestamp {
        self.occurrence.at
    }

    /// Write this, too.
    pub(super) fn save(&mut self, change: Change) {
        self.change = std::mem::take(&mut self.change).and(change);
    }

    /// Tell what this makes of the occurrence, after what was told last of the same job or runner.
    pub(super) fn tell(&mut self, last_event: &mut u64, event: impl FnOnce(Occurrence) -> Event) {
        // Instances do not agree on the time, and what comes first in time may be written last.
        let id = self.occurrence.id.max(*last_event + 1);
        self.save(Change::new().event(&event(Occurrence { id, ..self.occurrence })));
        *last_event = id;
        self.occurrence.id = id + 1;
    }

    /// The job after a move, which is told.
    pub(super) fn moved(&mut self, job: Job, by: Move) -> Result<Job> {
        let lease = job.lease;
        let mut job = job.after(by)?;
        self.tell_move(&mut job, by, lease);
        Ok(job)
    }

    /// The job and the runner under a new lease, which is told.
    pub(super) fn leased(
        &mut self,
        job: Job,
        runner: Runner,
        (by, stage): (Move, Stage),
    ) -> Result<(Job, Runner)> {
        let mut job = job.lease(by, runner.id)?;
        let runner = runner.with_work(Some(Work::new(job.id, job.n_leases, stage)));
        let lease = job.lease;
        self.tell_move(&mut job, by, lease);
        Ok((job, runner))
    }

    /// The job at its end, which is told: its audio goes, and its own time is set, as whoever runs the system wants it.
    pub(super) fn ended(&mut self, job: Job, by: Move, error: Option<&str>) -> Result<Job> {
        let (now, lease) = (self.now(), job.lease);
        let mut job = job.end(by, error, now)?;
        let removed_at = |retention: std::time::Duration| {
            let micros = i64::try_from(retention.as_micros()).unwrap_or(i64::MAX);
            Timestamp::from_micros(now.micros().saturating_add(micros))
        };
        job.removed_at = self.policy.retention.map(removed_at);
        if !self.policy.keep_audio {
            job.audio.take().into_iter().for_each(|audio| self.litter(audio.key));
        }
        self.tell_move(&mut job, by, lease);
        Ok(job)
    }

    /// Nothing refers to this blob after this.
    pub(super) fn litter(&mut self, key: String) {
        let task = Task::removal_of_blob(&key, self.now());
        self.save(Change::new().put(&task));
        self.litter.push((key, task));
    }

    fn tell_move(&mut self, job: &mut Job, by: Move, lease: Option<Lease>) {
        let event = |occurrence| Event::job(occurrence, by.event_name(), job.id, lease);
        self.tell(&mut job.last_event, event);
    }
}
