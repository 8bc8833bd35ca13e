//! Where the engines stand with a kind: up to which event they have looked, what waits for them, what they did so far.
//!
//! Noted before the results of a batch become visible: what happens while they are made counts on top. Nothing that
//! engines compute depends on it; a training, or a round through all people, begins when enough has come together.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::kind::MediaKind;
use super::launches::Launched;
use super::model::Model;
use super::recommendation::Engine;
use crate::store::{Entity, Key, Table};
use crate::{Result, Store, Timestamp};

/// Interactions after which a model is trained again, at least.
const LEAST_UNTRAINED: u64 = 20;
/// For a model of many interactions: this part of them.
const UNTRAINED_PART: u64 = 100;
/// What waits is done after a day, however little it is.
pub const PATIENCE_SECONDS: i64 = 86_400;

/// Where the engines stand with a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The kind.
    pub kind: MediaKind,
    /// The newest event that they have looked at.
    pub position: u64,
    /// Interactions since the training of the model that counts.
    pub untrained: u64,
    /// Whether interactions were deleted since that training: nothing that was found by them may outlive them.
    pub forgets: bool,
    /// Whether everybody's lists are to be made again: the model is newer than they are, or knows what is gone.
    pub unlisted: bool,
    /// What they did, by engine.
    pub engines: BTreeMap<Engine, Tally>,
    /// Raised by every write.
    pub version: u64,
}

/// What an engine did since the store was made, or its counting began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Batches and rounds in which it had something to do.
    pub launched: u64,
    /// Batches that concerned its kind, and left it nothing to do.
    pub skipped: u64,
    /// How many it looked at: contents, people, groups.
    pub touched: u64,
    /// How many results it wrote.
    pub written: u64,
    /// How long it took, in milliseconds.
    pub ms: u64,
    /// When it was launched last.
    pub launched_at: Option<Timestamp>,
}

impl Standing {
    /// Where they stand with a kind; nowhere, at first. Cost: a read.
    pub async fn of(store: &Store, kind: MediaKind) -> Result<Self> {
        let none = Self::none(kind);
        Ok(store.get(&none.key()).await?.unwrap_or(none))
    }

    /// Where they stand with every kind. Cost: a read for each.
    pub async fn every(store: &Store) -> Result<Vec<Self>> {
        store.batch(&MediaKind::ALL.map(Self::place)).await
    }

    /// At first.
    pub fn none(kind: MediaKind) -> Self {
        Self {
            kind,
            position: 0,
            untrained: 0,
            forgets: false,
            unlisted: false,
            engines: BTreeMap::new(),
            version: 0,
        }
    }

    /// Where a standing lies.
    pub fn place(kind: MediaKind) -> Key {
        Key::new(Table::Derived, format!("KIND#{kind}"), "STANDING")
    }

    /// The same when engines are about to look at events up to this one.
    #[must_use]
    pub fn reaching(self, position: u64, interactions: u64, forgets: bool) -> Self {
        Self {
            position: self.position.max(position),
            untrained: self.untrained.saturating_add(interactions),
            forgets: self.forgets || forgets,
            ..self
        }
    }

    /// The same after a run in which these engines did something for the kind; the others were left alone.
    #[must_use]
    pub fn having_run(mut self, launched: &[Launched], now: Timestamp) -> Self {
        for engine in Engine::ALL {
            let name = engine.to_string();
            let of_it = launched.iter().find(|it| it.kind == Some(self.kind) && it.engine == name);
            let tally = self.engines.entry(engine).or_default();
            match of_it {
                Some(Launched { touched, written, ms, .. }) => {
                    tally.launched += 1;
                    tally.touched += touched;
                    tally.written += written;
                    tally.ms += ms;
                    tally.launched_at = Some(now);
                }
                None => tally.skipped += 1,
            }
        }
        self
    }

    /// Whether enough has happened since the training of this model for the next.
    pub fn wants_training(&self, model: &Model, now: Timestamp) -> bool {
        let enough = LEAST_UNTRAINED.max(model.n_interactions / UNTRAINED_PART);
        let is_old = model.trained_at.is_some_and(|at| is_past(at, now));
        self.untrained >= enough || (is_old && self.untrained > 0)
    }

    /// The same after a training that began when so many interactions waited; everybody's lists are due.
    #[must_use]
    pub fn trained(self, untrained: u64) -> Self {
        let untrained = self.untrained.saturating_sub(untrained);
        // What was deleted while it was trained may still be in it.
        Self { untrained, forgets: self.forgets && untrained > 0, ..self }.unlisting()
    }

    /// The same, and everybody's lists are due.
    #[must_use]
    pub fn unlisting(self) -> Self {
        Self { unlisted: true, ..self }
    }

    /// The same when a round through all people begins.
    #[must_use]
    pub fn listing(self) -> Self {
        Self { unlisted: false, ..self }
    }
}

fn is_past(at: Timestamp, now: Timestamp) -> bool {
    now.seconds() - at.seconds() >= PATIENCE_SECONDS
}

impl Entity for Standing {
    const TYPE: &'static str = "standing";

    fn key(&self) -> Key {
        Self::place(self.kind)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
