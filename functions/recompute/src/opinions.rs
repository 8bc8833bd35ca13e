//! What people who have consented think of contents, for comparing tastes; nothing of anybody else.
//!
//! Of several instances at once, who comes second is refused, by the version of the item or of the ledger; and whoever
//! has written looks once more, so that what is left is what was true after the last write.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::entity::consent::Consent;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::Meta;
use kindred::entity::opinions::{Ledger, Opinions};
use kindred::entity::user::User;
use kindred::matching::affinity::Opinion;
use kindred::store::{ATTEMPTS, Change, outrun};
use kindred::{Result, Store};

use crate::AT_ONCE;
use crate::run::Run;

/// People whose opinions are written in one transaction.
const SLICE: usize = 40;

/// How many were looked at, of those who have consented or had opinions, and how many items were written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Refreshed {
    pub(crate) touched: usize,
    pub(crate) written: usize,
}

/// Bring the opinions of these people up to date, as far as they have consented; those of others go.
pub(crate) async fn refresh_all(
    run: Run<'_>,
    kind: MediaKind,
    users: &BTreeSet<u64>,
) -> Result<Refreshed> {
    let users: Vec<u64> = users.iter().copied().collect();
    let mut all = Refreshed::default();
    // One after the other: all of them write the ledger.
    for slice in users.chunks(SLICE) {
        let Refreshed { touched, written } = refresh(run, kind, slice).await?;
        all = Refreshed { touched: all.touched + touched, written: all.written + written };
    }
    Ok(all)
}

async fn refresh(run: Run<'_>, kind: MediaKind, users: &[u64]) -> Result<Refreshed> {
    let store = run.store();
    let (mut touched, mut changed) = (BTreeSet::new(), BTreeSet::new());
    for attempt in 0..ATTEMPTS {
        let places: Vec<_> = users.iter().map(|user| Opinions::place(*user, kind)).collect();
        // Before all that they are made from.
        let stored: Vec<Opinions> = store.batch(&places).await?;
        let now = now(store, kind, users).await?;
        touched.extend(stored.iter().map(|it| it.user_id).chain(now.keys().copied()));
        let (change, people) = replacement(kind, stored, now);
        if people.is_empty() {
            return Ok(Refreshed { touched: touched.len(), written: changed.len() });
        }
        let ledger = Ledger::of(store, kind).await?;
        let entry = ledger.entering(people.clone(), run.recompute.ids.occurrence(None));
        if store.attempt(change.and(entry), attempt).await? {
            changed.extend(people);
        }
    }
    Err(outrun())
}

/// What those of these people think who are there and have consented; of who thinks nothing, nothing.
async fn now(store: &Store, kind: MediaKind, users: &[u64]) -> Result<BTreeMap<u64, Vec<Opinion>>> {
    let places: Vec<_> = users.iter().map(|user| Consent::place(*user)).collect();
    let consents: Vec<Consent> = store.batch(&places).await?;
    // Whoever is gone may have left a consent behind, until cascade has been there.
    let places: Vec<_> = consents.iter().map(|consent| User::place(consent.user_id)).collect();
    let accounts: Vec<User> = store.batch(&places).await?;
    let each = stream::iter(accounts).map(async |account| {
        let metas: Vec<Meta> = store.list_all(&Meta::all(account.id, kind)).await?;
        Ok((account.id, Opinions::of(metas)))
    });
    let all: Vec<_> = each.buffer_unordered(AT_ONCE).try_collect().await?;
    Ok(all.into_iter().filter(|(_, opinions)| !opinions.is_empty()).collect())
}

/// What to write so that this is what is stored, and whose it is.
fn replacement(
    kind: MediaKind,
    stored: Vec<Opinions>,
    mut now: BTreeMap<u64, Vec<Opinion>>,
) -> (Change, Vec<u64>) {
    let (mut change, mut people) = (Change::new(), Vec::new());
    for before in stored {
        change = match now.remove(&before.user_id) {
            Some(all) if all == before.all => continue,
            Some(all) => change.update(&Opinions { all, ..before.clone() }),
            None => change.delete(&before),
        };
        people.push(before.user_id);
    }
    for (user_id, all) in now {
        change = change.create(&Opinions { user_id, kind, all, version: 0 });
        people.push(user_id);
    }
    (change, people)
}
