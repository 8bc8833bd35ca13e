//! Slices of a round: a kind as a whole, some users, some groups.
//!
//! Most accounts of a large system are those of imported data sets, who receive nothing, and of the others many have
//! not met anything of a kind. To leave them alone, they are looked at a hundred at a time.

use std::collections::{BTreeSet, HashMap};

use kindred::Result;
use kindred::Store;
use kindred::entity::consent::Consent;
use kindred::entity::content::CatalogueRow;
use kindred::entity::kind::MediaKind;
use kindred::entity::leaning::Leaning;
use kindred::entity::like::Like;
use kindred::entity::meta::Meta;
use kindred::entity::neighbours::CorpusEntry;
use kindred::entity::opinions::Opinions;
use kindred::entity::people::Listed;
use kindred::entity::recommendation::Recipient;
use kindred::entity::round::{Round, Scope, Slice};
use kindred::entity::user::{Origin, User};

use crate::launches::Log;
use crate::run::Run;
use crate::work::Work;

/// Users, or groups, of a slice: as many as one request reads.
pub(crate) const SIZE: u64 = 100;

/// Make what this slice of a round is about.
pub(crate) async fn work_off(
    run: Run<'_>,
    round: &Round,
    slice: Slice,
    log: &mut Log<'_>,
) -> Result<()> {
    let store = run.store();
    let work = match slice {
        Slice::Kind(kind) => of_kind(store, kind).await?,
        Slice::Users(first) => of_users(store, round, some(store, "user", first).await?).await?,
        Slice::Groups(first) => of_groups(round, &some(store, "group", first).await?),
    };
    work.run(run, log).await
}

/// The ids of a slice.
async fn some(store: &Store, counter: &str, first: u64) -> Result<Vec<u64>> {
    Ok((first..=store.last_id(counter).await?).take(SIZE as usize).collect())
}

/// Every content of a kind, and whatever was one when something was derived from it.
async fn of_kind(store: &Store, kind: MediaKind) -> Result<Work> {
    let rows: Vec<CatalogueRow> = store.list_all(&CatalogueRow::all(kind)).await?;
    // What was deleted while nobody listened is still in the corpus.
    let corpus: Vec<CorpusEntry> = store.list_all(&CorpusEntry::all(kind)).await?;
    let rows = rows.iter().map(|row| row.content_id);
    let contents = rows.chain(corpus.iter().map(|entry| entry.content_id)).collect();
    let mut work = Work::whole(kind, contents);
    for user in without_consent(store, kind).await? {
        work.want_opinions_of(kind, user);
    }
    Ok(work)
}

/// Whose opinions of a kind should not be there.
async fn without_consent(store: &Store, kind: MediaKind) -> Result<BTreeSet<u64>> {
    let mut users = BTreeSet::new();
    for range in Opinions::everybodys(kind) {
        let opinions: Vec<Opinions> = store.list_all(&range).await?;
        users.extend(opinions.into_iter().map(|opinions| opinions.user_id));
    }
    let places: Vec<_> = users.iter().map(|user| Consent::place(*user)).collect();
    for consent in store.batch::<Consent>(&places).await? {
        users.remove(&consent.user_id);
    }
    Ok(users)
}

/// Names, and the lists of those who have met a content of a kind, like a genre of it or lean among them.
async fn of_users(store: &Store, round: &Round, ids: Vec<u64>) -> Result<Work> {
    let places: Vec<_> = ids.iter().map(|id| User::place(*id)).collect();
    let accounts: Vec<User> = store.batch(&places).await?;
    let accounts: HashMap<u64, User> = accounts.into_iter().map(|it| (it.id, it)).collect();
    let mut work = Work::of_round();
    if round.scope == Scope::Whole {
        work.want_names(listed_otherwise(store, &ids, &accounts).await?);
        let places: Vec<_> = ids.iter().map(|id| Consent::place(*id)).collect();
        let consents: Vec<Consent> = store.batch(&places).await?;
        consents.iter().for_each(|consent| work.want_opinions(consent.user_id));
    }
    let kinds = round.kinds();
    for leaning in leanings(store, &ids, &kinds).await? {
        work.want_list(leaning.recipient, leaning.kind);
    }
    for account in accounts.values().filter(|account| account.origin != Origin::Dataset) {
        let (metas, likes) = (Meta::everything(account.id), Like::all(account.id));
        let (metas, likes): (Vec<Meta>, Vec<Like>) =
            tokio::try_join!(store.list_all(&metas), store.list_all(&likes))?;
        let liked = likes.iter().map(|like| like.kind).filter(|kind| kind.differences().profiled);
        let known = metas.iter().map(|meta| meta.kind).chain(liked);
        known.filter(|kind| kinds.contains(kind)).for_each(|kind| {
            work.want_list(Recipient::User(account.id), kind);
        });
    }
    Ok(work)
}

/// All lists of these groups.
fn of_groups(round: &Round, ids: &[u64]) -> Work {
    let mut work = Work::of_round();
    for kind in round.kinds() {
        ids.iter().for_each(|id| work.want_list(Recipient::Group(*id), kind));
    }
    work
}

/// Those of these users who are listed under another name than theirs, or should be.
async fn listed_otherwise(
    store: &Store,
    ids: &[u64],
    accounts: &HashMap<u64, User>,
) -> Result<Vec<u64>> {
    let places: Vec<_> = ids.iter().map(|id| Listed::place(*id)).collect();
    let listed: Vec<Listed> = store.batch(&places).await?;
    let listed: HashMap<u64, Listed> = listed.into_iter().map(|it| (it.user_id, it)).collect();
    let differs = |id: &u64| !Listed::update(*id, listed.get(id), accounts.get(id)).is_empty();
    Ok(ids.iter().copied().filter(differs).collect())
}

/// How these users lean among these kinds: who does, has lists, or could have had.
async fn leanings(
    store: &Store,
    users: &[u64],
    kinds: &BTreeSet<MediaKind>,
) -> Result<Vec<Leaning>> {
    let place = |user: &u64, kind: &MediaKind| Leaning::place(Recipient::User(*user), *kind);
    let places = users.iter().flat_map(|user| kinds.iter().map(move |kind| place(user, kind)));
    store.batch(&places.collect::<Vec<_>>()).await
}
