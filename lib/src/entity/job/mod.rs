//! Jobs: audio to transcribe, and what became of it.
//!
//! A job waits, is given to a runner under a [`Lease`], and ends; [`step`] has the table. While it waits it stands in
//! the queue, from its submission to its deletion in the list of its owner: both are written with it, by
//! [`saving`](Job::saving) and [`removal`](Job::removal). The audio lies in the bucket, here is only its key; the
//! transcript is an item of its own.

pub mod step;

use serde::{Deserialize, Serialize};

use self::step::{Move, Step};
use super::agenda::Task;
use super::transcript::Transcript;
use crate::store::{Change, Entity, Key, Order, Range, Table};
use crate::{Error, Result, Timestamp};

/// The error of a job that was ended at somebody's wish.
///
/// Contract: programs compare it; the public runner submits the same.
pub const ABORTED: &str = "job was aborted";

/// Bytes that an error keeps; of a longer one its end, which is what matters of it.
const MOST_ERROR_BYTES: usize = 64 * 1_024;

/// The partition of all jobs that wait.
const QUEUE: &str = "QUEUE";

/// A job as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Counts up from 1; never given twice.
    pub id: u64,
    /// Whose it is.
    pub owner: u64,
    /// When it was submitted.
    pub submitted_at: Timestamp,
    /// What is to be done.
    pub order: JobOrder,
    /// Where the audio lies; none when it was empty or is dropped.
    pub audio: Option<Audio>,
    /// Where it stands.
    pub step: Step,
    /// Who has it, while somebody does.
    pub lease: Option<Lease>,
    /// How many leases there were.
    pub n_leases: u64,
    /// Whether its runner is to be told that it shall end.
    pub abort_requested: bool,
    /// Why it failed.
    pub error: Option<String>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// When it will be deleted, if ever.
    pub removed_at: Option<Timestamp>,
    /// The id of the last event that tells of it; that of the next is greater.
    pub last_event: u64,
    /// Raised by every write.
    pub version: u64,
}

/// What is to be done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct JobOrder {
    /// The name of the file, as it was sent.
    pub file_name: Option<String>,
    /// The model to use; none leaves it to the runner.
    pub model: Option<String>,
    /// The language of the speech; none means it has to be found out.
    pub language: Option<String>,
}

/// Audio in the bucket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Audio {
    /// Its key.
    pub key: String,
    /// All of it.
    pub size_bytes: u64,
}

/// The right of a runner to work on a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// Who.
    pub runner: u64,
    /// Counts the leases of the job from 1: an old one is good for nothing.
    pub number: u64,
}

/// That a job waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// Which.
    pub job: u64,
}

/// That a job is somebody's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Owned {
    /// Whose.
    pub owner: u64,
    /// Which.
    pub job: u64,
}

impl Job {
    /// A job that nobody has begun with.
    pub fn new(id: u64, owner: u64, order: JobOrder, now: Timestamp) -> Self {
        Self {
            id,
            owner,
            submitted_at: now,
            order,
            audio: None,
            step: Step::PendingRunner,
            lease: None,
            n_leases: 0,
            abort_requested: false,
            error: None,
            finished_at: None,
            removed_at: None,
            last_event: 0,
            version: 0,
        }
    }

    /// Where a job lies.
    pub fn place(id: u64) -> Key {
        Key::state("JOB", id)
    }

    /// The job after a move of the table, which nothing but the table limits.
    ///
    /// Refuses: `State` when it is not possible from here.
    pub fn after(self, by: Move) -> Result<Self> {
        let step = self.step.after(by).ok_or_else(|| {
            Error::state(format!("Job {} cannot do this in its present state", self.id))
        })?;
        let lease = self.lease.filter(|_| step.is_leased());
        let abort_requested =
            step.is_leased() && (self.abort_requested || by == Move::RequestAbort);
        Ok(Self { step, lease, abort_requested, ..self })
    }

    /// The job under a new lease of this runner: fresh, or the continuation of the one that the runner lost.
    ///
    /// Refuses: `State` when it does not wait.
    pub fn lease(self, by: Move, runner: u64) -> Result<Self> {
        let mut job = self.after(by)?;
        job.n_leases += 1;
        job.lease = Some(Lease { runner, number: job.n_leases });
        Ok(job)
    }

    /// The job at its end.
    ///
    /// Refuses: `State` when it has ended already.
    pub fn end(self, by: Move, error: Option<&str>, now: Timestamp) -> Result<Self> {
        let error = error.map(|error| ending(error).to_owned());
        Ok(Self { error, finished_at: Some(now), ..self.after(by)? })
    }

