//! Contents with all their ratings, wherever those are counted.
//!
//! Who only needs to know what a content is reads it by its key; who shows or ranks it reads it here.

use std::collections::HashMap;

use crate::entity::content::Content;
use crate::entity::content::votes::{Shard, gone};
use crate::store::Key;
use crate::{Result, Store};

/// The contents with these ids, in this order and each id once; those that are gone are left out.
///
/// Cost: a read unit for each content and 4 KB; for those whose ratings are spread, one more and one for each shard.
pub async fn load(store: &Store, ids: &[u64]) -> Result<Vec<Content>> {
    let keys: Vec<_> = ids.iter().map(|id| Content::place(*id)).collect();
    let contents: Vec<Content> = store.batch(&keys).await?;
    let spread: Vec<&Content> = contents.iter().filter(|content| content.shards > 0).collect();
    if spread.is_empty() {
        return Ok(contents);
    }
    let places: Vec<Key> = spread.iter().flat_map(|content| content.shard_places()).collect();
    let shards: Vec<Shard> = store.batch(&places).await?;
    // Read again after its shards: what a shard takes back was counted in the content before.
    let keys: Vec<_> = spread.iter().map(|content| Content::place(content.id)).collect();
    let again: Vec<Content> = store.batch(&keys).await?;
    let whole = |content: Content| (content.id, content.with_shards(&shards));
    let mut whole: HashMap<u64, Content> = again.into_iter().map(whole).collect();
    let all = contents.into_iter().filter_map(|content| match content.shards {
        0 => Some(content),
        _ => whole.remove(&content.id),
    });
    Ok(all.collect())
}

/// A content that was just read, with all its ratings; none when it has gone since. Costs nothing when none are spread.
pub async fn whole(store: &Store, content: Content) -> Result<Option<Content>> {
    match content.shards {
        0 => Ok(Some(content)),
        _ => Ok(load(store, &[content.id]).await?.pop()),
    }
}

/// Spread the ratings of a content, unless they are already, and return it as it is then.
///
/// Refuses: `NotFound` 404 when it is gone.
pub async fn spread(store: &Store, id: u64) -> Result<Content> {
    // Whoever was faster has done the same, or was at the content for another reason: then it is tried with the next
    // rating that is turned away.
    store.attempt(Content::spreading(id), 0).await?;
    store.get(&Content::place(id)).await?.ok_or_else(gone)
}
