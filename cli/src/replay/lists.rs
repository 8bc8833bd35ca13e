//! Lists as lines of JSON: users by id, then groups, each with its kinds and engines in their usual order.

use std::collections::BTreeSet;
use std::io::Write;

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::entity::kind::MediaKind;
use kindred::entity::recommendation::{Engine, Recipient, Recommendation, RecommendationList};
use kindred::{App, Store};
use serde::Serialize;

use crate::Failure;
use crate::export::Output;

/// Recipients whose lists are read at once.
const AT_ONCE: usize = 16;

/// Whose lists, and of what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only those of these users; when empty, those of everybody, and of all groups.
    pub users: BTreeSet<u64>,
    /// Only those of these kinds; when empty, of all.
    pub kinds: BTreeSet<MediaKind>,
}

/// A list.
#[derive(Serialize)]
struct Line<'a> {
    recipient: Recipient,
    kind: MediaKind,
    engine: Engine,
    items: &'a [Recommendation],
}

/// Write the lists of this system that have anything in them; returns how many.
pub(super) async fn write(app: &App, wanted: &Wanted, output: impl Write) -> Result<u64, Failure> {
    let recipients = recipients(&app.store, wanted).await?;
    let mut output = Output::new(output);
    let read = stream::iter(recipients).map(|recipient| lists(&app.store, recipient));
    let mut read = std::pin::pin!(read.buffered(AT_ONCE));
    while let Some(lists) = read.try_next().await? {
        let is_wanted = |list: &&RecommendationList| {
            !list.items.is_empty() && (wanted.kinds.is_empty() || wanted.kinds.contains(&list.kind))
        };
        for list in lists.iter().filter(is_wanted) {
            let (recipient, kind, engine) = (list.recipient, list.kind, list.engine);
            output.write(&Line { recipient, kind, engine, items: &list.items })?;
        }
    }
    let n_lists = output.n_lines();
    output.finish()?;
    Ok(n_lists)
}

async fn recipients(store: &Store, wanted: &Wanted) -> kindred::Result<Vec<Recipient>> {
    if !wanted.users.is_empty() {
        return Ok(wanted.users.iter().copied().map(Recipient::User).collect());
    }
    let users = (1..=store.last_id("user").await?).map(Recipient::User);
    let groups = (1..=store.last_id("group").await?).map(Recipient::Group);
    Ok(users.chain(groups).collect())
}

async fn lists(store: &Store, recipient: Recipient) -> kindred::Result<Vec<RecommendationList>> {
    let everything = RecommendationList::everything(recipient);
    let mut lists: Vec<RecommendationList> = store.list_all(&everything).await?;
    lists.sort_by_key(|list| (list.kind, list.engine));
    Ok(lists)
}
