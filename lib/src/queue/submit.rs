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
    /// What was staged is the job's from then on; if the key brings back a job of before, it is deleted. After a
    /// failure it stays on the agenda: nobody knows whether the job was written.
    pub async fn submit(&self, new: NewJob<'_>) -> Result<u64> {
        let known = match new.key {
            Some(key) => self.submitted(new.owner, key).await?,
            None => None,
        };
        let (job, is_new) = match known {
            Some(job) => (job, false),
            None => self.make_job(&new).await?,
        };
        // An upload that was submitted before is that job's audio.
        if let Some(staged) = new.audio.filter(|staged| !is_new && !staged.is_upload()) {
            self.discard(staged).await;
        }
        Ok(job)
    }

    /// The id of the job, and whether it is a new one.
    async fn make_job(&self, new: &NewJob<'_>) -> Result<(u64, bool)> {
        let id = self.store.next_id("job").await?;
        self.turns(Some(new.owner), |mut turn| async move {
            if let Some(key) = new.key {
                let place = Submission::place(new.owner, key);
                let known = self.store.get::<Submission>(&place).await?;
                // Somebody may have used the key meanwhile.
                if let Some(known) = known.as_ref().filter(|known| known.holds(turn.now())) {
                    return Ok(Some((turn, (known.job, false))));
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
            Ok(Some((turn, (id, true))))
        })
        .await
    }
}
