//! Recompute: what is derived, from the stream of events, and nothing more than they touched.

mod aversions;
mod delivery;
mod golden;
mod groups;
mod interrupted;
mod large;
mod leap;
mod links;
mod lists;
mod neighbours;
mod people;
mod profile;
mod properties;
mod selective;
mod shares;
mod training;
mod warm;
mod world;

use kindred::entity::kind::MediaKind;
use kindred::entity::neighbours::Neighbours;
use kindred::entity::recommendation::{Engine, Recipient, RecommendationList};
use serde_json::{Value, json};
use tests::{Items, TestApp};

/// The neighbours of a content with their similarities, best first.
async fn neighbours(app: &TestApp, id: u64) -> Vec<(u64, f64)> {
    let found: Option<Neighbours> =
        app.app().store.get(&Neighbours::place(id)).await.expect("the store answers");
    let all = found.map(|found| found.neighbours).unwrap_or_default();
    all.iter().map(|similar| (similar.content_id, similar.similarity)).collect()
}

/// The list of a user, if there is one.
async fn list(app: &TestApp, user: u64, kind: MediaKind) -> Option<RecommendationList> {
    let place = RecommendationList::place(Recipient::User(user), kind, Engine::FromSimilarContent);
    app.app().store.get(&place).await.expect("the store answers")
}

/// What is derived, without what only tells who wrote it when, and up to which event it looked.
///
/// Whether a kind without contents has an empty summary or none says the same, and so does it when a snapshot of
/// titles, or a model, was made, or how often opinions have changed.
pub(crate) fn comparable(derived: Items) -> Items {
    let says_nothing = |item: &serde_json::Map<String, Value>| {
        item.get("n_items") == Some(&json!(0)) || item.get("entries") == Some(&json!([]))
    };
    derived
        .into_iter()
        .filter(|((pk, sk), item)| {
            let is_of_snapshots =
                ["TITLES", "MODEL", "OPINIONS"].contains(&&**sk) || is_snapshot_row(pk);
            let is_beside = pk.starts_with("ENGINE#") || is_told(pk, sk) || is_of_snapshots;
            !is_beside && !says_nothing(item)
        })
        .map(|(place, mut item)| {
            item.remove("version");
            item.remove("position");
            (place, item)
        })
        .collect()
}

fn is_snapshot_row(partition: &str) -> bool {
    ["TITLES#", "SNAPSHOTS#", "MODELS#", "LEDGER#"]
        .iter()
        .any(|prefix| partition.starts_with(prefix))
}

/// Whether it only tells of what was done.
fn is_told(pk: &str, sk: &str) -> bool {
    let is_beside = ["LAUNCHES#", "ROUND#", "TURNOVERS#"].iter().any(|told| pk.starts_with(told));
    is_beside || sk == "STANDING"
}

/// The places whose items differ, but for what only tells of that.
fn touched(before: &Items, after: &Items) -> Vec<String> {
    let mut places: Vec<_> = before.keys().chain(after.keys()).collect();
    places.retain(|(pk, sk)| !is_told(pk, sk));
    places.sort_unstable();
    places.dedup();
    let changed = places.into_iter().filter(|place| before.get(place) != after.get(place));
    changed.map(|(pk, sk)| format!("{pk} {sk}")).collect()
}
