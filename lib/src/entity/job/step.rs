//! The states of a job, and every way from one to another: one table.
//!
//! What is not in the table does not happen. What else has to hold, which runner may do it under which lease, is for
//! [`Job`](super::Job) to check.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a job stands.
///
/// Contract: these are the texts of `status.step`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// Stored, and nobody will work on it.
    NotQueued,
    /// Waits for a runner.
    PendingRunner,
    /// A runner has it, and has not begun.
    RunnerAssigned,
    /// A runner works on it.
    RunnerInProgress,
    /// Done; there is a transcript.
    Success,
    /// It ended without a transcript.
    Failed,
    /// Done, and somebody has fetched the transcript.
    Downloaded,
}

/// What can happen to a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Move {
    /// A runner gets it.
    Assign,
    /// The runner that lost it gets it back, and may still be working on it.
    Resume,
    /// Its runner begins.
    Start,
    /// Its runner is done.
    Succeed,
    /// Its runner has failed.
    Fail,
    /// Its runner is gone.
    Lose,
    /// It ends at once, because somebody wants that.
    Abort,
    /// Somebody wants it to end, and its runner has to be told first.
    RequestAbort,
    /// Somebody fetches the transcript.
    Download,
}

use Move::{Abort, Assign, Download, Fail, Lose, RequestAbort, Resume, Start, Succeed};
use Step::{
    Downloaded, Failed, NotQueued, PendingRunner, RunnerAssigned, RunnerInProgress, Success,
};

/// From where, by what, to where. A new job waits; a final one can be deleted.
pub const TABLE: &[(Step, Move, Step)] = &[
    (NotQueued, Abort, Failed),
    (PendingRunner, Assign, RunnerAssigned),
    (PendingRunner, Resume, RunnerInProgress),
    (PendingRunner, Abort, Failed),
    (RunnerAssigned, Start, RunnerInProgress),
    (RunnerAssigned, Lose, PendingRunner),
    (RunnerAssigned, Abort, Failed),
    (RunnerAssigned, RequestAbort, RunnerAssigned),
    (RunnerInProgress, Succeed, Success),
    (RunnerInProgress, Fail, Failed),
    (RunnerInProgress, Lose, PendingRunner),
    (RunnerInProgress, Abort, Failed),
    (RunnerInProgress, RequestAbort, RunnerInProgress),
    (Success, Download, Downloaded),
];

impl Step {
    /// Every state.
    pub const ALL: [Self; 7] =
        [NotQueued, PendingRunner, RunnerAssigned, RunnerInProgress, Success, Failed, Downloaded];

    /// Where a move leads from here, if it is possible.
    pub fn after(self, by: Move) -> Option<Self> {
        let row = TABLE.iter().find(|(from, with, _)| (*from, *with) == (self, by));
        row.map(|(_, _, to)| *to)
    }

    /// Whether the job has ended.
    pub fn is_final(self) -> bool {
        matches!(self, Success | Failed | Downloaded)
    }

    /// Whether a runner has the job.
    pub fn is_leased(self) -> bool {
        matches!(self, RunnerAssigned | RunnerInProgress)
    }
}

impl Move {
    /// The event that tells of it.
    pub fn event_name(self) -> &'static str {
        match self {
            Assign => "JobAssigned",
            Resume => "JobResumed",
            Start => "JobStarted",
            Succeed => "JobSucceeded",
            Fail => "JobFailed",
            Lose => "JobRequeued",
            Abort => "JobAborted",
            RequestAbort => "JobAbortRequested",
            Download => "JobDownloaded",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_leads_from_a_state_to_one_other() {
        for (position, (from, by, _)) in TABLE.iter().enumerate() {
            let again = TABLE[..position].iter().any(|row| (row.0, row.1) == (*from, *by));
            assert!(!again, "{from:?} {by:?} stands there twice");
        }
    }

    #[test]
    fn every_state_that_is_not_final_can_end_and_no_final_one_begins_again() {
        for from in Step::ALL {
            assert_eq!(from.after(Abort).is_some(), !from.is_final(), "{from:?}");
            let ways = TABLE.iter().filter(|row| row.0 == from);
            assert!(ways.into_iter().all(|row| !from.is_final() || row.2.is_final()), "{from:?}");
        }
    }
}
