//! Who administers accounts and jobs: one item, so that there is always somebody left.
//!
//! An account says of itself whether it is one (`is_admin`), which is what requests go by; the set is written in the
//! same transaction and knows who would be the last.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::store::{Entity, Key};
use crate::{Error, Result, Store};

/// The ids of all administrators.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Administrators {
    /// Users whose `is_admin` is set.
    pub ids: BTreeSet<u64>,
    /// Raised by every write.
    pub version: u64,
}

impl Administrators {
    /// All there are.
    pub async fn all(store: &Store) -> Result<Self> {
        Ok(store.get(&Self::default().key()).await?.unwrap_or_default())
    }

    /// All of them and this user.
    #[must_use]
    pub fn with(mut self, user: u64) -> Self {
        self.ids.insert(user);
        self
    }

    /// All of them but this user.
    ///
    /// Refuses: `State` 400 when nobody would be left.
    pub fn without(mut self, user: u64) -> Result<Self> {
        self.ids.remove(&user);
        if self.ids.is_empty() {
            return Err(Error::state("The last administrator cannot be removed"));
        }
        Ok(self)
    }
}

impl Entity for Administrators {
    const TYPE: &'static str = "administrators";

    fn key(&self) -> Key {
        Key::state("ADMINISTRATORS", "ALL")
    }

    fn version(&self) -> u64 {
        self.version
    }
}
