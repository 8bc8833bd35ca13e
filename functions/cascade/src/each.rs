//! Going through a list that may be long, and removing what it leads to.

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::store::{Change, Entity, Key, Range};
use kindred::{Result, Store};

/// Entries of a list that are read at once.
pub(crate) const SLICE: usize = 200;
/// Tasks that are under way at once.
const AT_ONCE: usize = 16;

/// Do something with every entry of a stretch: slice by slice, several at once.
pub(crate) async fn each<E: Entity, F: Future<Output = Result<()>>>(
    store: &Store,
    range: &Range,
    mut task: impl FnMut(E) -> F,
) -> Result<()> {
    let mut after = None;
    loop {
        let slice = store.list(range, after.as_ref(), SLICE).await?;
        let tasks: Vec<F> = slice.items.into_iter().map(&mut task).collect();
        stream::iter(tasks).buffer_unordered(AT_ONCE).try_collect::<()>().await?;
        after = slice.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

/// Remove what lies here, and what its removal takes along; whatever went before may have taken it already.
pub(crate) async fn remove_by<E: Entity>(
    store: &Store,
    place: &Key,
    removal: impl Fn(&E) -> Change,
) -> Result<()> {
    let decide = |found: Option<E>| Ok((found.as_ref().map_or_else(Change::new, &removal), ()));
    store.change(place, decide).await
}