    /// The last line of the error, which says most of it.
    pub fn last_error_line(&self) -> Option<&str> {
        let error = self.error.as_deref()?;
        Some(error.trim().lines().last().unwrap_or_default().trim())
    }

    /// Write it, with the rows that follow from what it is; `before` is the job as it lies in the store, if it does.
    pub fn saving(&self, before: Option<&Self>) -> Change {
        let mut change = Change::new().save(self);
        if before.is_none() {
            change = change.put(&Owned { owner: self.owner, job: self.id });
        }
        let waits = |job: &Self| job.step == Step::PendingRunner;
        change = match (before.is_some_and(waits), waits(self)) {
            (false, true) => change.put(&Waiting { job: self.id }),
            (true, false) => change.clear(self.waiting().key()),
            _ => change,
        };
        match (before.and_then(Self::removal_task), self.removal_task()) {
            (None, Some(task)) => change.put(&task),
            _ => change,
        }
    }

    /// Remove it, its rows and its transcript; the blobs are another matter.
    pub fn removal(&self) -> Change {
        let mut change = Change::new()
            .delete(self)
            .clear(Owned { owner: self.owner, job: self.id }.key())
            .clear(Transcript::place(self.id));
        if self.step == Step::PendingRunner {
            change = change.clear(self.waiting().key());
        }
        self.removal_task().map(|task| task.key()).into_iter().fold(change, Change::clear)
    }

    fn waiting(&self) -> Waiting {
        Waiting { job: self.id }
    }

    fn removal_task(&self) -> Option<Task> {
        self.removed_at.map(|due_at| Task::removal_of_job(self.id, due_at))
    }
}

impl Waiting {
    /// All jobs that wait, oldest first.
    pub fn all() -> Range {
        Range::of(Table::State, QUEUE, Order::Ascending)
    }
}

impl Owned {
    /// All jobs of a user, oldest first.
    pub fn by(owner: u64) -> Range {
        Range::of(Table::State, format!("USER#{owner}"), Order::Ascending).beginning("JOB#")
    }
}

/// As much of the end as is kept.
fn ending(error: &str) -> &str {
    let start = error.len().saturating_sub(MOST_ERROR_BYTES);
    let start = (start..=error.len()).find(|place| error.is_char_boundary(*place));
    &error[start.unwrap_or_default()..]
}

impl Entity for Job {
    const TYPE: &'static str = "job";

    fn key(&self) -> Key {
        Self::place(self.id)
    }

    fn version(&self) -> u64 {
        self.version
    }
}

impl Entity for Waiting {
    const TYPE: &'static str = "waiting job";

    fn key(&self) -> Key {
        Key::new(Table::State, QUEUE, format!("{:016}", self.job))
    }
}

impl Entity for Owned {
    const TYPE: &'static str = "job of a user";

    fn key(&self) -> Key {
        Key::new(Table::State, format!("USER#{}", self.owner), format!("JOB#{:016}", self.job))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting() -> Job {
        Job::new(1, 7, JobOrder::default(), Timestamp::from_micros(0))
    }

    #[test]
    fn each_lease_has_a_number_of_its_own() {
        let first = waiting().lease(Move::Assign, 3).expect("it waits");
        let second = first.clone().after(Move::Lose).expect("it is leased").lease(Move::Assign, 3);

        assert_eq!(first.lease, Some(Lease { runner: 3, number: 1 }));
        assert_eq!(second.expect("it waits").lease, Some(Lease { runner: 3, number: 2 }));
    }

    #[test]
    fn a_leased_job_is_not_given_away_twice() {
        let job = waiting().lease(Move::Assign, 3).expect("it waits");

        assert!(job.lease(Move::Assign, 4).is_err());
    }

    #[test]
    fn the_wish_to_abort_ends_with_the_job() {
        let job = waiting().lease(Move::Assign, 3).expect("it waits");

        let asked = job.after(Move::RequestAbort).expect("it is leased");
        let ended = asked.clone().end(Move::Abort, Some(ABORTED), Timestamp::from_micros(1));

        assert!(asked.abort_requested);
        let ended = ended.expect("it can end");
        assert_eq!((ended.abort_requested, ended.lease), (false, None));
    }

    #[test]
    fn of_a_long_error_the_end_is_kept() {
        let error = "ä".repeat(MOST_ERROR_BYTES) + "\nout of memory\n";
        let job = waiting().end(Move::Abort, Some(&error), Timestamp::from_micros(1));

        let job = job.expect("it waits");
        assert_eq!(job.last_error_line(), Some("out of memory"));
        assert!(job.error.expect("an error").len() <= MOST_ERROR_BYTES);
    }
}
