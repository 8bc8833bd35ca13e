//! What engines recommended to a profile: in order, and shown.

use kindred::entity::kind::MediaKind;
use kindred::entity::persona::launch::Outcome;
use kindred::http::page::MediaPage;
use kindred::http::shelf::Shelf;
use kindred::{App, Result};
use serde_json::{Map, Value, json};

/// A page of what was recommended of a kind: the best first, then the more popular, then the older.
///
/// Contents that are gone are left out of it.
pub(crate) async fn page(
    app: &App,
    kind: MediaKind,
    page: MediaPage,
    outcomes: Vec<Outcome>,
) -> Result<Vec<Map<String, Value>>> {
    let shelf = Shelf::of(app, kind).await?;
    let outcomes = page.of(ordered(&shelf, outcomes));
    let ids: Vec<u64> = outcomes.iter().map(|outcome| outcome.content_id).collect();
    let contents = Shelf::contents(app, &ids).await?;
    let show = |outcome: &Outcome| {
        let content = contents.iter().find(|content| content.id == outcome.content_id)?;
        let mut shown = Map::new();
        shown.insert("score".to_owned(), json!(outcome.score));
        shown.insert("engine".to_owned(), json!(outcome.engine));
        shown.insert(kind.name().to_owned(), shelf.base(content).into());
        Some(shown)
    };
    Ok(outcomes.iter().filter_map(show).collect())
}

fn ordered(shelf: &Shelf, outcomes: Vec<Outcome>) -> Vec<Outcome> {
    // What has no popularity comes after what has little.
    let popularity = |id: u64| shelf.score(id).unwrap_or(f64::NEG_INFINITY);
    let mut all: Vec<_> =
        outcomes.into_iter().map(|outcome| (popularity(outcome.content_id), outcome)).collect();
    all.sort_by(|(popular_a, a), (popular_b, b)| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| popular_b.total_cmp(popular_a))
            .then_with(|| a.content_id.cmp(&b.content_id))
    });
    all.into_iter().map(|(_, outcome)| outcome).collect()
}
