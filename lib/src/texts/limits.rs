//! How much may be asked at once.
//!
//! The allowance is in the units of [`Scorer::cost`](crate::matching::fuzzy::Scorer::cost), about a nanosecond of one
//! core each when no choice can be passed over (the bench `budget` has the slowest texts). It leaves room for 1,000
//! titles against 10,000 by any scorer that is usual for these, of which most choices can be: such a request takes a
//! core for a second or two, and the slowest that is allowed some thirty, were it not given up after [`MOST_TIME`].

use std::time::Duration;

use axum::http::StatusCode;

use crate::{Error, Result};

/// Characters that a text has at most.
pub const MOST_TEXT_CHARS: usize = 10_000;

/// Characters that the id of a choice has at most.
pub const MOST_ID_CHARS: usize = 255;

/// Matches that can be asked for each query.
pub const MOST_MATCHES: usize = 1_000;

/// How long a request is worked on, whatever was estimated: a function of Lambda is ended after 29 seconds.
pub const MOST_TIME: Duration = Duration::from_secs(20);

/// How much may be asked at once, in one way of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Queries.
    pub n_queries: usize,
    /// Choices, the same for all queries.
    pub n_choices: usize,
    /// Units of work.
    pub allowance: u64,
    /// What somebody is told who wants more work than that.
    too_much: &'static str,
}

impl Limits {
    /// In a request that is answered at once.
    pub const REQUEST: Self = Self {
        n_queries: 1_000,
        n_choices: 10_000,
        allowance: 20_000_000_000,
        too_much: "This is too much work for a request; submit it as a job: POST /api/match/jobs",
    };

    /// In a job.
    pub const JOB: Self = Self {
        n_queries: 100_000,
        n_choices: 100_000,
        allowance: 1_000_000_000_000,
        too_much: "This is too much work for a job; divide it",
    };

    /// Whether so much work may be asked.
    ///
    /// Refuses: `Invalid` 413 with the estimate and the allowance.
    pub fn allow(&self, estimate: u64) -> Result<()> {
        if estimate <= self.allowance { Ok(()) } else { Err(self.too_much(estimate)) }
    }

    /// What somebody is told who has asked for too much, be it by the estimate or by the time that it took.
    pub fn too_much(&self, estimate: u64) -> Error {
        Error::invalid(self.too_much)
            .with_status(StatusCode::PAYLOAD_TOO_LARGE)
            .with_field("estimate", estimate)
            .with_field("allowance", self.allowance)
    }
}
