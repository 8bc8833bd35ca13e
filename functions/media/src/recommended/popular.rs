//! What is popular, for those to whom no engine recommends anything yet.

use std::collections::HashSet;

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::engines::Met;
use kindred::entity::bad_recommendation::BadRecommendation;
use kindred::entity::group::Group;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::Meta;
use kindred::entity::recommendation::{Engine, MOST_RECOMMENDED, Recipient, Recommendation};
use kindred::{App, Result};

use super::AT_ONCE;
use super::merged::Entry;
use kindred::http::shelf::Shelf;

/// The most popular contents that none of the recipient's people has consumed or flagged, the most popular first.
///
/// `score = 1 - place / n`, the place counting from 0 among all n that are popular: it says no more than the order,
/// which each kind has from another measure. Cost: what these people have met of the kind, a read unit for each 15.
pub(super) async fn entries(
    app: &App,
    kind: MediaKind,
    recipient: Recipient,
    shelf: &Shelf,
) -> Result<Vec<Entry>> {
    let popular = shelf.most_popular();
    if popular.is_empty() {
        return Ok(Vec::new());
    }
    let people = match recipient {
        Recipient::User(id) => vec![id],
        Recipient::Group(id) => {
            let group: Option<Group> = app.store.get(&Group::place(id)).await?;
            group.iter().flat_map(Group::people).collect()
        }
    };
    let excluded = stream::iter(people).map(|user| excluded(app, kind, user));
    let excluded: HashSet<u64> = excluded.buffer_unordered(AT_ONCE).try_concat().await?;
    let n = popular.len() as f64;
    let entry = |(place, content_id)| {
        let score = 1.0 - place as f64 / n;
        let item = Recommendation { content_id, score, reasons: Vec::new() };
        Entry { recipient, engine: Engine::Popularity, item }
    };
    let wanted = popular.into_iter().enumerate().filter(|(_, id)| !excluded.contains(id));
    Ok(wanted.take(MOST_RECOMMENDED).map(entry).collect())
}

async fn excluded(app: &App, kind: MediaKind, user: u64) -> Result<HashSet<u64>> {
    let metas = Meta::all(user, kind);
    let (metas, unwanted) = tokio::try_join!(
        app.store.list_all::<Meta>(&metas),
        BadRecommendation::unwanted(&app.store, user, kind),
    )?;
    let consumed = metas.iter().map(Met::from).filter(Met::is_consumed);
    Ok(consumed.map(|met| met.content_id).chain(unwanted).collect())
}
