//! The people of a data set: accounts that nobody can log in to.

use std::collections::{BTreeSet, HashMap};

use kindred::entity::user::{Newcomer, Origin, User};
use kindred::store::{Change, Claim, Entity, Key};
use kindred::{App, Error, Result, Store};

use super::several;

/// The claim space of keys by which data sets know people.
const DATASET: &str = "DATASET";

/// Accounts made in one transaction: two actions each (account, claim), of 100.
const MOST_TOGETHER: usize = 50;

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

    /// Find the accounts of these keys, and make those that are missing.
    pub(super) async fn admit(&mut self, app: &App, keys: BTreeSet<&str>) -> Result<()> {
        let unknown: Vec<&str> =
            keys.into_iter().filter(|key| !self.ids.contains_key(*key)).collect();
        let places: Vec<Key> = unknown.iter().map(|key| Claim::place(DATASET, key)).collect();
        let claims: Vec<Claim> = app.store.batch(&places).await?;
        let owners: HashMap<Key, u64> =
            claims.into_iter().map(|claim| (claim.key(), claim.owner)).collect();
        let mut missing = Vec::new();
        for (key, place) in unknown.into_iter().zip(&places) {
            match owners.get(place) {
                Some(owner) => {
                    self.ids.insert(key.to_owned(), *owner);
                }
                None => missing.push(key.to_owned()),
            }
        }
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
        let pack: Vec<_> = pack.iter().map(|(key, id)| (key.clone(), account(app, *id))).collect();
        create_together(app.store.clone(), pack)
    });
    Ok(several(packs).await?.into_iter().flatten().collect())
}

async fn create_together(store: Store, pack: Vec<(String, User)>) -> Result<Vec<(String, u64)>> {
    let together = pack.iter().fold(Change::new(), |all, (key, user)| all.and(creation(key, user)));
    if store.commit(together).await.is_ok() {
        return Ok(pack.into_iter().map(|(key, user)| (key, user.id)).collect());
    }
    let mut created = Vec::new();
    for (key, user) in pack {
        let id = match store.commit(creation(&key, &user)).await {
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

fn creation(key: &str, user: &User) -> Change {
    let taken = Error::taken("There is already an account of this key");
    Change::new().create(user).claim(&Claim::new(DATASET, key, user.id), taken)
}

fn account(app: &App, id: u64) -> User {
    let newcomer = Newcomer { id, uuid: app.ids.uuid(), password_hash: None, now: app.clock.now() };
    User { roles: Vec::new(), ..User::new(newcomer, Origin::Dataset) }
}
