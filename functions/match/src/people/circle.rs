//! The opinions of all who have consented, kept by the process and followed by their ledger.
//!
//! All of a kind are read once by a process, at a read unit for each 4 KB of them, and again when it has not looked for
//! so long that entries of the ledger are forgotten. Otherwise a request reads where the ledger stands, and of those
//! whose opinions have changed since, theirs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures_util::future::try_join_all;
use kindred::entity::kind::MediaKind;
use kindred::entity::opinions::{Ledger, Opinions};
use kindred::matching::affinity::Index;
use kindred::{Result, Store};
use tokio::sync::{RwLock, RwLockReadGuard};

/// What this process keeps of each kind; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Circles {
    kept: Arc<BTreeMap<MediaKind, RwLock<Circle>>>,
}

/// The opinions of a kind.
#[derive(Debug)]
pub(super) struct Circle {
    /// Up to which entry they are known.
    ledger: Ledger,
    pub(super) index: Index,
}

impl Default for Circles {
    fn default() -> Self {
        let circle = |kind| {
            let ledger = Ledger { kind, id: 0, version: 0 };
            (kind, RwLock::new(Circle { ledger, index: Index::default() }))
        };
        Self { kept: Arc::new(MediaKind::ALL.into_iter().map(circle).collect()) }
    }
}

impl Circles {
    /// The opinions of these kinds as they are now, in this order.
    ///
    /// Several requests at once wait for the one that reads what is new: all of them need it.
    pub(super) async fn current(
        &self,
        store: &Store,
        kinds: &BTreeSet<MediaKind>,
    ) -> Result<Vec<RwLockReadGuard<'_, Circle>>> {
        let mut all = Vec::new();
        // One after the other, and always in the same order: so nobody waits for somebody who waits.
        for (_, kept) in self.kept.iter().filter(|(kind, _)| kinds.contains(kind)) {
            all.push(current(store, kept).await?);
        }
        Ok(all)
    }
}

async fn current<'a>(
    store: &Store,
    kept: &'a RwLock<Circle>,
) -> Result<RwLockReadGuard<'a, Circle>> {
    let circle = kept.read().await;
    let now = Ledger::of(store, circle.ledger.kind).await?;
    if circle.ledger.covers(now) {
        return Ok(circle);
    }
    drop(circle);
    let mut circle = kept.write().await;
    if !circle.ledger.covers(now) {
        circle.follow(store, now).await?;
    }
    Ok(circle.downgrade())
}

impl Circle {
    pub(super) fn kind(&self) -> MediaKind {
        self.ledger.kind
    }

    /// Learn what is new. When it breaks off, nothing is.
    async fn follow(&mut self, store: &Store, now: Ledger) -> Result<()> {
        match self.ledger.since(store, now).await? {
            Some(entries) => {
                let version = entries.last().map_or(now.version, |entry| entry.number);
                let people: BTreeSet<u64> = entries.into_iter().flat_map(|it| it.people).collect();
                let place = |user: &u64| Opinions::place(*user, now.kind);
                let places: Vec<_> = people.iter().map(place).collect();
                let changed: Vec<Opinions> = store.batch(&places).await?;
                let mut changed: BTreeMap<u64, Opinions> =
                    changed.into_iter().map(|it| (it.user_id, it)).collect();
                for user in people {
                    let all = changed.remove(&user).map(|it| it.all).unwrap_or_default();
                    self.index.set(user, all);
                }
                self.ledger = Ledger { version, ..now };
            }
            None => *self = Self { ledger: now, index: read(store, now.kind).await? },
        }
        Ok(())
    }
}

/// Everybody's. What changes meanwhile stands in the ledger, behind where it stood before.
async fn read(store: &Store, kind: MediaKind) -> Result<Index> {
    let shards: Vec<_> = Opinions::everybodys(kind).collect();
    let all = try_join_all(shards.iter().map(|shard| store.list_all::<Opinions>(shard))).await?;
    let mut index = Index::default();
    for opinions in all.into_iter().flatten() {
        index.set(opinions.user_id, opinions.all);
    }
    Ok(index)
}
