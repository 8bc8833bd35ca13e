//! The lists that follow when contents come, go or change: noted before texts and genres are written, worked off after.
//!
//! Lists from similar contents follow for those who have met something near. A list from a profile can change for
//! anybody who is interested in the genres; who leans how tells for whom it does, without looking at more of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::entity::backlog::Backlog;
use kindred::entity::kind::MediaKind;
use kindred::entity::leaning::Leaning;
use kindred::entity::neighbours::CorpusEntry;
use kindred::entity::recommendation::Recipient;
use kindred::store::{ATTEMPTS, Change, outrun};
use kindred::{Result, Store};

use crate::run::Run;
use crate::taste::{Mode, Refreshed};
use crate::{AT_ONCE, audience, taste};

/// Note that lists have to follow these contents, besides what was left behind.
pub(crate) async fn note(
    store: &Store,
    kind: MediaKind,
    contents: &BTreeSet<u64>,
    genres: BTreeSet<Vec<u64>>,
) -> Result<Backlog> {
    for attempt in 0..ATTEMPTS {
        let left = store.get::<Backlog>(&Backlog::place(kind)).await?;
        let backlog = left.unwrap_or_else(|| Backlog::none(kind)).with(contents, genres.clone());
        if store.attempt(Change::new().save(&backlog), attempt).await? {
            return Ok(Backlog { version: backlog.version + 1, ..backlog });
        }
    }
    Err(outrun())
}

/// Let the lists follow, now that all that they follow from is written.
pub(crate) async fn work_off(run: Run<'_>, backlog: &Backlog) -> Result<Refreshed> {
    let recipients = recipients(run.store(), backlog).await?;
    let refreshed = taste::refresh_all(run, backlog.kind, &recipients, Mode::Always).await?;
    // Who has added to it meanwhile works off all of it.
    run.store().attempt(Change::new().delete(backlog), 0).await?;
    Ok(refreshed)
}

/// The sets of genres of these contents, where they differ.
pub(crate) fn genres(
    before: &BTreeMap<u64, Arc<CorpusEntry>>,
    after: &BTreeMap<u64, Arc<CorpusEntry>>,
    touched: &BTreeSet<u64>,
) -> BTreeSet<Vec<u64>> {
    let set = |corpus: &BTreeMap<u64, Arc<CorpusEntry>>, id| {
        corpus.get(id).map(|entry| entry.genre_set())
    };
    let sets = touched.iter().map(|id| (set(before, id), set(after, id)));
    let differing = sets.filter(|(before, after)| before != after);
    differing.flat_map(|(before, after)| [before, after]).flatten().collect()
}

async fn recipients(store: &Store, backlog: &Backlog) -> Result<BTreeSet<Recipient>> {
    let met = match &backlog.contents {
        Some(contents) => audience::of(store, contents).await?,
        None => BTreeSet::new(),
    };
    let leaning = stream::iter(Leaning::all(backlog.kind))
        .map(|range| async move { store.list_all::<Leaning>(&range).await });
    let leaning: Vec<Leaning> = leaning.buffered(AT_ONCE).try_concat().await?;
    let follows = |leaning: &&Leaning| {
        // Who is picky looks at more of a content than its genres, whatever engine recommends it.
        backlog.contents.is_none() || leaning.picky || leaning.is_moved_by(&backlog.genres)
    };
    let leaning = leaning.iter().filter(follows).map(|leaning| leaning.recipient);
    Ok(met.into_iter().chain(leaning).collect())
}
