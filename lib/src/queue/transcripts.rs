//! Transcripts in and out, whatever their size.

use super::{Outcome, Queue, Staged};
use crate::entity::job::Job;
use crate::entity::job::step::{Move, Step};
use crate::entity::transcript::{Content, MOST_INLINE_BYTES, Speech, Transcript};
use crate::store::Change;
use crate::{Error, Result};

impl Queue {
    /// The transcript of a job, if there is one.
    pub async fn transcript(&self, job: u64) -> Result<Option<Speech>> {
        let found = self.store.get::<Transcript>(&Transcript::place(job)).await?;
        match found.map(|transcript| transcript.content) {
            None => Ok(None),
            Some(Content::Here(speech)) => Ok(Some(speech)),
            Some(Content::Blob(key)) => {
                let blob = self.blobs.get(&key).await?;
                let blob =
                    blob.ok_or_else(|| Error::internal("the transcript is not in the bucket"))?;
                serde_json::from_slice(&blob).map(Some).map_err(Error::internal)
            }
        }
    }

    /// Note that somebody has fetched the transcript; once is enough.
    pub async fn downloaded(&self, job: &Job, by: u64) -> Result<()> {
        if job.step != Step::Success {
            return Ok(());
        }
        self.turns(Some(by), |mut turn| async move {
            let found = self.store.get::<Job>(&Job::place(job.id)).await?;
            if let Some(before) = found.filter(|job| job.step == Step::Success) {
                let downloaded = turn.moved(before.clone(), Move::Download)?;
                turn.save(downloaded.saving(Some(&before)));
            }
            Ok(Some((turn, ())))
        })
        .await
    }

    /// What does not fit into an item, in the bucket and not referred to yet.
    pub(super) async fn staged_speech(&self, outcome: &Outcome) -> Result<Option<Staged>> {
        let Outcome::Transcript(speech) = outcome else { return Ok(None) };
        if speech.size_bytes() <= MOST_INLINE_BYTES {
            return Ok(None);
        }
        let staged = self.stage("transcripts").await?;
        let json = serde_json::to_vec(speech).map_err(Error::internal)?;
        self.blobs.put(&staged.key, json.into()).await?;
        Ok(Some(staged))
    }

    /// Write the transcript of a job.
    pub(super) fn transcribed(&self, job: u64, speech: &Speech, large: Option<&Staged>) -> Change {
        let content = match large {
            None => Content::Here(speech.clone()),
            Some(staged) => Content::Blob(staged.key.clone()),
        };
        let kept = large.map(Staged::keeping).unwrap_or_default();
        kept.put(&Transcript { job, content })
    }
}
