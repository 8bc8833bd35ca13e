//! Blobs on their way to a job: noted before they are written, so that none is ever forgotten.

use std::time::Duration;

use super::Queue;
use crate::blobs::UploadLink;
use crate::entity::agenda::Task;
use crate::entity::upload::Upload;
use crate::store::{Change, Entity};
use crate::{Result, Timestamp};

/// How long a blob waits for something that refers to it.
const PATIENCE: Duration = Duration::from_secs(86_400);

/// How long an upload can be submitted; ends well before its blob goes.
const OPEN: Duration = Duration::from_secs(12 * 3_600);

/// How long after its announcement an upload can begin.
const LINK: Duration = Duration::from_secs(3_600);

/// The content type of all audio.
///
/// Contract: runners take no other. S3 binds a link to the type with which it is used, so uploads carry it, too.
pub const AUDIO_TYPE: &str = "audio/basic";

/// A blob that nothing refers to yet.
#[derive(Debug)]
pub struct Staged {
    /// Its key.
    pub key: String,
    /// How many bytes it has; 0 until it is written.
    pub size_bytes: u64,
    task: Task,
    upload: Option<Upload>,
}

/// An upload that a client may do by itself.
#[derive(Debug)]
pub struct LargeUpload {
    /// What is known of it.
    pub upload: Upload,
    /// How it is done.
    pub link: UploadLink,
}

impl Staged {
    /// Whether a client has uploaded it by itself.
    pub(super) fn is_upload(&self) -> bool {
        self.upload.is_some()
    }

    /// What has to be written with whatever refers to it.
    pub(super) fn keeping(&self) -> Change {
        let change = Change::new().clear(self.task.key());
        self.upload.iter().fold(change, Change::delete)
    }
}

impl From<Upload> for Staged {
    fn from(upload: Upload) -> Self {
        let (key, size_bytes) = (upload.key.clone(), upload.size_bytes);
        Self { key, size_bytes, task: upload.removal_task(), upload: Some(upload) }
    }
}

impl Queue {
    /// Note that a blob will be written, of this sort; the caller writes it to the key.
    pub async fn stage(&self, sort: &str) -> Result<Staged> {
        let key = self.fresh_key(sort);
        let task = Task::removal_of_blob(&key, self.after(PATIENCE));
        self.store.commit(Change::new().put(&task)).await?;
        Ok(Staged { key, size_bytes: 0, task, upload: None })
    }

    /// Delete what was staged: nothing refers to it, and nothing will. What fails is left to the sweep.
    ///
    /// An upload that was submitted meanwhile stays: it belongs to its job.
    pub async fn discard(&self, staged: &Staged) {
        let upload = staged.upload.iter().fold(Change::new(), Change::delete);
        let mut outcome = self.store.commit(upload).await;
        if outcome.is_ok() {
            outcome = self.remove_blob(&staged.key, &staged.task).await;
        }
        if let Err(error) = outcome {
            tracing::warn!(%error, "a blob is left to the sweep");
        }
    }

    /// Delete a blob that nothing refers to, and with it the task to do so.
    pub(super) async fn remove_blob(&self, key: &str, task: &Task) -> Result<()> {
        self.blobs.delete(key).await?;
        self.strike(task).await
    }

    /// Take a task from the agenda: it is done.
    pub(super) async fn strike(&self, task: &Task) -> Result<()> {
        self.store.put_all::<Task>(&[], &[task.key()]).await
    }

    /// Announce an upload of so many bytes.
    pub async fn announce_upload(
        &self,
        owner: u64,
        file_name: Option<String>,
        size_bytes: u64,
    ) -> Result<LargeUpload> {
        let upload = Upload {
            id: self.ids.uuid().simple().to_string(),
            owner,
            file_name,
            size_bytes,
            key: self.fresh_key("audio"),
            expires_at: self.after(OPEN).seconds(),
            removal_at: self.after(PATIENCE),
            version: 0,
        };
        let link = self.blobs.link_to_put(&upload.key, size_bytes, AUDIO_TYPE, LINK).await?;
        let change = Change::new().create(&upload).put(&upload.removal_task());
        self.store.commit(change).await?;
        Ok(LargeUpload { upload, link })
    }

    /// An upload of this user that can be submitted.
    pub async fn upload(&self, owner: u64, id: &str) -> Result<Option<Upload>> {
        // The store takes no key of any length.
        if !Upload::is_id(id) {
            return Ok(None);
        }
        let found = self.store.get::<Upload>(&Upload::place(id)).await?;
        let is_theirs = |upload: &Upload| upload.owner == owner;
        Ok(found.filter(is_theirs).filter(|upload| upload.is_open(self.clock.now())))
    }

    fn fresh_key(&self, sort: &str) -> String {
        format!("{sort}/{}", self.ids.uuid().simple())
    }

    fn after(&self, wait: Duration) -> Timestamp {
        let micros = i64::try_from(wait.as_micros()).unwrap_or(i64::MAX);
        Timestamp::from_micros(self.clock.now().micros().saturating_add(micros))
    }
}
