//! The engine `FromSimilarContent`: what is like that which one user liked.

use std::collections::{BTreeSet, HashMap, HashSet};

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::Meta;
use kindred::entity::neighbours::Neighbours;
use kindred::entity::recommendation::{
    Engine, MOST_RECOMMENDED, Reason, Recommendation, RecommendationList,
};
use kindred::entity::user::{Origin, User};
use kindred::matching::similar_content::{Recommended, Source, similar_content};
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
    let place = RecommendationList::place(user, kind, Engine::FromSimilarContent);
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
                let items = recommend(store, &metas).await?;
                // Written even when nothing changed: who read older interactions meanwhile must start again.
                Change::new().save(&RecommendationList {
                    user_id: user,
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

async fn recommend(store: &Store, metas: &[Meta]) -> Result<Vec<Recommendation>> {
    let sources: Vec<_> = metas
        .iter()
        .map(|meta| Source {
            id: meta.content_id,
            rating: meta.rating,
            views: meta.review_see_count,
        })
        .collect();
    let consumed: HashSet<u64> =
        metas.iter().filter(|meta| meta.is_consumed()).map(|meta| meta.content_id).collect();
    let keys: Vec<_> = sources.iter().map(|source| Neighbours::place(source.id)).collect();
    let stored: Vec<Neighbours> = store.batch(&keys).await?;
    let neighbours: HashMap<_, _> = stored
        .into_iter()
        .map(|item| (item.content_id, item.neighbours.into_iter().map(Into::into).collect()))
        .collect();
    let found = similar_content(&sources, &neighbours, &consumed, MOST_RECOMMENDED);
    Ok(found.into_iter().map(recommendation).collect())
}

fn recommendation(found: Recommended) -> Recommendation {
    let reason = |reason: kindred::matching::similar_content::Reason| Reason {
        content_id: reason.id,
        share: reason.share,
    };
    Recommendation {
        content_id: found.id,
        score: found.score,
        reasons: found.reasons.into_iter().map(reason).collect(),
    }
}
