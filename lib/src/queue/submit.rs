//! Submitting a job.

use super::{Queue, Staged};
use crate::entity::job::{Audio, Job, JobOrder};
use crate::entity::submission::Submission;
use crate::event::JOB_SUBMITTED;
use crate::store::Change;
use crate::{Event, Result};

/// A job that somebody wants done.
#[derive(Debug)]
pub struct NewJob<'a> {
    /// Who.
    pub owner: u64,
    /// What.
    pub order: JobOrder,
    /// With which audio; none when it is empty.
    pub audio: Option<&'a Staged>,
    /// The idempotency key: what was submitted under it before is this same job.
    pub key: Option<&'a str>,
}

impl Queue {
    /// The job that was submitted under this key before, if there is one.
    pub async fn submitted(&self, owner: u64, key: &str) -> Result<Option<u64>> {
        let found = self.store.get::<Submission>(&Submission::place(owner, key)).await?;
        let found = found.filter(|submission| submission.holds(self.clock.now()));
        Ok(found.map(|submission| submission.job))
    }

    /// Submit a job and return its id; an idle runner gets it at once.
    ///
    /// What was staged is the job's from then on, or is discarded when the key has brought back a job of before; an upload
    /// stays then. When this fails, it cannot be known whether there is a job: what was staged is left to the sweep.
    pub async fn submit(&self, new: NewJob<'_>) -> Result<u64> {
        if let Some(key) = new.key
            && let Some(job) = self.submitted(new.owner, key).await?
        {
            self.spare(new.audio).await;
            return Ok(job);
        }
        let id = self.store.next_id("job").await?;
        let job = self.place(id, &new).await?;
        if job != id {
            self.spare(new.audio).await;
        }
        Ok(job)
    }

    async fn place(&self, id: u64, new: &NewJob<'_>) -> Result<u64> {
        self.turns(Some(new.owner), |mut turn| async move {
            if let Some(key) = new.key {
                let place = Submission::place(new.owner, key);
                let known = self.store.get::<Submission>(&place).await?;
                // Somebody may have used the key meanwhile.
                if let Some(known) = known.as_ref().filter(|known| known.holds(turn.now())) {
                    return Ok(Some((turn, known.job)));
                }
                let version = known.map_or(0, |expired| expired.version);
                let submission = Submission::new(new.owner, key, id, turn.now());
                turn.save(Change::new().save(&Submission { version, ..submission }));
            }
            let mut job = Job::new(id, new.owner, new.order.clone(), turn.now());
            turn.tell(&mut job.last_event, |o| Event::job(o, JOB_SUBMITTED, id, None));
            if let Some(staged) = new.audio {
                let Staged { key, size_bytes, .. } = staged;
                job.audio = Some(Audio { key: key.clone(), size_bytes: *size_bytes });
                turn.save(staged.keeping());
            }
            let job = self.placed(&mut turn, job).await?;
            turn.save(job.saving(None));
            Ok(Some((turn, id)))
        })
        .await
    }

    /// Nobody needs this audio.
    async fn spare(&self, audio: Option<&Staged>) {
        if let Some(staged) = audio.filter(|staged| !staged.is_upload()) {
            self.discard(staged).await;
        }
    }
}
