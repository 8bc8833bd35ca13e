//! The lists of all engines and recipients in one.

use std::collections::{HashMap, HashSet};

use kindred::entity::recommendation::{Engine, Recipient, Recommendation, RecommendationList};

/// A content on the list, to whom it is recommended, and by which engine.
pub(super) struct Entry {
    pub(super) recipient: Recipient,
    pub(super) engine: Engine,
    pub(super) item: Recommendation,
}

/// All of these lists in one, each content once, in the entry with its best score.
///
/// Best score first, whatever the engine; of equal scores the more popular, then that of the engine that goes first,
/// then the older content. `ranks` has the places of popular contents; `wanted` names the only engine that counts.
pub(super) fn merged(
    lists: Vec<RecommendationList>,
    wanted: Option<&str>,
    ranks: &HashMap<u64, usize>,
) -> Vec<Entry> {
    let mut all: Vec<Entry> = lists
        .into_iter()
        .filter(|list| wanted.is_none_or(|name| list.engine.to_string() == name))
        .flat_map(|RecommendationList { recipient, engine, items, .. }| {
            items.into_iter().map(move |item| Entry { recipient, engine, item })
        })
        .collect();
    let rank = |entry: &Entry| ranks.get(&entry.item.content_id).copied().unwrap_or(usize::MAX);
    let place = |entry: &Entry| {
        (rank(entry), entry.engine.priority(), entry.item.content_id, entry.recipient)
    };
    all.sort_by(|a, b| b.item.score.total_cmp(&a.item.score).then_with(|| place(a).cmp(&place(b))));
    let mut seen = HashSet::new();
    all.retain(|entry| seen.insert(entry.item.content_id));
    all
}
