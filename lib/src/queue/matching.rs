//! Jobs of matching: those that no runner works on but we ourselves.
//!
//! Here is what becomes of them in the store and in the bucket; who does the matching is the function `bulk`. Each step
//! is a turn that reads the job again: what was deleted, or has gone on elsewhere, is left alone.

use axum::body::Bytes;
use uuid::Uuid;

use super::{Queue, Staged};
use crate::entity::matching_job::{End, MOST_KEPT, MOST_OPEN, MatchingJob, Size};
use crate::event::{MATCHING_DELETED, MATCHING_DONE, MATCHING_FAILED, MATCHING_SUBMITTED};
use crate::{Blobs, Error, Event, Result};

/// Where in the bucket questions and answers lie.
const SORT: &str = "matching";

/// A job of matching that somebody wants done.
#[derive(Debug)]
pub struct NewMatchingJob {
    /// Who.
    pub owner: u64,
    /// How much it is.
    pub size: Size,
    /// The question as JSON.
    pub question: Bytes,
}

impl Queue {
    /// Where questions and answers lie.
    pub fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// Submit a job of matching.
    ///
    /// Refuses: `State` when its owner has too many.
    pub async fn submit_matching_job(&self, new: NewMatchingJob) -> Result<MatchingJob> {
        self.room_for_matching_job(new.owner).await?;
        let staged = self.stage(SORT).await?;
        self.blobs.put(&staged.key, new.question).await?;
        let uuid = self.ids.uuid_in_order();
        let (staged, size) = (&staged, new.size);
        self.turns(Some(new.owner), |mut turn| async move {
            let mut job = MatchingJob::new(uuid, new.owner, size, &staged.key, turn.now());
            turn.tell(&mut job.last_event, |o| {
                Event::matching_job(o, MATCHING_SUBMITTED, new.owner, uuid)
            });
            turn.save(job.saving().and(staged.keeping()));
            Ok(Some((turn, written(job))))
        })
        .await
    }

    async fn room_for_matching_job(&self, owner: u64) -> Result<()> {
        let jobs = self.matching_jobs(owner).await?;
        let n_open = jobs.iter().filter(|job| !job.has_ended()).count();
        match () {
            () if n_open >= MOST_OPEN => {
                Err(Error::state(format!("{MOST_OPEN} of your jobs have not ended yet")))
            }
            () if jobs.len() >= MOST_KEPT => {
                Err(Error::state(format!("You have {MOST_KEPT} jobs; delete some of them")))
            }
            () => Ok(()),
        }
    }

    /// The jobs of matching of a user, the newest first.
    pub async fn matching_jobs(&self, owner: u64) -> Result<Vec<MatchingJob>> {
        self.store.list_all(&MatchingJob::by(owner)).await
    }

    /// A job of matching, if it is there and theirs.
    pub async fn matching_job(&self, owner: u64, uuid: Uuid) -> Result<Option<MatchingJob>> {
        self.store.get(&MatchingJob::place(owner, uuid)).await
    }

    /// Delete a job of matching with all that belongs to it, whatever is being done about it; whether it was there.
    pub async fn remove_matching_job(
        &self,
        owner: u64,
        uuid: Uuid,
        by: Option<u64>,
    ) -> Result<bool> {
        self.turns(by, |mut turn| async move {
            let Some(job) = self.matching_job(owner, uuid).await? else {
                return Ok(Some((turn, false)));
            };
            job.blobs().for_each(|key| turn.litter(key.clone()));
            turn.save(job.removal());
            let mut last_event = job.last_event;
            turn.tell(&mut last_event, |o| Event::matching_job(o, MATCHING_DELETED, owner, uuid));
            Ok(Some((turn, true)))
        })
        .await
    }

    /// Begin with a job of matching, or go on with it; none when it is not to be worked on now.
    pub async fn begin_matching_job(&self, owner: u64, uuid: Uuid) -> Result<Option<MatchingJob>> {
        self.turns(None, |mut turn| async move {
            let found = self.matching_job(owner, uuid).await?;
            let Some(job) = found.filter(|job| job.is_free(turn.now())) else {
                return Ok(Some((turn, None)));
            };
            let begun = job.begun(turn.now());
            turn.save(begun.saving());
            Ok(Some((turn, Some(written(begun)))))
        })
        .await
    }

    /// Write answers that follow those of a job so far; none when it is not ours any more.
    ///
    /// What was written for nothing goes with the sweep: whether it was for nothing is not always known.
    pub async fn add_answers(
        &self,
        job: &MatchingJob,
        n_queries: usize,
        answers: Bytes,
    ) -> Result<Option<MatchingJob>> {
        let staged = self.stage(SORT).await?;
        let n_bytes = answers.len() as u64;
        self.blobs.put(&staged.key, answers).await?;
        let staged = &staged;
        self.turns(None, |mut turn| async move {
            let Some(found) = self.matching_job(job.owner, job.uuid).await? else {
                return Ok(Some((turn, None)));
            };
            // The answer to an attempt before this one may have been lost.
            if found.parts.last() == Some(&staged.key) {
                return Ok(Some((turn, Some(found))));
            }
            if found.version != job.version {
                return Ok(Some((turn, None)));
            }
            let next = found.with_part(&staged.key, n_queries, n_bytes, turn.now());
            turn.save(next.saving().and(staged.keeping()));
            Ok(Some((turn, Some(written(next)))))
        })
        .await
    }

    /// Note a blob that will be the result of a job of matching; the caller writes it to the key.
    pub async fn stage_result(&self) -> Result<Staged> {
        self.stage(SORT).await
    }

    /// Leave a job of matching to whoever comes next.
    pub async fn leave_matching_job(&self, job: &MatchingJob, has_tried: bool) -> Result<()> {
        self.turns(None, |mut turn| async move {
            let found = self.matching_job(job.owner, job.uuid).await?;
            if let Some(job) = found.filter(|found| found.version == job.version) {
                turn.save(job.left(has_tried).saving());
            }
            Ok(Some((turn, ())))
        })
        .await
    }

    /// End a job of matching; what it needs no more is deleted. `result` is what was staged for it, if anything.
    pub async fn end_matching_job(
        &self,
        job: &MatchingJob,
        end: End,
        result: Option<&Staged>,
    ) -> Result<()> {
        let end = &end;
        self.turns(None, |mut turn| async move {
            let found = self.matching_job(job.owner, job.uuid).await?;
            let Some(found) = found.filter(|found| found.version == job.version) else {
                return Ok(Some((turn, ())));
            };
            let before: Vec<String> = found.blobs().cloned().collect();
            let mut ended = found.ended(end.clone(), turn.now());
            let is_over = |key: &&String| ended.result.as_ref() != Some(key);
            before.iter().filter(is_over).for_each(|key| turn.litter(key.clone()));
            let name = if ended.result.is_some() { MATCHING_DONE } else { MATCHING_FAILED };
            let (owner, uuid) = (ended.owner, ended.uuid);
            turn.tell(&mut ended.last_event, |o| Event::matching_job(o, name, owner, uuid));
            turn.save(ended.saving().and(result.map(Staged::keeping).unwrap_or_default()));
            Ok(Some((turn, ())))
        })
        .await
    }
}

/// A job as it lies there after a write.
fn written(job: MatchingJob) -> MatchingJob {
    MatchingJob { version: job.version + 1, ..job }
}
