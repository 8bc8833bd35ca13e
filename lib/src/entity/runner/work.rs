//! What a runner has to do, and how far it is known to know of it.

use serde::{Deserialize, Serialize};

/// The least progress that is not none.
const LEAST_PROGRESS: f64 = 1e-9;

/// A job that a runner has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// Which; it may have been deleted meanwhile.
    pub job: u64,
    /// The number of its lease.
    pub lease: u64,
    /// How far the runner knows.
    pub stage: Stage,
    /// Fraction done, 0.0 ..= 1.0.
    pub progress_ratio: f64,
    /// Whether the runner shall stop.
    pub abort: bool,
}

/// How far a runner is known to know of its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// It does not.
    Assigned,
    /// It was told that there is some, and must be able to fetch it.
    Announced,
    /// It had fetched it before it was lost, and either still works on it or has forgotten it.
    Resumed,
    /// It has fetched it.
    Fetched,
}

impl Work {
    /// Under this lease, unknown to the runner.
    pub fn new(job: u64, lease: u64, stage: Stage) -> Self {
        Self { job, lease, stage, progress_ratio: 0.0, abort: false }
    }
}

impl Stage {
    /// Whether the runner may be working on it at this moment.
    pub fn may_be_under_way(self) -> bool {
        matches!(self, Self::Resumed | Self::Fetched)
    }
}

/// A number as progress: between 0 and 1, or nothing.
///
/// Contract: what is no number counts as absent, what lies outside is moved to the edge.
pub fn progress_ratio(text: &str) -> Option<f64> {
    let ratio: f64 = text.trim().parse().ok()?;
    // Of a number that is hardly above nothing, the store would say that it underflows.
    let floor = |ratio| if ratio < LEAST_PROGRESS { 0.0 } else { ratio };
    (!ratio.is_nan()).then(|| floor(ratio.clamp(0.0, 1.0)))
}
