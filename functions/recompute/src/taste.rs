//! The engine `FromSimilarContent`: what is like that which one user liked.

use std::collections::BTreeSet;

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::engines::{Met, from_similar_content};
use kindred::entity::bad_recommendation::BadRecommendation;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::Meta;
use kindred::entity::recommendation::{Engine, Recipient, RecommendationList};
use kindred::entity::user::{Origin, User};
use kindred::store::{ATTEMPTS, Change, outrun};
use kindred::{Result, Store};

use crate::AT_ONCE;

/// Bring the lists of these users for a kind up to date.
pub(crate) async fn refresh_all(
    store: &Store,
    kind: MediaKind,
    users: &BTreeSet<u64>,
) -> Result<()> {
    let refreshed = stream::iter(users.clone()).map(|user| refresh(store, kind, user));
    refreshed.buffer_unordered(AT_ONCE).try_collect().await
}

/// Bring a user's list for a kind up to date.
///
/// Users of imported data sets get none, and those of deleted accounts lose theirs.
async fn refresh(store: &Store, kind: MediaKind, user: u64) -> Result<()> {
    let recipient = Recipient::User(user);
    let place = RecommendationList::place(recipient, kind, Engine::FromSimilarContent);
    for attempt in 0..ATTEMPTS {
        let stored: Option<RecommendationList> = store.get(&place).await?;
        let account: Option<User> = store.get(&User::place(user)).await?;
        let receives = account.is_some_and(|account| account.origin != Origin::Dataset);
        let metas: Vec<Meta> = match receives {
            true => store.list_all(&Meta::all(user, kind)).await?,
            false => Vec::new(),
        };
        let change = match (stored, metas.is_empty()) {
            (None, true) => return Ok(()),
            (Some(list), true) => Change::new().delete(&list),
            (stored, false) => {
                let version = stored.map_or(0, |list| list.version);
                let unwanted = BadRecommendation::unwanted(store, user, kind).await?;
                let met: Vec<Met> = metas.iter().map(Met::from).collect();
                let items = from_similar_content(store, &met, &unwanted).await?;
                // Written even when nothing changed: who read older interactions meanwhile must start again.
                Change::new().save(&RecommendationList {
                    recipient,
                    kind,
                    engine: Engine::FromSimilarContent,
                    items,
                    version,
                })
            }
        };
        if store.attempt(change, attempt).await? {
            return Ok(());
        }
    }
    Err(outrun())
}
