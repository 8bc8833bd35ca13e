//! What is derived for a whole kind and too large for an item: read from the bucket once, and kept by the process.
//!
//! A blob is never changed; the next generation has another key. So what was read under a key is true for as long as
//! that key counts, and which one counts stands in an item. Who writes blobs, and when they go, is in the function
//! `recompute`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use crate::entity::kind::MediaKind;
use crate::matching::sealed::Unreadable;
use crate::{Blobs, Result};

/// Something that is read from a blob.
pub trait Readable: Sized {
    /// What it is, for the log.
    const WHAT: &'static str;

    /// Read what was written.
    fn read(bytes: &[u8]) -> Result<Self, Unreadable>;
}

/// What this process has read, one for each kind; clones share it.
pub struct Snapshots<T> {
    kinds: Arc<Mutex<BTreeMap<MediaKind, Held<T>>>>,
}

/// What is known of a blob.
struct Held<T> {
    blob: String,
    read: Reading<T>,
}

/// Empty while it is being read; none in it when there is nothing to read.
type Reading<T> = Arc<OnceCell<Option<Arc<T>>>>;

impl<T: Readable> Snapshots<T> {
    /// What is in the blob of a kind that counts; none if there is none, or if it is lost or cannot be understood.
    ///
    /// Read from the bucket once, also when many ask at the same time.
    pub async fn get(
        &self,
        blobs: &Blobs,
        kind: MediaKind,
        blob: Option<&str>,
    ) -> Result<Option<Arc<T>>> {
        let Some(blob) = blob else { return Ok(None) };
        let reading = self.reading(kind, blob);
        reading.get_or_try_init(async || read(blobs, blob).await).await.cloned()
    }

    /// Keep what was just written.
    pub fn keep(&self, kind: MediaKind, blob: &str, written: impl Into<Arc<T>>) {
        // Who is reading the same blob meanwhile finds the same.
        let _ = self.reading(kind, blob).set(Some(written.into()));
    }

    /// Where what is in this blob is kept; what is in another one of the kind goes.
    fn reading(&self, kind: MediaKind, blob: &str) -> Reading<T> {
        let mut kinds = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = kinds.get(&kind).filter(|held| held.blob == blob) {
            return Arc::clone(&held.read);
        }
        let read = Reading::default();
        kinds.insert(kind, Held { blob: blob.to_owned(), read: Arc::clone(&read) });
        read
    }
}

async fn read<T: Readable>(blobs: &Blobs, blob: &str) -> Result<Option<Arc<T>>> {
    let Some(bytes) = blobs.get(blob).await? else {
        tracing::warn!(blob, "{} is lost", T::WHAT);
        return Ok(None);
    };
    match T::read(&bytes) {
        Ok(read) => Ok(Some(Arc::new(read))),
        Err(error) => {
            tracing::warn!(blob, %error, "{} cannot be read", T::WHAT);
            Ok(None)
        }
    }
}

impl<T> Clone for Snapshots<T> {
    fn clone(&self) -> Self {
        Self { kinds: Arc::clone(&self.kinds) }
    }
}

impl<T> Default for Snapshots<T> {
    fn default() -> Self {
        Self { kinds: Arc::default() }
    }
}

impl<T> std::fmt::Debug for Snapshots<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Not what was read: that is much.
        f.debug_struct("Snapshots").finish_non_exhaustive()
    }
}
