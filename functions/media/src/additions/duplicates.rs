//! What submissions are likely to be that the catalogue has already.

use std::collections::HashMap;

use kindred::current::Current;
use kindred::entity::addition::Addition;
use kindred::entity::content::CatalogueRow;
use kindred::entity::kind::MediaKind;
use kindred::matching::records::{Match, Record, Records};
use kindred::snapshots::Snapshots;
use kindred::{App, Result};
use serde_json::{Value, json};

/// Duplicates that are shown of a submission.
pub(crate) const MOST_SHOWN: usize = 3;

/// The likely duplicates of each of these, in their order.
///
/// Cost: what is beyond the snapshot, once for all of them, some milliseconds of work for each, and a read for each
/// duplicate.
pub(super) async fn of(
    app: &App,
    snapshots: &Snapshots<Records>,
    kind: MediaKind,
    additions: &[Addition],
) -> Result<Vec<Vec<Value>>> {
    if additions.is_empty() {
        return Ok(Vec::new());
    }
    let records: Vec<Record> = additions.iter().map(Addition::record).collect();
    let current = Current::<Records>::of(app, snapshots, kind).await?;
    let find =
        move || records.iter().map(|record| current.duplicates(record, MOST_SHOWN)).collect();
    let found: Vec<Vec<Match>> = app.matching.run(find).await?;
    let mut ids: Vec<u64> = found.iter().flatten().map(|it| it.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let places: Vec<_> = ids.iter().map(|id| CatalogueRow::place(kind, *id)).collect();
    let rows: Vec<CatalogueRow> = app.store.batch(&places).await?;
    let titles: HashMap<u64, &str> =
        rows.iter().map(|row| (row.content_id, row.title.as_str())).collect();
    let show = |it: Match| {
        let title = titles.get(&it.id)?;
        Some(json!({ "content_id": it.id, "title": title, "probability": it.probability }))
    };
    Ok(found.into_iter().map(|of_one| of_one.into_iter().filter_map(show).collect()).collect())
}
