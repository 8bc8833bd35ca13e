//! What there is to do for everybody: who is listed under another name, and whose lists are to be made again.
//!
//! Most accounts of a large system are those of imported data sets, who receive nothing, and of the others many have not
//! met anything of a kind. To leave them alone, they are looked at a hundred at a time.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::entity::kind::MediaKind;
use kindred::entity::leaning::Leaning;
use kindred::entity::like::Like;
use kindred::entity::meta::Meta;
use kindred::entity::people::Listed;
use kindred::entity::recommendation::Recipient;
use kindred::entity::user::{Origin, User};
use kindred::{Result, Store};

use crate::AT_ONCE;

/// Accounts that are looked at together: as many as one request reads.
const SLICE: u64 = 100;

/// What everybody needs.
#[derive(Debug, Default)]
pub(crate) struct Everybody {
    /// Users who are listed under another name than theirs, or should be.
    pub(crate) names: BTreeSet<u64>,
    /// Users who have met a content of the kind, like a genre of it or lean among them, and all groups.
    pub(crate) tastes: BTreeMap<MediaKind, BTreeSet<Recipient>>,
}

/// Look at every user and every group that there ever was.
pub(crate) async fn everybody(store: &Store) -> Result<Everybody> {
    let last = store.last_id("user").await?;
    let slices =
        (1..=last).step_by(SLICE as usize).map(|first| first..(first + SLICE).min(last + 1));
    let looked_at = stream::iter(slices).map(|ids| some(store, ids.collect()));
    let groups: BTreeSet<_> = (1..=store.last_id("group").await?).map(Recipient::Group).collect();
    let mut tastes = leaning(store).await?;
    tastes.values_mut().for_each(|recipients| recipients.extend(groups.clone()));
    let names = BTreeSet::new();
    looked_at
        .buffer_unordered(AT_ONCE)
        .try_fold(Everybody { names, tastes }, async |mut all, some| {
            all.names.extend(some.names);
            for (kind, users) in some.tastes {
                all.tastes.entry(kind).or_default().extend(users);
            }
            Ok(all)
        })
        .await
}

async fn some(store: &Store, ids: Vec<u64>) -> Result<Everybody> {
    let places: Vec<_> = ids.iter().map(|id| Listed::place(*id)).collect();
    let listed: Vec<Listed> = store.batch(&places).await?;
    let listed: HashMap<u64, Listed> = listed.into_iter().map(|it| (it.user_id, it)).collect();
    let places: Vec<_> = ids.iter().map(|id| User::place(*id)).collect();
    let accounts: Vec<User> = store.batch(&places).await?;
    let accounts: HashMap<u64, User> = accounts.into_iter().map(|it| (it.id, it)).collect();
    let mut some = Everybody::default();
    for id in &ids {
        if !Listed::update(*id, listed.get(id), accounts.get(id)).is_empty() {
            some.names.insert(*id);
        }
    }
    for account in accounts.values().filter(|account| account.origin != Origin::Dataset) {
        let (metas, likes) = (Meta::everything(account.id), Like::all(account.id));
        let (metas, likes): (Vec<Meta>, Vec<Like>) =
            tokio::try_join!(store.list_all(&metas), store.list_all(&likes))?;
        let likes = likes.iter().map(|like| like.kind);
        let likes = likes.filter(|kind| kind.differences().profiled);
        for kind in metas.iter().map(|meta| meta.kind).chain(likes) {
            some.tastes.entry(kind).or_default().insert(Recipient::User(account.id));
        }
    }
    // Nothing is recommended among episodes.
    some.tastes.remove(&MediaKind::Episode);
    Ok(some)
}

/// Those who have lists of a kind, or could have had.
async fn leaning(store: &Store) -> Result<BTreeMap<MediaKind, BTreeSet<Recipient>>> {
    let mut all: BTreeMap<MediaKind, BTreeSet<Recipient>> = BTreeMap::new();
    for kind in MediaKind::ALL {
        for range in Leaning::all(kind) {
            let leanings: Vec<Leaning> = store.list_all(&range).await?;
            let recipients = leanings.into_iter().map(|leaning| leaning.recipient);
            all.entry(kind).or_default().extend(recipients);
        }
    }
    Ok(all)
}
