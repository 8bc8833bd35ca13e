//! The end of an interaction, whether its user goes or its content.

use kindred::entity::meta::Meta;
use kindred::store::{Change, Key};
use kindred::{Kind, Result, Store};

use crate::Cascade;

/// Remove an interaction and tell so, with its share in the content's average; without one when the content is gone.
pub(crate) async fn forget(cascade: &Cascade, user: u64, key: &Key) -> Result<()> {
    let removal = |meta: &Meta| meta.removal(cascade.queue.ids().occurrence(Some(user)));
    let whole = |meta: &Meta| removal(meta).and(meta.share_removal());
    match forget_by(cascade.store(), key, whole).await {
        Err(error) if error.kind() == Kind::NotFound => {
            forget_by(cascade.store(), key, removal).await
        }
        outcome => outcome,
    }
}

/// The same for a content that is gone, and all averages with it.
pub(crate) async fn forget_of_gone(cascade: &Cascade, user: u64, key: &Key) -> Result<()> {
    let removal = |meta: &Meta| meta.removal(cascade.queue.ids().occurrence(Some(user)));
    forget_by(cascade.store(), key, removal).await
}

async fn forget_by(store: &Store, key: &Key, removal: impl Fn(&Meta) -> Change) -> Result<()> {
    let decide = |found: Option<Meta>| Ok((found.as_ref().map_or_else(Change::new, &removal), ()));
    store.change(key, decide).await
}
