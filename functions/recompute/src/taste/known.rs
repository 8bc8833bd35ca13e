//! What is known of a recipient: read once, whole, for all engines.

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::engines::{Liked, Met, Taste};
use kindred::entity::bad_recommendation::BadRecommendation;
use kindred::entity::group::Group;
use kindred::entity::kind::MediaKind;
use kindred::entity::like::Like;
use kindred::entity::meta::Meta;
use kindred::entity::recommendation::Recipient;
use kindred::entity::user::{Origin, User};
use kindred::{Result, Store};

use crate::AT_ONCE;

/// The taste of a recipient; that of a group is what its owner and members bring along.
///
/// Empty for users of imported data sets, who get nothing, and for deleted accounts and groups.
pub(super) async fn taste(store: &Store, kind: MediaKind, of: Recipient) -> Result<Taste> {
    match of {
        Recipient::User(id) => {
            let account: Option<User> = store.get(&User::place(id)).await?;
            match account.filter(|account| account.origin != Origin::Dataset) {
                Some(account) => of_one(store, kind, account.id, None).await,
                None => Ok(Taste::default()),
            }
        }
        Recipient::Group(id) => {
            let group: Option<Group> = store.get(&Group::place(id)).await?;
            let people: Vec<u64> = group.iter().flat_map(Group::people).collect();
            let tastes = stream::iter(people).map(|id| of_one(store, kind, id, Some(id)));
            tastes.buffered(AT_ONCE).try_fold(Taste::default(), together).await
        }
    }
}

/// Whether somebody, or a group, is there at all.
pub(super) async fn is_there(store: &Store, recipient: Recipient) -> Result<bool> {
    Ok(match recipient {
        Recipient::User(id) => store.get::<User>(&User::place(id)).await?.is_some(),
        Recipient::Group(id) => store.get::<Group>(&Group::place(id)).await?.is_some(),
    })
}

async fn of_one(store: &Store, kind: MediaKind, id: u64, member: Option<u64>) -> Result<Taste> {
    let (metas, flags) = (Meta::all(id, kind), BadRecommendation::all(id, kind));
    let (metas, flags, liked) = tokio::try_join!(
        store.list_all::<Meta>(&metas),
        store.list_all::<BadRecommendation>(&flags),
        liked(store, kind, id),
    )?;
    let mut taste = Taste {
        met: metas.iter().map(|meta| Met { member, ..Met::from(meta) }).collect(),
        liked: liked.into_iter().map(|genre_id| Liked { genre_id, member }).collect(),
        ..Taste::default()
    };
    for flag in flags {
        taste.unwanted.insert(flag.content_id);
        taste.aversions.add(&flag.reasons);
    }
    Ok(taste)
}

/// The genres of a kind that a user likes, where they matter.
async fn liked(store: &Store, kind: MediaKind, user: u64) -> Result<Vec<u64>> {
    if !kind.differences().profiled {
        return Ok(Vec::new());
    }
    let likes: Vec<Like> = store.list_all(&Like::all(user)).await?;
    Ok(likes.into_iter().filter(|like| like.kind == kind).map(|like| like.genre_id).collect())
}

async fn together(mut all: Taste, one: Taste) -> Result<Taste> {
    all.met.extend(one.met);
    all.liked.extend(one.liked);
    all.unwanted.extend(one.unwanted);
    all.aversions.join(one.aversions);
    Ok(all)
}
