//! The name of this store, by which its contents are told from those of others.
//!
//! Contents that were made here have a number only, which means something else in another store. So an export names
//! them by the store and the number. A store gets its name, at random, with its first export, and keeps it.

use serde::{Deserialize, Serialize};

use crate::ids::Ids;
use crate::store::{Change, Entity, Key};
use crate::{Result, Store};

/// A store as others know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Realm {
    /// Twelve hexadecimal digits.
    pub name: String,
}

impl Realm {
    /// Where it lies.
    pub fn place() -> Key {
        Key::state("REALM", "OWN")
    }

    /// The name of this store, made if it has none.
    pub async fn of(store: &Store, ids: &Ids) -> Result<Self> {
        let fresh = Self { name: ids.uuid().simple().to_string()[..12].to_owned() };
        let decide = |found: Option<Self>| match found {
            Some(realm) => Ok((Change::new(), realm)),
            None => Ok((Change::new().create(&fresh), fresh.clone())),
        };
        store.change(&Self::place(), decide).await
    }
}

impl Entity for Realm {
    const TYPE: &'static str = "realm";

    fn key(&self) -> Key {
        Self::place()
    }
}
