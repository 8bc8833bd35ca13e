//! The people of a data set: accounts that nobody can log in to.
//!
//! A key that an export made (`kindred:` and a uuid) is that of an account which may be one of ours; if it is not, the
//! person is made like any other of a data set.

use std::collections::{HashMap, HashSet};

use kindred::entity::user::{DATASET, Newcomer, Origin, User};
use kindred::store::{Change, Claim, Entity, Key};
use kindred::{App, Error, Result, Store};

use super::several;
use crate::export::key;

/// Accounts made in one transaction: three actions each (account, two claims), of 100.
const MOST_TOGETHER: usize = 33;

/// Accounts by the keys of their data set.
#[derive(Debug, Default)]
pub(super) struct People {
    ids: HashMap<String, u64>,
}

impl People {
    /// The account of this key, if it was asked for before.
    pub(super) fn id(&self, key: &str) -> Option<u64> {
        self.ids.get(key).copied()
    }

    /// Find the accounts of these keys, and make those that are missing, in the order in which they come.
    pub(super) async fn admit<'a>(
        &mut self,
        app: &App,
        keys: impl Iterator<Item = &'a str>,
    ) -> Result<()> {
        let mut met = HashSet::new();
        let unknown: Vec<&str> =
            keys.filter(|key| !self.ids.contains_key(*key) && met.insert(*key)).collect();
        // Where an account of ours has the key of an export, that is who is meant.
        let mut places: Vec<(Key, &str)> = Vec::with_capacity(unknown.len());
        places.extend(unknown.iter().map(|key| (Claim::place(DATASET, key), *key)));
        places
            .extend(unknown.iter().filter_map(|it| Some((User::uuid_claim(key::uuid(it)?), *it))));
        let keys: Vec<Key> = places.iter().map(|(place, _)| place.clone()).collect();
        let claims: Vec<Claim> = app.store.batch(&keys).await?;
        let owners: HashMap<Key, u64> =
            claims.into_iter().map(|claim| (claim.key(), claim.owner)).collect();
        for (place, key) in places {
            if let Some(owner) = owners.get(&place) {
                self.ids.insert(key.to_owned(), *owner);
            }
        }
        let missing = unknown.into_iter().filter(|key| !self.ids.contains_key(*key));
        let missing = missing.map(str::to_owned).collect();
        self.ids.extend(create(app, missing).await?);
        Ok(())
    }
}

async fn create(app: &App, keys: Vec<String>) -> Result<Vec<(String, u64)>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let first = app.store.next_ids("user", keys.len() as u64).await?;
    let people: Vec<_> = keys.into_iter().zip(first..).collect();
    let packs = people.chunks(MOST_TOGETHER).map(|pack| {
        let pack: Vec<_> =
            pack.iter().map(|(key, id)| (key.clone(), account(app, key.clone(), *id))).collect();
        create_together(app.store.clone(), pack)
    });
    Ok(several(packs).await?.into_iter().flatten().collect())
}

async fn create_together(store: Store, pack: Vec<(String, User)>) -> Result<Vec<(String, u64)>> {
    let taken = Error::taken("There is already an account of this key");
    let together =
        pack.iter().fold(Change::new(), |all, (_, user)| all.and(user.admission(&taken)));
    if store.commit(together).await.is_ok() {
        return Ok(pack.into_iter().map(|(key, user)| (key, user.id)).collect());
    }
    let mut created = Vec::new();
    for (key, user) in pack {
        let id = match store.commit(user.admission(&taken)).await {
            Ok(()) => user.id,
            // Another import has just made it.
            Err(refusal) => {
                let claim = store.get::<Claim>(&Claim::place(DATASET, &key)).await?;
                claim.ok_or(refusal)?.owner
            }
        };
        created.push((key, id));
    }
    Ok(created)
}

fn account(app: &App, key: String, id: u64) -> User {
    let newcomer = Newcomer { id, uuid: app.ids.uuid(), password_hash: None, now: app.clock.now() };
    User { roles: Vec::new(), source: Some(key), ..User::new(newcomer, Origin::Dataset) }
}
