//! Who has ever met a content, from its history.

use std::collections::BTreeSet;

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::entity::trace::Trace;
use kindred::{Result, Store};

use crate::AT_ONCE;

/// The users who have met any of these contents.
pub(crate) async fn of(store: &Store, contents: &BTreeSet<u64>) -> Result<BTreeSet<u64>> {
    let histories = stream::iter(contents.clone()).map(|content| history(store, content));
    histories
        .buffer_unordered(AT_ONCE)
        .try_fold(BTreeSet::new(), async |mut users, met| {
            users.extend(met);
            Ok(users)
        })
        .await
}

async fn history(store: &Store, content: u64) -> Result<Vec<u64>> {
    let traces: Vec<Trace> = store.list_all(&Trace::history(content)).await?;
    Ok(traces.iter().filter_map(Trace::met_by).collect())
}
