//! The engine Popularity: the votes of a kind, and the most popular contents by them.

use std::collections::{BTreeSet, HashMap};

use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::entity::popularity::{MOST_POPULAR, Popular, Popularity, Votes};
use kindred::entity::recommendation::Engine;
use kindred::entity::summary::Launch;
use kindred::matching::popularity::{Formula, Rated, popularity};
use kindred::store::{ATTEMPTS, Change, Entity, Key, outrun};
use kindred::{Result, Store};

/// Bring the popular list of a kind up to date after the votes of these contents changed.
pub(crate) async fn refresh(store: &Store, kind: MediaKind, touched: &BTreeSet<u64>) -> Result<()> {
    for attempt in 0..ATTEMPTS {
        let none = Launch::none(Engine::Popularity, kind);
        let last = store.get::<Launch>(&none.key()).await?.unwrap_or(none);
        count(store, kind, touched).await?;
        let votes: Vec<Votes> = store.list_all(&Votes::all(kind)).await?;
        let popular = Popularity { kind, entries: rank(kind, &votes) };
        let stored = store.get::<Popularity>(&Popularity::place(kind)).await?;
        let change = Change::new().save(&last);
        let changed = stored.as_ref() != Some(&popular);
        let change = if changed { change.put(&popular) } else { change };
        if store.attempt(change, attempt).await? {
            return Ok(());
        }
    }
    Err(outrun())
}

/// Note the votes of these contents as they are now.
async fn count(store: &Store, kind: MediaKind, touched: &BTreeSet<u64>) -> Result<()> {
    let keys: Vec<_> = touched.iter().map(|id| Content::place(*id)).collect();
    let contents: Vec<Content> = store.batch(&keys).await?;
    let votes: HashMap<u64, Votes> = contents
        .iter()
        .filter(|content| content.kind == kind)
        .map(|content| (content.id, votes(content)))
        .collect();
    let gone: Vec<Key> = touched
        .iter()
        .filter(|id| !votes.contains_key(id))
        .map(|id| Votes { kind, content_id: *id, rating: 0.0, count: 0 }.key())
        .collect();
    store.put_all(&votes.into_values().collect::<Vec<_>>(), &gone).await
}

fn votes(content: &Content) -> Votes {
    let recommendations = || {
        let field = content.fields.get("recommendations").and_then(serde_json::Value::as_i64);
        field.unwrap_or(0)
    };
    let count = match content.kind.differences().popularity {
        Formula::Votes => recommendations(),
        Formula::WeightedRating | Formula::CountPlusRating => content.rating_count,
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
    let ranked = popularity(&rated, kind.differences().popularity, MOST_POPULAR);
    ranked.into_iter().map(|(content_id, score)| Popular { content_id, score }).collect()
}
