//! The engine `FromSimilarContent`: what is like that which a user liked, or the people of a group together.

use std::collections::{BTreeSet, HashSet};

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::engines::{Met, from_similar_content};
use kindred::entity::bad_recommendation::BadRecommendation;
use kindred::entity::group::Group;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::Meta;
use kindred::entity::recommendation::{Engine, Recipient, RecommendationList};
use kindred::entity::user::{Origin, User};
use kindred::store::{ATTEMPTS, Change, outrun};
use kindred::{Result, Store};

use crate::AT_ONCE;
use crate::run::Run;

/// Bring the lists of these recipients for a kind up to date; how many were written.
pub(crate) async fn refresh_all(
    run: Run<'_>,
    kind: MediaKind,
    recipients: &BTreeSet<Recipient>,
) -> Result<usize> {
    let refreshed = stream::iter(recipients.clone()).map(|recipient| refresh(run, kind, recipient));
    let refreshed = refreshed.buffer_unordered(AT_ONCE);
    refreshed.try_fold(0, async |sum, written| Ok(sum + usize::from(written))).await
}

/// Bring a recipient's list for a kind up to date, without any taste there is none; whether it was written.
async fn refresh(run: Run<'_>, kind: MediaKind, recipient: Recipient) -> Result<bool> {
    let store = run.store();
    let place = RecommendationList::place(recipient, kind, Engine::FromSimilarContent);
    for attempt in 0..ATTEMPTS {
        let stored: Option<RecommendationList> = store.get(&place).await?;
        let people = people(store, recipient).await?;
        let met = met(store, kind, &people).await?;
        let change = match (stored, met.is_empty()) {
            (None, true) => return Ok(false),
            (Some(list), true) => Change::new().delete(&list),
            (stored, false) => {
                let version = stored.map_or(0, |list| list.version);
                let unwanted = unwanted(store, kind, &people).await?;
                let items = from_similar_content(store, &met, &unwanted).await?;
                // Written even when nothing changed: who read older interactions meanwhile must start again.
                Change::new().save(&RecommendationList {
                    recipient,
                    kind,
                    engine: Engine::FromSimilarContent,
                    items,
                    position: run.position,
                    version,
                })
            }
        };
        if store.attempt(change, attempt).await? {
            return Ok(true);
        }
    }
    Err(outrun())
}

/// What these people have met of a kind, one after another.
async fn met(store: &Store, kind: MediaKind, people: &[u64]) -> Result<Vec<Met>> {
    let metas = stream::iter(people.to_vec()).map(|user| async move {
        let metas: Vec<Meta> = store.list_all(&Meta::all(user, kind)).await?;
        Ok(metas.iter().map(Met::from).collect::<Vec<_>>())
    });
    metas.buffered(AT_ONCE).try_concat().await
}

/// What any of these people does not want to be recommended.
async fn unwanted(store: &Store, kind: MediaKind, people: &[u64]) -> Result<HashSet<u64>> {
    let flagged = stream::iter(people.to_vec())
        .map(|user| async move { BadRecommendation::unwanted(store, user, kind).await });
    flagged.buffer_unordered(AT_ONCE).try_concat().await
}

/// Those whose taste counts.
///
/// Users of imported data sets get nothing, and neither do deleted accounts and groups.
async fn people(store: &Store, recipient: Recipient) -> Result<Vec<u64>> {
    Ok(match recipient {
        Recipient::User(id) => {
            let account: Option<User> = store.get(&User::place(id)).await?;
            let receives = |account: &User| account.origin != Origin::Dataset;
            account.filter(receives).map(|account| account.id).into_iter().collect()
        }
        Recipient::Group(id) => {
            let group: Option<Group> = store.get(&Group::place(id)).await?;
            group.map(|group| group.people().collect()).unwrap_or_default()
        }
    })
}
