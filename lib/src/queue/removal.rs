//! Deleting jobs, with everything that belongs to them.

use super::Queue;
use crate::entity::job::Job;
use crate::entity::transcript::{Content, Transcript};
use crate::event::JOB_DELETED;
use crate::{Event, Result};

impl Queue {
    /// Delete a job that has ended; one that has not stays, one that is gone is gone.
    pub async fn delete(&self, job: u64, by: Option<u64>) -> Result<()> {
        self.remove(job, by, |job| job.step.is_final()).await
    }

    /// Delete a job, whatever is being done about it: its owner is gone.
    ///
    /// A runner that knows of it is told to stop, and what it brings is dropped.
    pub async fn erase(&self, job: u64) -> Result<()> {
        self.remove(job, None, |_| true).await
    }

    async fn remove(&self, job: u64, by: Option<u64>, may: fn(&Job) -> bool) -> Result<()> {
        self.turns(by, |mut turn| async move {
            let found = self.store.get::<Job>(&Job::place(job)).await?;
            let Some(before) = found.filter(may) else { return Ok(Some((turn, ()))) };
            if let Some(lease) = before.lease
                && self.recalled(&mut turn, &before, lease).await?.is_none()
            {
                return Ok(None);
            }
            let transcript = self.store.get::<Transcript>(&Transcript::place(job)).await?;
            if let Some(Content::Blob(key)) = transcript.map(|transcript| transcript.content) {
                turn.litter(key);
            }
            before.audio.iter().for_each(|audio| turn.litter(audio.key.clone()));
            turn.save(before.removal());
            let (mut last_event, lease) = (before.last_event, before.lease);
            turn.tell(&mut last_event, |o| Event::job(o, JOB_DELETED, job, lease));
            Ok(Some((turn, ())))
        })
        .await
    }
}
