//! What was launched for a batch, told to administrators: one item for each batch that did something.

use std::fmt::Display;

use kindred::engines::Engines;
use kindred::entity::kind::MediaKind;
use kindred::entity::launches::{Launched, Launches, Trigger};
use kindred::store::Change;
use kindred::{Clock, Result, Timestamp};

use crate::Recompute;
use crate::taste::Refreshed;

/// What engines did so far.
pub(crate) struct Log<'a> {
    clock: &'a Clock,
    /// When the last of them was done.
    done_at: Timestamp,
    engines: Vec<Launched>,
}

impl<'a> Log<'a> {
    /// Nothing yet.
    pub(crate) fn new(clock: &'a Clock) -> Self {
        Self { clock, done_at: clock.now(), engines: Vec::new() }
    }

    /// An engine is done: how many it looked at, and how many results it wrote.
    ///
    /// What was done since the last note is its time. Of one that is launched again, all counts together.
    pub(crate) fn note(
        &mut self,
        engine: &impl Display,
        kind: Option<MediaKind>,
        touched: usize,
        written: usize,
    ) {
        let now = self.clock.now();
        let micros = now.micros() - std::mem::replace(&mut self.done_at, now).micros();
        let ms = u64::try_from(micros / 1_000).unwrap_or(0);
        if touched == 0 {
            return;
        }
        let (touched, written) = (touched as u64, written as u64);
        let launched = Launched { engine: engine.to_string(), kind, touched, written, ms };
        let same = |known: &&mut Launched| (&known.engine, known.kind) == (&launched.engine, kind);
        match self.engines.iter_mut().find(same) {
            Some(known) => {
                known.touched += touched;
                known.written += written;
                known.ms += ms;
            }
            None => self.engines.push(launched),
        }
    }

    /// The engines that make lists of a kind are done with these; all of them look at each recipient.
    pub(crate) fn lists(&mut self, kind: MediaKind, refreshed: &Refreshed) {
        for engine in Engines::listing(kind) {
            let written = refreshed.written.get(&engine).copied().unwrap_or(0);
            self.note(&engine, Some(kind), refreshed.recipients.len(), written);
        }
    }

    /// What they did.
    pub(crate) fn into_engines(self) -> Vec<Launched> {
        self.engines
    }
}

/// Tell what was launched for these events.
///
/// What is derived is done by now: that it cannot be told is no reason to do it again.
pub(crate) async fn tell(
    recompute: &Recompute,
    trigger: Trigger,
    events: Vec<u64>,
    engines: Vec<Launched>,
) {
    if engines.is_empty() {
        return;
    }
    if let Err(error) = write(recompute, trigger, events, engines).await {
        tracing::warn!(%error, "what was launched is not told");
    }
}

/// Under an id that no other instance has taken at the same moment.
async fn write(
    recompute: &Recompute,
    trigger: Trigger,
    events: Vec<u64>,
    engines: Vec<Launched>,
) -> Result<()> {
    let (events, engines) = (&events, &engines);
    recompute
        .store
        .turn(|| async move {
            let occurrence = recompute.ids.occurrence(None);
            let launches = Launches::new(occurrence, trigger, events.clone(), engines.clone());
            Ok((Change::new().create(&launches), ()))
        })
        .await
}
