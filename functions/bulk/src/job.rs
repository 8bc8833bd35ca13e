//! One job, from where it stands on.

use std::sync::Arc;

use axum::body::Bytes;
use futures_util::{StreamExt, stream};
use kindred::entity::matching_job::{End, MatchingJob};
use kindred::{Error, Kind, Result};
use uuid::Uuid;

use crate::desk::{Desk, Undoable};
use crate::{Bulk, slices};

/// Bytes that the answers of a job have at most.
const MOST_RESULT_BYTES: u64 = 200_000_000;

/// Why a job ends that was begun again and again.
const HOPELESS: &str = "It broke off again and again at the same place";

impl Bulk {
    /// Get as far with a job as the budget lets us; whether something is left.
    pub(crate) async fn work_on(&self, owner: u64, uuid: Uuid) -> Result<bool> {
        let Some(mut job) = self.queue.begin_matching_job(owner, uuid).await? else {
            return Ok(false);
        };
        let outcome = self.get_on(&mut job).await;
        if let Err(error) = &outcome {
            // When nothing can be reached, that is not the job's fault.
            let has_tried = error.kind() != Kind::Unavailable;
            self.queue.leave_matching_job(&job, has_tried).await?;
        }
        outcome
    }

    async fn get_on(&self, job: &mut MatchingJob) -> Result<bool> {
        if job.is_hopeless() {
            return self.end(job, End::Failed(HOPELESS.to_owned())).await;
        }
        let desk = match self.desk(job).await? {
            Ok(desk) => Arc::new(desk),
            Err(Undoable(reason)) => return self.end(job, End::Failed(reason)).await,
        };
        let mut n_slices = 0;
        while job.n_answered < job.size.n_queries {
            if self.budget.is_over(n_slices, self.queue.clock().now()) {
                self.queue.leave_matching_job(job, false).await?;
                return Ok(true);
            }
            let slice = slices::next(job.size, job.n_answered);
            let n_queries = slice.len();
            let room = MOST_RESULT_BYTES.saturating_sub(job.result_bytes);
            let Some(answers) = Arc::clone(&desk).answers(slice, room).await? else {
                return self.end(job, End::Failed(too_long())).await;
            };
            let Some(next) = self.queue.add_answers(job, n_queries, answers).await? else {
                // Somebody else has it, or it is deleted.
                return Ok(false);
            };
            *job = next;
            n_slices += 1;
        }
        self.finish(job).await
    }

    /// What it takes to answer its queries.
    async fn desk(&self, job: &MatchingJob) -> Result<Result<Desk, Undoable>> {
        let question = match &job.question {
            Some(key) => self.queue.blobs().get(key).await?,
            None => None,
        };
        match question {
            Some(question) => Desk::of(question).await,
            None => Ok(Err(Undoable("What was asked is lost".to_owned()))),
        }
    }

    /// Make one result of all parts. One part alone is the result already.
    async fn finish(&self, job: &MatchingJob) -> Result<bool> {
        if let [only] = job.parts.as_slice() {
            return self.end(job, End::Done(only.clone())).await;
        }
        let staged = self.queue.stage_result().await?;
        let parts = Box::pin(stream::iter(&job.parts).then(|key| self.part(key)));
        self.queue.blobs().put_stream(&staged.key, parts, MOST_RESULT_BYTES).await?;
        let end = End::Done(staged.key.clone());
        self.queue.end_matching_job(job, end, Some(&staged)).await.map(|()| false)
    }

    async fn part(&self, key: &str) -> Result<Bytes> {
        let part = self.queue.blobs().get(key).await?;
        part.ok_or_else(|| Error::internal("a part of the answers is not in the bucket"))
    }

    /// End it; nothing is left of it.
    async fn end(&self, job: &MatchingJob, end: End) -> Result<bool> {
        self.queue.end_matching_job(job, end, None).await.map(|()| false)
    }
}

fn too_long() -> String {
    format!("The answers have more than {MOST_RESULT_BYTES} bytes: lower limit, or divide it")
}
