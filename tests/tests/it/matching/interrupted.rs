//! Jobs of matching that break off anywhere, and are taken up again.

use std::time::Duration;

use kindred::entity::matching_job::State;
use kindred_cli::embedded::{Fault, Faults};
use tests::{TestApp, assert_sound};

use super::{Desk, LEASE, best, question};
use crate::cascade::everything;

/// More requests than any of the works below needs.
const PLENTY: usize = 1_000;

/// Break off at every request of these once, and go on.
async fn assert_finished_wherever_it_breaks_off(app: TestApp, faults: Faults) {
    let desk = Desk::over(app).await;
    let before = everything(&desk.app).await;
    for fault in Fault::ALL {
        for n in 0..PLENTY {
            let job = desk.long_job(3).await;

            faults.arrange(n, fault);
            let _ = desk.work_off().await;
            let is_through = faults.cancel();
            desk.app.advance(LEASE);
            desk.work_off().await.expect("nothing fails any more");

            let context = format!("{fault:?} {n}");
            let done = desk.stored(&job).await.expect("a job");
            assert_eq!((done.state, done.n_answered), (State::Done, 3), "{context}");
            assert_eq!(best(&desk.lines(&job).await), [0, 1, 0], "{context}");
            assert_sound(&desk.app).await;
            if is_through {
                break;
            }
            let queue = desk.app.system.queue();
            queue.remove_matching_job(job.owner, job.uuid, None).await.expect("it can be deleted");
            desk.app.advance(Duration::from_secs(86_401));
            queue.work_off_agenda().await.expect("it is worked off");
            assert_eq!(everything(&desk.app).await, before, "{context}");
        }
        desk.app.advance(Duration::from_secs(8 * 86_400));
        desk.app.system.queue().work_off_agenda().await.expect("it is worked off");
    }
}

#[tokio::test]
async fn wherever_the_store_fails_a_job_is_finished_by_whoever_comes_next() {
    let (app, faults) = TestApp::faulty().await;
    assert_finished_wherever_it_breaks_off(app, faults).await;
}

#[tokio::test]
async fn wherever_the_bucket_fails_a_job_is_finished_by_whoever_comes_next() {
    let (app, faults) = TestApp::faulty_blobs().await;
    assert_finished_wherever_it_breaks_off(app, faults).await;
}

#[tokio::test]
async fn a_submission_that_breaks_off_anywhere_leaves_a_job_or_nothing() {
    let (app, faults) = TestApp::faulty().await;
    let desk = Desk::over(app).await;
    for fault in Fault::ALL {
        for n in 0..PLENTY {
            let owner = desk.person.user.id;
            let queue = desk.app.system.queue();
            let n_before = queue.matching_jobs(owner).await.expect("jobs").len();

            faults.arrange(n, fault);
            let call = desk.person.reader.post("/api/match/jobs").json(&question(1));
            let is_submitted = call.send().await.status == 201;
            let is_through = faults.cancel();

            let n_new = queue.matching_jobs(owner).await.expect("jobs").len() - n_before;
            assert!(n_new <= 1 && (n_new == 1 || !is_submitted), "{fault:?} {n}");
            desk.app.settle().await;
            assert_sound(&desk.app).await;
            if is_through {
                break;
            }
        }
    }
}
