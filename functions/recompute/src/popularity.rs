//! The engine Popularity: the votes of a kind, and the most popular contents by them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use kindred::entity::content::Content;
use kindred::entity::kind::{MediaKind, PopularOrder};
use kindred::entity::popularity::{MOST_POPULAR, Popular, Popularity, Votes};
use kindred::matching::popularity::{Formula, Rated, most_rated, popularity};
use kindred::store::{ATTEMPTS, Change, outrun};
use kindred::votes::Counted;
use kindred::{Result, Store, contents};

use crate::run::Run;
use crate::similarities::Audience;

/// Contents that are read together.
const SLICE: usize = 1_000;

/// Bring the popular list of a kind up to date after the votes of these contents changed.
///
/// Returns how many lists were written: one, or none when it stays as it is.
pub(crate) async fn refresh(
    run: Run<'_>,
    kind: MediaKind,
    touched: &BTreeSet<u64>,
    audience: Audience,
) -> Result<usize> {
    let (store, all) = (run.store(), &run.engines().votes);
    for attempt in 0..ATTEMPTS {
        let before = match audience {
            Audience::Met => all.current(store, kind).await?,
            Audience::Everybody => all.afresh(store, kind).await?,
        };
        let mut now = given(store, kind, touched).await?;
        let after = before.with(&now);
        if audience == Audience::Everybody {
            // They were just read; of a few, nobody knows what a broken-off run has left of them in the store.
            now.retain(|id, _| before.of(*id) != after.of(*id));
        }
        write_votes(store, kind, now).await?;
        let popular = Popularity { kind, entries: rank(kind, &after.rated) };
        let launch = before.launch.clone().reaching(run.position);
        let change = Change::new().save(&launch);
        // It is written with the launch, so it lies there as it is kept.
        let changed = after.popular.as_ref() != Some(&popular);
        let change = if changed { change.put(&popular) } else { change };
        if store.attempt(change, attempt).await? {
            let popular = Some(popular);
            all.keep(kind, Arc::new(Counted { launch: launch.saved(), popular, ..after }));
            return Ok(usize::from(changed));
        }
    }
    Err(outrun())
}

/// The votes of these contents as they are now.
async fn given(
    store: &Store,
    kind: MediaKind,
    touched: &BTreeSet<u64>,
) -> Result<BTreeMap<u64, Option<Votes>>> {
    let mut now: BTreeMap<_, _> = touched.iter().map(|id| (*id, None)).collect();
    let ids: Vec<u64> = touched.iter().copied().collect();
    for slice in ids.chunks(SLICE) {
        let contents = contents::load(store, slice).await?;
        let there = contents.iter().filter(|content| content.kind == kind);
        now.extend(there.map(|content| (content.id, Some(votes(content)))));
    }
    Ok(now)
}

async fn write_votes(
    store: &Store,
    kind: MediaKind,
    now: BTreeMap<u64, Option<Votes>>,
) -> Result<()> {
    let gone = now.iter().filter(|(_, votes)| votes.is_none());
    let gone: Vec<_> = gone.map(|(id, _)| Votes::place(kind, *id)).collect();
    store.put_all(&now.into_values().flatten().collect::<Vec<_>>(), &gone).await
}

fn votes(content: &Content) -> Votes {
    let recommendations = || {
        let field = content.fields.get("recommendations").and_then(serde_json::Value::as_i64);
        field.unwrap_or(0)
    };
    let count = match content.kind.differences().popularity {
        Formula::Votes => recommendations(),
        Formula::WeightedRating | Formula::CountPlusRating => content.votes(),
    };
    Votes {
        kind: content.kind,
        content_id: content.id,
        rating: content.rating().unwrap_or(0.0),
        count: u64::try_from(count).unwrap_or(0),
    }
}

fn rank(kind: MediaKind, rated: &[Rated]) -> Vec<Popular> {
    let scored = |top| popularity(rated, kind.differences().popularity, top);
    let popular = |content_id, score| Popular { content_id, score };
    match kind.differences().popular_order {
        PopularOrder::Score => {
            let ranked = scored(MOST_POPULAR).into_iter();
            ranked.map(|(id, score)| popular(id, Some(score))).collect()
        }
        PopularOrder::Ratings => {
            let scores: HashMap<u64, f64> = scored(rated.len()).into_iter().collect();
            let ranked = most_rated(rated, MOST_POPULAR).into_iter();
            ranked.map(|id| popular(id, scores.get(&id).copied())).collect()
        }
    }
}
