//! The engine Popularity: the votes of a kind, and the most popular contents by them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kindred::entity::content::Content;
use kindred::entity::kind::{MediaKind, PopularOrder};
use kindred::entity::popularity::{MOST_POPULAR, Popular, Popularity, Votes};
use kindred::entity::recommendation::Engine;
use kindred::entity::summary::Launch;
use kindred::matching::popularity::{Formula, Rated, most_rated, popularity};
use kindred::store::{ATTEMPTS, Change, Entity, outrun};
use kindred::{Result, Store, contents};

use crate::run::Run;

/// Contents that are read together.
const SLICE: usize = 1_000;

/// Bring the popular list of a kind up to date after the votes of these contents changed.
///
/// Returns how many lists were written: one, or none when it stays as it is.
pub(crate) async fn refresh(
    run: Run<'_>,
    kind: MediaKind,
    touched: &BTreeSet<u64>,
) -> Result<usize> {
    let store = run.store();
    for attempt in 0..ATTEMPTS {
        let none = Launch::none(Engine::Popularity, kind);
        let last = store.get::<Launch>(&none.key()).await?.unwrap_or(none);
        let votes = counted(store, kind, touched).await?;
        let popular = Popularity { kind, entries: rank(kind, &votes) };
        let stored = store.get::<Popularity>(&Popularity::place(kind)).await?;
        let change = Change::new().save(&last.reaching(run.position));
        let changed = stored.as_ref() != Some(&popular);
        let change = if changed { change.put(&popular) } else { change };
        if store.attempt(change, attempt).await? {
            return Ok(usize::from(changed));
        }
    }
    Err(outrun())
}

/// The votes of a kind, by id, after those of these contents are noted as they are now.
async fn counted(store: &Store, kind: MediaKind, touched: &BTreeSet<u64>) -> Result<Vec<Votes>> {
    let noted: Vec<Votes> = store.list_all(&Votes::all(kind)).await?;
    let mut all: BTreeMap<u64, Votes> =
        noted.into_iter().map(|votes| (votes.content_id, votes)).collect();
    let ids: Vec<u64> = touched.iter().copied().collect();
    let mut now: BTreeMap<u64, Votes> = BTreeMap::new();
    for slice in ids.chunks(SLICE) {
        let contents = contents::load(store, slice).await?;
        let there = contents.iter().filter(|content| content.kind == kind);
        now.extend(there.map(|content| (content.id, votes(content))));
    }
    let gone: Vec<u64> = touched.iter().copied().filter(|id| !now.contains_key(id)).collect();
    let gone: Vec<Votes> = gone.iter().filter_map(|id| all.remove(id)).collect();
    let changed = |votes: &Votes| all.get(&votes.content_id) != Some(votes);
    let new: Vec<Votes> = now.into_values().filter(changed).collect();
    store.put_all(&new, &gone.iter().map(Entity::key).collect::<Vec<_>>()).await?;
    all.extend(new.into_iter().map(|votes| (votes.content_id, votes)));
    Ok(all.into_values().collect())
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

fn rank(kind: MediaKind, votes: &[Votes]) -> Vec<Popular> {
    let rated: Vec<_> = votes
        .iter()
        .map(|votes| Rated { id: votes.content_id, rating: votes.rating, count: votes.count })
        .collect();
    let scored = |top| popularity(&rated, kind.differences().popularity, top);
    let popular = |content_id, score| Popular { content_id, score };
    match kind.differences().popular_order {
        PopularOrder::Score => {
            let ranked = scored(MOST_POPULAR).into_iter();
            ranked.map(|(id, score)| popular(id, Some(score))).collect()
        }
        PopularOrder::Ratings => {
            let scores: HashMap<u64, f64> = scored(rated.len()).into_iter().collect();
            let ranked = most_rated(&rated, MOST_POPULAR).into_iter();
            ranked.map(|id| popular(id, scores.get(&id).copied())).collect()
        }
    }
}
