//! Runners: who works jobs off, what they have at present, and whether they are there.
//!
//! A runner is online from its registration until it leaves or is silent for [`PATIENCE`]. Then it has at most one
//! piece of [`Work`], which goes through [`Stage`]s as far as the runner is known to know of it. A runner never says
//! which job it means, so that is what keeps a late result out of another job: a result counts for work that the runner
//! has fetched, and for nothing else.
//!
//! Rows that say who is online and who is idle are written with the runner, by [`saving`](Runner::saving).

mod rows;
mod work;

pub use rows::{Idle, Online};
pub use work::{Stage, Work, progress_ratio};

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::store::{Change, Claim, Entity, Key};
use crate::{Error, Timestamp};

/// How long a runner may be silent.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// How often runners give a sign of life: the documented interval, and some seconds for the way.
const FRESH: Duration = Duration::from_secs(20);

/// How soon after a refused registration its process says goodbye.
const FAREWELL: Duration = Duration::from_secs(10);

const TOKEN: &str = "RUNNER";

/// A runner as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Runner {
    /// Counts up from 1; never given twice.
    pub id: u64,
    /// SHA-256 of its token, base64url; by its claim the runner is found.
    pub token_hash: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// The administrator who did.
    pub created_by: u64,
    /// When its token was revoked.
    pub revoked_at: Option<Timestamp>,
    /// That it is there.
    pub online: Option<Presence>,
    /// What it had when it was lost the last time, and may still be working on.
    pub former: Option<Work>,
    /// When a registration was refused because it is online already.
    pub refused_at: Option<Timestamp>,
    /// The id of the last event that tells of it; that of the next is greater.
    pub last_event: u64,
    /// Raised by every write.
    pub version: u64,
}

/// That a runner is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Presence {
    /// Since when.
    pub since: Timestamp,
    /// Its last sign of life.
    pub seen_at: Timestamp,
    /// What it has to do.
    pub work: Option<Work>,
}

/// What a heartbeat is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Stop what you do.
    Abort,
    /// There is work.
    JobAssigned,
    /// Nothing.
    Ack,
}

impl Runner {
    /// A runner that has never been online.
    pub fn new(id: u64, token_hash: String, created_by: u64, now: Timestamp) -> Self {
        Self {
            id,
            token_hash,
            created_at: now,
            created_by,
            revoked_at: None,
            online: None,
            former: None,
            refused_at: None,
            last_event: 0,
            version: 0,
        }
    }

    /// Where a runner lies.
    pub fn place(id: u64) -> Key {
        Key::state("RUNNER", id)
    }

    /// Where the claim of a token lies, which tells the runner's id.
    pub fn token_claim(token_hash: &str) -> Key {
        Claim::place(TOKEN, token_hash)
    }

    /// Create it, with the claim of its token.
    pub fn creation(&self) -> Change {
        let taken = Error::internal("two runners got one token");
        Change::new().create(self).claim(&Claim::new(TOKEN, &self.token_hash, self.id), taken)
    }

    /// Write it, with the rows that follow from what it is; `before` is the runner as it lies in the store.
    pub fn saving(&self, before: &Self) -> Change {
        let mut change = Change::new().update(self);
        let online = Online { runner: self.id };
        change = match (&before.online, &self.online) {
            (None, Some(_)) => change.put(&online),
            (Some(_), None) => change.clear(online.key()),
            _ => change,
        };
        let (was, is) = (before.idle(), self.idle());
        if was == is {
            return change;
        }
        change = was.map(|row| row.key()).into_iter().fold(change, Change::clear);
        is.iter().fold(change, Change::put)
    }

    /// Take its token away, besides writing it.
    pub fn revocation(&self, before: &Self) -> Change {
        self.saving(before).clear(Self::token_claim(&self.token_hash))
    }

    fn idle(&self) -> Option<Idle> {
        let presence = self.online.as_ref().filter(|presence| presence.work.is_none())?;
        Some(Idle { runner: self.id, since: presence.since })
    }

