//! Generations: blobs of what is derived for a whole kind, each written once and deleted when two have come after it.
//!
//! The bucket takes no part in transactions. So a blob is noted before it is written, and which one counts stands in an
//! item: whatever breaks off in between, the next generation finds what is to be deleted. The one before the last stays
//! for those who are reading it.

use kindred::Result;
use kindred::entity::kind::MediaKind;
use kindred::entity::snapshot::{Family, SnapshotBlob};
use kindred::store::Entity;

use crate::Recompute;

impl Recompute {
    /// Write the blob of a generation; returns its key.
    ///
    /// Several may make the same generation at the same time; one of them will count, the others discard theirs.
    pub(crate) async fn publish_blob(
        &self,
        family: Family,
        kind: MediaKind,
        generation: u64,
        bytes: Vec<u8>,
    ) -> Result<String> {
        let tail = u64::from_be_bytes(self.ids.random());
        let blob = format!("{}/{kind}/{generation}-{tail:016x}", family.folder());
        let noted = SnapshotBlob { family, kind, generation, blob: blob.clone() };
        self.store.put_all(&[noted], &[]).await?;
        self.blobs.put(&blob, bytes.into()).await?;
        Ok(blob)
    }

    /// Delete a blob that does not count after all.
    pub(crate) async fn discard_blob(
        &self,
        family: Family,
        kind: MediaKind,
        generation: u64,
        blob: String,
    ) -> Result<()> {
        self.discard(&SnapshotBlob { family, kind, generation, blob }).await
    }

    /// Delete what nobody reads any more: all before this generation but those that are kept.
    ///
    /// One of a later generation is just being made by somebody, and who else has made one of this discards it.
    pub(crate) async fn tidy_blobs(
        &self,
        family: Family,
        kind: MediaKind,
        generation: u64,
        kept: [&Option<String>; 2],
    ) -> Result<()> {
        let blobs: Vec<SnapshotBlob> =
            self.store.list_all(&SnapshotBlob::all(family, kind)).await?;
        let is_kept = |blob: &str| kept.into_iter().flatten().any(|kept| kept == blob);
        for noted in blobs {
            if noted.generation < generation && !is_kept(&noted.blob) {
                self.discard(&noted).await?;
            }
        }
        Ok(())
    }

    async fn discard(&self, noted: &SnapshotBlob) -> Result<()> {
        self.blobs.delete(&noted.blob).await?;
        // Who is broken off here has not to do again what is done.
        self.store.put_all::<SnapshotBlob>(&[], &[noted.key()]).await
    }
}
