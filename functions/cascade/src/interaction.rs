//! The end of an interaction, whether its user goes or its content.

use kindred::entity::content::Content;
use kindred::entity::meta::Meta;
use kindred::store::{ATTEMPTS, Change, Key, outrun};
use kindred::{Kind, Result, Store};

use crate::Cascade;

/// Remove an interaction and tell so, with its share in the content's average; without one when the content is gone.
pub(crate) async fn forget(cascade: &Cascade, user: u64, key: &Key) -> Result<()> {
    let store = cascade.store();
    for attempt in 0..ATTEMPTS {
        let Some(meta) = store.get::<Meta>(key).await? else { return Ok(()) };
        let share = share_removal(store, &meta).await?;
        let removal = meta.removal(cascade.queue.ids().occurrence(Some(user)));
        match store.attempt(removal.and(share), attempt).await {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            // The content has gone since it was read.
            Err(error) if error.kind() == Kind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Err(outrun())
}

/// Take the share of an interaction out of where it is counted.
async fn share_removal(store: &Store, meta: &Meta) -> Result<Change> {
    if meta.rating.is_none() {
        return Ok(Change::new());
    }
    let content: Option<Content> = store.get(&Content::place(meta.content_id)).await?;
    let ballot = content.map(|content| content.ballot(meta.user_id));
    Ok(ballot.map_or_else(Change::new, |ballot| meta.share_removal(ballot)))
}