    /// Whether it is there, and has given a sign of life lately.
    pub fn is_online(&self, now: Timestamp) -> bool {
        self.online.as_ref().is_some_and(|presence| !presence.is_overdue(now))
    }

    /// Whether it is there according to the store, but was silent for too long.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.online.as_ref().is_some_and(|presence| presence.is_overdue(now))
    }

    /// What it has to do.
    pub fn work(&self) -> Option<&Work> {
        self.online.as_ref()?.work.as_ref()
    }

    /// For how long it was silent, if it is there.
    pub fn silence(&self, now: Timestamp) -> Option<Duration> {
        Some(since(self.online.as_ref()?.seen_at, now))
    }

    /// The runner online, with nothing to do and no memory of what it had.
    #[must_use]
    pub fn come_online(self, now: Timestamp) -> Self {
        let presence = Presence { since: now, seen_at: now, work: None };
        Self { online: Some(presence), former: None, refused_at: None, ..self }
    }

    /// The runner offline; it remembers what it has fetched.
    #[must_use]
    pub fn go_offline(self) -> Self {
        let work = self.online.and_then(|presence| presence.work);
        Self { online: None, former: work.filter(|work| work.stage.may_be_under_way()), ..self }
    }

    /// The runner with this to do, of which it does not know yet.
    #[must_use]
    pub fn with_work(self, work: Option<Work>) -> Self {
        let online = self.online.map(|presence| Presence { work, ..presence });
        Self { online, ..self }
    }

    /// The runner with its work changed, if it has some.
    #[must_use]
    pub fn with_work_as(mut self, change: impl FnOnce(&mut Work)) -> Self {
        if let Some(work) = self.online.as_mut().and_then(|presence| presence.work.as_mut()) {
            change(work);
        }
        self
    }

    /// The runner after a sign of life, perhaps with what it says of its progress.
    ///
    /// Progress is a sign that it works on what it was given before it was lost.
    #[must_use]
    pub fn seen(mut self, now: Timestamp, progress_ratio: Option<f64>) -> Self {
        if let Some(presence) = &mut self.online {
            presence.seen_at = now;
        }
        self.with_work_as(|work| {
            let Some(ratio) = progress_ratio.filter(|_| work.stage.may_be_under_way()) else {
                return;
            };
            work.stage = Stage::Fetched;
            work.progress_ratio = ratio;
        })
    }

    /// What to tell it, and the runner that has been told.
    ///
    /// Contract: an abort is told only while the runner works; at any other time it would end the runner's next job,
    /// and the runner.
    #[must_use]
    pub fn told(self) -> (Self, Answer) {
        let answer = match self.work() {
            None => Answer::Ack,
            Some(Work { stage: Stage::Fetched, abort: true, .. }) => Answer::Abort,
            Some(_) => Answer::JobAssigned,
        };
        let told = self.with_work_as(|work| {
            if work.stage == Stage::Assigned {
                work.stage = Stage::Announced;
            }
        });
        (told, answer)
    }

    /// Whether a farewell comes from a second process that was refused, while the first is well.
    pub fn is_farewell_of_another(&self, now: Timestamp) -> bool {
        let within = |then: Timestamp, limit| since(then, now) <= limit;
        let refused = self.refused_at.is_some_and(|refused_at| within(refused_at, FAREWELL));
        let seen_at = self.online.as_ref().map(|presence| presence.seen_at);
        refused && seen_at.is_some_and(|seen_at| within(seen_at, FRESH))
    }
}

impl Presence {
    fn is_overdue(&self, now: Timestamp) -> bool {
        since(self.seen_at, now) > PATIENCE
    }
}

/// The time from then to now; nothing when clocks disagree.
fn since(then: Timestamp, now: Timestamp) -> Duration {
    Duration::from_micros(u64::try_from(now.micros() - then.micros()).unwrap_or(0))
}

impl Entity for Runner {
    const TYPE: &'static str = "runner";

    fn key(&self) -> Key {
        Self::place(self.id)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
