//! Jobs go with the account: what waits, what is done, what a runner has, with blobs and rows.

use kindred::entity::job::{Job, JobOrder};
use kindred::entity::transcript::{MOST_INLINE_BYTES, Speech};
use kindred::queue::{NewJob, Outcome};
use kindred_cli::embedded::Fault;
use tests::{Person, TestApp, WAV};

use super::{Town, everything};

/// More requests than any of the works below needs.
const PLENTY: usize = 1_000;

impl Town {
    /// A job with audio of this guest, submitted under this key.
    async fn job_with_audio(&self, guest: &Person, key: &str) -> Job {
        let queue = self.app.system.queue();
        let mut staged = queue.stage("audio").await.expect("it can be noted");
        let blobs = &self.app.app().blobs;
        blobs.put(&staged.key, WAV.into()).await.expect("it can be written");
        staged.size_bytes = WAV.len() as u64;
        let (owner, order) = (guest.user.id, JobOrder::default());
        let new = NewJob { owner, order, audio: Some(&staged), key: Some(key) };
        let id = queue.submit(new).await.expect("it can be submitted");
        self.app.job(id).await.expect("a job")
    }

    /// The audio of a job must be gone.
    async fn assert_silent(&self, job: &Job, context: &str) {
        let key = &job.audio.as_ref().expect("audio").key;
        let left = self.app.app().blobs.get(key).await.expect("the bucket answers");
        assert_eq!(left, None, "{context}");
    }
}

#[tokio::test]
async fn jobs_go_with_their_account() {
    let town = Town::new().await;
    let guest = town.guest(1, 1).await;
    let waits = town.job_with_audio(&guest, "key").await;
    let speech = Speech { text: "Hello.".to_owned(), segments: Vec::new() };
    town.app.job_done(guest.user.id, speech).await;
    town.app.settle().await;

    town.app.delete_account(guest.user.id).await;
    town.app.settle().await;

    town.assert_as_before(&everything(&town.app).await, "after the events");
    town.assert_silent(&waits, "after the events").await;
}

#[tokio::test]
async fn a_large_transcript_goes_and_its_runner_is_free() {
    let town = Town::new().await;
    let queue = town.app.system.queue();
    let token = queue.create_runner(1).await.expect("a runner");
    let runner = async || queue.runner_with(&token).await.expect("an answer").expect("a runner");
    queue.register(&runner().await).await.expect("it comes online");
    let guest = town.guest(0, 1).await;
    let done = town.job_with_audio(&guest, "key").await.id;
    queue.fetch(&runner().await).await.expect("work");
    let speech = Speech { text: "x".repeat(MOST_INLINE_BYTES + 1), segments: Vec::new() };
    queue.finish(&runner().await, Outcome::Transcript(speech)).await.expect("it is done");
    assert!(queue.transcript(done).await.expect("an answer").is_some());
    let running = town.job_with_audio(&guest, "another").await;

    town.app.delete_account(guest.user.id).await;
    town.app.settle().await;

    assert_eq!((town.app.job(done).await, town.app.job(running.id).await), (None, None));
    assert!(queue.transcript(done).await.expect("an answer").is_none());
    assert_eq!(runner().await.work(), None, "it knew of nothing");
    town.assert_silent(&running, "after the events").await;
}

#[tokio::test]
async fn a_job_that_was_submitted_late_goes_with_the_schedule() {
    let town = Town::new().await;
    let guest = town.guest(0, 1).await;
    town.app.delete_account(guest.user.id).await;
    town.app.settle().await;

    let late = town.job_with_audio(&guest, "key").await;
    town.app.finish_erasures().await.expect("it is gone through");
    town.app.settle().await;

    town.assert_as_before(&everything(&town.app).await, "after the schedule");
    town.assert_silent(&late, "after the schedule").await;
}

#[tokio::test]
async fn wherever_it_breaks_off_jobs_are_gone_when_it_is_taken_up_again() {
    let (app, faults) = TestApp::faulty().await;
    let town = Town::over(app).await;
    for fault in Fault::ALL {
        for n in 0..PLENTY {
            let guest = town.guest(0, 0).await;
            let job = town.job_with_audio(&guest, "key").await;
            let speech = Speech { text: "Hello.".to_owned(), segments: Vec::new() };
            town.app.job_done(guest.user.id, speech).await;
            let batch = town.delete(&guest).await;

            faults.arrange(n, fault);
            let _ = town.app.invoke_cascade(batch.clone()).await;
            let is_through = faults.cancel();
            town.app.invoke_cascade(batch).await.expect("nothing fails any more");

            let context = format!("{fault:?} {n}");
            town.app.settle().await;
            town.app.sweep().await;
            town.assert_as_before(&everything(&town.app).await, &context);
            town.assert_silent(&job, &context).await;
            if is_through {
                break;
            }
        }
    }
}
