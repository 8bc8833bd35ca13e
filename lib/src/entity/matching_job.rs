//! Jobs of matching: very many texts, matched by ourselves while nobody waits for them.
//!
//! A job lies in the partition of its owner, and beside it a row among all that have not ended; both are written
//! together. What was asked and what comes out lie in the bucket: the question as it was sent, the answers so far in
//! parts, at last all of them as one. Whoever works on a job has a lease that ends, and whatever they write raises the
//! version: so of two who work on the same one only one gets on.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::agenda::Task;
use crate::Timestamp;
use crate::store::{Change, Entity, Key, Order, Range, Table};

/// How long somebody may work on a job without a sign of life.
const LEASE: Duration = Duration::from_secs(300);

/// How long a job is kept that has ended.
const KEPT: Duration = Duration::from_secs(7 * 86_400);

/// How often somebody may begin with a job and get no further.
const MOST_ATTEMPTS: u32 = 3;

/// Jobs that a user has at most which have not ended.
pub const MOST_OPEN: usize = 10;

/// Jobs that a user has at most.
pub const MOST_KEPT: usize = 100;

/// The partition of all jobs that have not ended.
const OPEN: &str = "MATCHING";

/// A job of matching as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatchingJob {
    /// Random, and in the order in which jobs were submitted.
    pub uuid: Uuid,
    /// Whose it is.
    pub owner: u64,
    /// How much it is.
    pub size: Size,
    /// Where it stands.
    pub state: State,
    /// When it was submitted.
    pub submitted_at: Timestamp,
    /// When somebody began with it.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Why it failed.
    pub error: Option<String>,
    /// How many queries are answered, from the first on.
    pub n_answered: usize,
    /// The keys of the blobs with their answers, in order; none when it has ended.
    pub parts: Vec<String>,
    /// The key of the blob with the question; none when it has ended.
    pub question: Option<String>,
    /// The key of the blob with all answers, when it is done.
    pub result: Option<String>,
    /// How many bytes the answers have.
    pub result_bytes: u64,
    /// Until when whoever works on it is thought to be alive.
    pub leased_until: Option<Timestamp>,
    /// How often somebody began since it last got on.
    pub n_attempts: u32,
    /// The id of the last event that tells of it; that of the next is greater.
    pub last_event: u64,
    /// Raised by every write.
    pub version: u64,
}

/// How much a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Queries.
    pub n_queries: usize,
    /// Choices, the same for all queries.
    pub n_choices: usize,
    /// Units of work.
    pub estimate: u64,
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nobody has begun with it.
    Pending,
    /// Somebody has, and it goes on.
    Running,
    /// All queries are answered.
    Done,
    /// It cannot be done.
    Failed,
}

/// How a job ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// With a result: the key of its blob.
    Done(String),
    /// Without one: why.
    Failed(String),
}

/// That a job has not ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Open {
    /// Whose it is.
    pub owner: u64,
    /// Which.
    pub uuid: Uuid,
}

impl MatchingJob {
    /// A job that nobody has begun with.
    pub fn new(uuid: Uuid, owner: u64, size: Size, question: &str, now: Timestamp) -> Self {
        Self {
            uuid,
            owner,
            size,
            state: State::Pending,
            submitted_at: now,
            started_at: None,
            finished_at: None,
            error: None,
            n_answered: 0,
            parts: Vec::new(),
            question: Some(question.to_owned()),
            result: None,
            result_bytes: 0,
            leased_until: None,
            n_attempts: 0,
            last_event: 0,
            version: 0,
        }
    }

    /// Where a job lies.
    pub fn place(owner: u64, uuid: Uuid) -> Key {
        Key::new(Table::State, format!("USER#{owner}"), format!("MATCHING#{uuid}"))
    }

    /// All jobs of a user, the newest first.
    pub fn by(owner: u64) -> Range {
        Range::of(Table::State, format!("USER#{owner}"), Order::Descending).beginning("MATCHING#")
    }

    /// Whether it is done, or cannot be.
    pub fn has_ended(&self) -> bool {
        matches!(self.state, State::Done | State::Failed)
    }

