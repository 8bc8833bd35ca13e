//! The queue: jobs, the runners that work them off, and the audio in between.
//!
//! Every step is one transaction that checks everything it goes by, the job's state, its lease and the runner, and
//! tells what happened. Nothing lives in memory, so any number of instances may do this at once; who comes second reads
//! again. The rules stand in [`entity::job`](crate::entity::job) and [`entity::runner`](crate::entity::runner); here
//! they are brought together: [`submit`](Queue::submit) and what runners do ([`register`](Queue::register),
//! [`heartbeat`](Queue::heartbeat), [`fetch`](Queue::fetch), [`finish`](Queue::finish)) in the transaction of which a
//! job and a runner find each other, `pairing`.
//!
//! A job and an idle runner can miss each other when both come at the same moment. The next heartbeat of the runner
//! looks again, and it is only by a heartbeat that a runner learns of a job.

mod abort;
mod audio;
mod look;
mod loss;
mod matching;
mod pairing;
mod removal;
mod roster;
mod runners;
mod submit;
mod sweep;
mod transcripts;
mod turn;
mod work;

pub use audio::{AUDIO_TYPE, LargeUpload, Staged};
pub use look::Seen;
pub use matching::NewMatchingJob;
pub use runners::NOT_ONLINE;
pub use submit::NewJob;
pub use work::{Fetched, Outcome};

use std::time::Duration;

use crate::clock::Clock;
use crate::ids::Ids;
use crate::{App, Blobs, Store};

/// What working with jobs and runners takes; cheap to clone.
#[derive(Clone, Debug)]
pub struct Queue {
    store: Store,
    blobs: Blobs,
    clock: Clock,
    ids: Ids,
    policy: Policy,
}

/// What whoever runs the system has decided about jobs that have ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Whether their audio stays until they are deleted.
    pub keep_audio: bool,
    /// When they are deleted; never without it.
    pub retention: Option<Duration>,
}

impl Queue {
    /// Over this store and this bucket.
    pub fn new(store: Store, blobs: Blobs, clock: Clock, ids: Ids, policy: Policy) -> Self {
        Self { store, blobs, clock, ids, policy }
    }

    /// Where jobs and runners lie.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What time it is for them.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Where the ids of their events come from.
    pub fn ids(&self) -> &Ids {
        &self.ids
    }
}

impl App {
    /// What working with jobs and runners takes.
    pub fn queue(&self) -> Queue {
        let Self { store, blobs, clock, ids, config, .. } = self.clone();
        Queue::new(store, blobs, clock, ids, config.jobs)
    }
}
