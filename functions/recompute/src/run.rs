//! A run: what one batch of events, or a part of a round, makes the engines do, and up to which event they look.

use kindred::Store;
use kindred::engines::Engines;

use crate::Recompute;
use crate::turnovers::Causes;

/// One run of the engines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run<'a> {
    /// What it works with.
    pub(crate) recompute: &'a Recompute,
    /// The newest event that surely shows in its results; newer ones may show, and bring a run of their own.
    pub(crate) position: u64,
    /// The events themselves, for those who ask why something changed.
    pub(crate) causes: &'a Causes,
}

impl<'a> Run<'a> {
    /// The tables.
    pub(crate) fn store(&self) -> &'a Store {
        &self.recompute.store
    }

    /// What recommends.
    pub(crate) fn engines(&self) -> &'a Engines {
        &self.recompute.engines
    }
}