    /// Whether somebody can begin with it, or go on.
    pub fn is_free(&self, now: Timestamp) -> bool {
        !self.has_ended() && self.leased_until.is_none_or(|until| until <= now)
    }

    /// Whether it was begun so often, this time included, that it will never get on.
    pub fn is_hopeless(&self) -> bool {
        self.n_attempts > MOST_ATTEMPTS
    }

    /// When it is deleted.
    pub fn removed_at(&self) -> Option<Timestamp> {
        self.finished_at.map(|at| after(at, KEPT))
    }

    /// The same under a lease.
    #[must_use]
    pub fn begun(self, now: Timestamp) -> Self {
        Self {
            state: State::Running,
            started_at: self.started_at.or(Some(now)),
            leased_until: Some(after(now, LEASE)),
            n_attempts: self.n_attempts + 1,
            ..self
        }
    }

    /// The same with one more part, of so many queries and bytes.
    #[must_use]
    pub fn with_part(mut self, key: &str, n_queries: usize, n_bytes: u64, now: Timestamp) -> Self {
        self.parts.push(key.to_owned());
        self.n_answered += n_queries;
        self.result_bytes += n_bytes;
        Self { leased_until: Some(after(now, LEASE)), n_attempts: 0, ..self }
    }

    /// The same without a lease; who could not even try does not count.
    #[must_use]
    pub fn left(self, has_tried: bool) -> Self {
        let n_attempts = self.n_attempts.saturating_sub(u32::from(!has_tried));
        Self { leased_until: None, n_attempts, ..self }
    }

    /// The same at its end; what it has in the bucket besides the result is for others to delete.
    #[must_use]
    pub fn ended(self, end: End, now: Timestamp) -> Self {
        let (state, result, error) = match end {
            End::Done(key) => (State::Done, Some(key), None),
            End::Failed(error) => (State::Failed, None, Some(error)),
        };
        let (parts, question, leased_until) = (Vec::new(), None, None);
        let finished_at = Some(now);
        Self { state, result, error, parts, question, leased_until, finished_at, ..self }
    }

    /// Write it, with the rows that follow from what it is.
    pub fn saving(&self) -> Change {
        let change = Change::new().save(self);
        if self.version == 0 {
            return change.put(&self.open());
        }
        match self.removal_task() {
            Some(task) => change.clear(self.open().key()).put(&task),
            None => change,
        }
    }

    /// Remove it and its rows; the blobs are another matter.
    pub fn removal(&self) -> Change {
        let change = Change::new().delete(self);
        match self.removal_task() {
            Some(task) => change.clear(task.key()),
            None => change.clear(self.open().key()),
        }
    }

    /// The keys of all blobs that it refers to.
    pub fn blobs(&self) -> impl Iterator<Item = &String> {
        self.question.iter().chain(&self.parts).chain(&self.result)
    }

    fn open(&self) -> Open {
        Open { owner: self.owner, uuid: self.uuid }
    }

    fn removal_task(&self) -> Option<Task> {
        let due_at = self.removed_at()?;
        Some(Task::removal_of_matching_job(self.owner, self.uuid, due_at))
    }
}

impl Open {
    /// All jobs that have not ended, the oldest first.
    pub fn all() -> Range {
        Range::of(Table::State, OPEN, Order::Ascending)
    }
}

fn after(at: Timestamp, wait: Duration) -> Timestamp {
    let micros = i64::try_from(wait.as_micros()).unwrap_or(i64::MAX);
    Timestamp::from_micros(at.micros().saturating_add(micros))
}

impl Entity for MatchingJob {
    const TYPE: &'static str = "matching job";

    fn key(&self) -> Key {
        Self::place(self.owner, self.uuid)
    }

    fn version(&self) -> u64 {
        self.version
    }
}

impl Entity for Open {
    const TYPE: &'static str = "open matching job";

    fn key(&self) -> Key {
        Key::new(Table::State, OPEN, self.uuid.to_string())
    }
}
