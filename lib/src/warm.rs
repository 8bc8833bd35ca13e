//! What an engine derived of a whole, kept by the process until the next launch.
//!
//! What many items make up together is read once and then stays in memory. Whoever derives it raises the version of a
//! mark with it; so one read of the mark tells whether what the process keeps is what the store holds. Whoever writes
//! keeps what was written, and never reads it again. What others wrote is read whole, in one go.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::store::Entity;
use crate::{Result, Store};

/// Something that is derived whole, and marked by whoever derived it.
pub trait Derived: Sized {
    /// Of which there is one each: kinds of media.
    type Of: Copy + Ord + Send;

    /// What is written with it, and is another each time.
    type Mark: Entity + PartialEq + Send;

    /// The mark before the first launch.
    fn unmarked(of: Self::Of) -> Self::Mark;

    /// The mark under which it was read, or written.
    fn mark(&self) -> &Self::Mark;

    /// Read it all from the store, where this mark was read just before.
    fn read(
        store: &Store,
        of: Self::Of,
        mark: Self::Mark,
    ) -> impl Future<Output = Result<Self>> + Send;
}

/// What this process keeps of it; clones share that.
pub struct Warm<T: Derived> {
    kept: Arc<Mutex<BTreeMap<T::Of, Arc<T>>>>,
}

impl<T: Derived> Warm<T> {
    /// As it is now. Cost: a read, and all of it when somebody else has derived it since.
    pub async fn current(&self, store: &Store, of: T::Of) -> Result<Arc<T>> {
        let mark = mark::<T>(store, of).await?;
        match self.kept(of).filter(|kept| *kept.mark() == mark) {
            Some(kept) => Ok(kept),
            None => self.read(store, of, mark).await,
        }
    }

    /// As it is now, read from the store whatever is kept: with all that a broken-off launch has left there.
    pub async fn afresh(&self, store: &Store, of: T::Of) -> Result<Arc<T>> {
        let mark = mark::<T>(store, of).await?;
        self.read(store, of, mark).await
    }

    /// Keep what was just written, with its mark as it is in the store since.
    pub fn keep(&self, of: T::Of, written: Arc<T>) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(of, written);
    }

    fn kept(&self, of: T::Of) -> Option<Arc<T>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&of).cloned()
    }

    /// The mark comes first: what somebody writes meanwhile comes with another, and so is not taken for this.
    async fn read(&self, store: &Store, of: T::Of, mark: T::Mark) -> Result<Arc<T>> {
        let read = Arc::new(T::read(store, of, mark).await?);
        self.keep(of, Arc::clone(&read));
        Ok(read)
    }
}

async fn mark<T: Derived>(store: &Store, of: T::Of) -> Result<T::Mark> {
    let none = T::unmarked(of);
    Ok(store.get(&none.key()).await?.unwrap_or(none))
}

impl<T: Derived> Clone for Warm<T> {
    fn clone(&self) -> Self {
        Self { kept: Arc::clone(&self.kept) }
    }
}

impl<T: Derived> Default for Warm<T> {
    fn default() -> Self {
        Self { kept: Arc::default() }
    }
}

impl<T: Derived> fmt::Debug for Warm<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not what is kept: it is much.
        f.debug_struct("Warm").finish_non_exhaustive()
    }
}
