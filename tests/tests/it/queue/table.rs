//! The ways of a job, as the contract has them.

use kindred::entity::job::step::{Move, Step, TABLE};

/// From where, by what, to where, in the words of the contract; ours beside it.
#[rustfmt::skip]
const WAYS: &[(&str, Move, &str)] = &[
    // A runner registers, or finishes its job; a new job is given away like one that has waited.
    ("pendingRunner", Move::Assign, "runnerAssigned"),
    // That runner asks for the job or its audio.
    ("runnerAssigned", Move::Start, "runnerInProgress"),
    // The runner submits a transcript, or an error.
    ("runnerInProgress", Move::Succeed, "success"),
    ("runnerInProgress", Move::Fail, "failed"),
    // Anybody entitled downloads the transcript.
    ("success", Move::Download, "downloaded"),
    // Owner or administrator aborts, and no runner knows of it.
    ("notQueued", Move::Abort, "failed"),
    ("pendingRunner", Move::Abort, "failed"),
    ("runnerAssigned", Move::Abort, "failed"),
    // The same, but a runner has to learn it first.
    ("runnerAssigned", Move::RequestAbort, "runnerAssigned"),
    ("runnerInProgress", Move::RequestAbort, "runnerInProgress"),
    // The runner goes; another may get it at once, as any job that waits.
    ("runnerAssigned", Move::Lose, "pendingRunner"),
    ("runnerInProgress", Move::Lose, "pendingRunner"),
    // Ours: the runner goes while somebody wants the job to end.
    ("runnerInProgress", Move::Abort, "failed"),
    // Ours: a runner that comes back goes on with what it had.
    ("pendingRunner", Move::Resume, "runnerInProgress"),
];

#[test]
fn jobs_go_the_ways_of_the_contract_and_no_other() {
    let name = |step: &Step| {
        let text = serde_json::to_value(step).expect("a text");
        text.as_str().expect("a text").to_owned()
    };
    let readable =
        |row: &(Step, Move, Step)| format!("{} {:?} {}", name(&row.0), row.1, name(&row.2));
    let mut table: Vec<_> = TABLE.iter().map(readable).collect();
    let mut ways: Vec<_> =
        WAYS.iter().map(|(from, by, to)| format!("{from} {by:?} {to}")).collect();
    table.sort_unstable();
    ways.sort_unstable();

    assert_eq!(table, ways);
}
