//! A request to the bucket that fails: whatever nothing refers to is gone after a day.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::body::Bytes;
use kindred::Result;
use kindred::entity::agenda::{Deed, Task};
use kindred::entity::transcript::{Content, MOST_INLINE_BYTES, Speech, Transcript};
use kindred::queue::{NewJob, Outcome};
use kindred_cli::embedded::Fault;
use tests::{TestApp, assert_sound};

use super::{Yard, new_job};

/// Longer than anything waits for a job that refers to it.
const LONG: Duration = Duration::from_secs(86_401);

/// More requests than any of it needs.
const PLENTY: usize = 20;

impl Yard {
    /// A job with audio, as a request submits it.
    async fn submits_audio(&self) -> Result<u64> {
        let mut staged = self.queue.stage("audio").await?;
        let audio = Bytes::from_static(b"audio");
        staged.size_bytes = audio.len() as u64;
        self.app.app().blobs.put(&staged.key, audio).await?;
        let new = NewJob { audio: Some(&staged), ..new_job(self.users[0], None) };
        self.queue.submit(new).await
    }

    /// The runner brings more than fits into an item.
    async fn brings_much(&self) -> Result<()> {
        let runner = self.runner(0).await.expect("a runner");
        let text = "x".repeat(MOST_INLINE_BYTES + 1);
        let speech = Speech { text, segments: Vec::new() };
        self.queue.finish(&runner, Outcome::Transcript(speech)).await
    }

    /// The blobs to which something refers.
    async fn needed(&self) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for id in 1..=4 {
            let audio = self.job(id).await.and_then(|job| job.audio);
            keys.extend(audio.map(|audio| audio.key));
            let found = self.app.app().store.get::<Transcript>(&Transcript::place(id)).await;
            if let Some(Content::Blob(key)) = found.expect("the store answers").map(|t| t.content) {
                keys.insert(key);
            }
        }
        keys
    }

    /// The blobs that are to go.
    async fn doomed(&self) -> BTreeSet<String> {
        let tasks = self.app.app().store.list_all::<Task>(&Task::all()).await;
        let key = |task: Task| match task.deed {
            Deed::RemoveBlob(key) => Some(key),
            Deed::RemoveJob(_) | Deed::RemoveMatchingJob { .. } => None,
        };
        tasks.expect("the store answers").into_iter().filter_map(key).collect()
    }

    /// After a day, of all blobs that ever were, those are there that are needed.
    async fn is_tidy_after_a_day(&self, known: &BTreeSet<String>, context: &str) {
        self.app.advance(LONG);
        self.queue.work_off_agenda().await.expect("the bucket answers");

        assert_eq!(self.doomed().await, BTreeSet::new(), "{context}");
        let mut there = BTreeSet::new();
        for key in known {
            let blob = self.app.app().blobs.get(key).await.expect("the bucket answers");
            there.extend(blob.map(|_| key.clone()));
        }
        assert_eq!(there, self.needed().await, "{context}");
        assert_sound(&self.app).await;
    }
}

async fn leaves_no_orphan(fault: Fault) {
    for n in 0..PLENTY {
        let (app, faults) = TestApp::faulty_blobs().await;
        let yard = Yard::of(app, 1, 1).await;
        let runner = yard.runner(0).await.expect("a runner");
        yard.queue.register(&runner).await.expect("it comes online");
        let context = format!("{fault:?} {n}");

        faults.arrange(n, fault);
        if yard.submits_audio().await.is_err() {
            yard.submits_audio().await.expect("the second time nothing fails");
        }
        let mut known = &yard.needed().await | &yard.doomed().await;
        let runner = yard.runner(0).await.expect("a runner");
        let fetched = yard.queue.fetch(&runner).await.expect("it has work");
        if yard.brings_much().await.is_err() {
            yard.brings_much().await.expect("the second time nothing fails");
        }
        let is_through = faults.cancel();

        let speech = yard.queue.transcript(fetched.id).await.expect("the bucket answers");
        assert!(speech.expect("a transcript").text.len() > MOST_INLINE_BYTES, "{context}");
        known.extend(&yard.needed().await | &yard.doomed().await);
        assert!(known.len() >= 2, "{context}: {known:?}");
        yard.is_tidy_after_a_day(&known, &context).await;
        yard.queue.delete(fetched.id, None).await.expect("it has ended");
        yard.is_tidy_after_a_day(&known, &context).await;
        if is_through {
            return;
        }
    }
    panic!("there is no end of it");
}

#[tokio::test]
async fn what_nothing_refers_to_is_gone_after_a_day_whatever_the_bucket_did() {
    for fault in Fault::ALL {
        leaves_no_orphan(fault).await;
    }
}
