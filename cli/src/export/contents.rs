//! The contents of an export: kind by kind, each by number; episodes behind everything that has a catalogue.

use std::collections::HashMap;
use std::io::Write;

use kindred::entity::content::{CatalogueRow, Content};
use kindred::entity::genre::Genre;
use kindred::entity::kind::MediaKind;
use kindred::entity::realm::Realm;
use kindred::store::{Order, Range};
use kindred::{App, Result, Store, contents};
use serde_json::{Map, Value};

use super::line::{ContentLine, Line};
use super::output::Output;
use super::{Shares, key};
use crate::Failure;
use crate::import::{Progress, several};

/// Contents that are read at once.
const SLICE: usize = 1_000;

/// The field by which an episode knows its serie.
const SERIE: &str = "serie_id";

/// Write all contents; returns their keys by number.
pub(super) async fn write(
    app: &App,
    realm: &Realm,
    shares: &Shares,
    output: &mut Output<impl Write>,
    progress: &Progress,
) -> Result<HashMap<u64, String>, Failure> {
    let mut keys = HashMap::new();
    let mut series = Vec::new();
    for kind in MediaKind::WITH_EPISODES {
        let ids = match kind {
            MediaKind::Episode => episodes(&app.store, &series).await?,
            _ => ids(&app.store, &CatalogueRow::all(kind)).await?,
        };
        let genres = genres(&app.store, kind).await?;
        for slice in ids.chunks(SLICE) {
            let contents = contents::load(&app.store, slice).await?;
            for content in contents.iter().filter(|content| content.kind == kind) {
                let serie = content.number(SERIE).and_then(|id| keys.get(&id.cast_unsigned()));
                let serie = serie.cloned().filter(|_| kind == MediaKind::Episode);
                let (rating_sum, rating_count) = shares.rest(content);
                let key = key::of_content(content, realm);
                keys.insert(content.id, key.clone());
                output.write(&Line::Content(ContentLine {
                    kind,
                    key,
                    serie,
                    fields: fields(content),
                    genres: named(content, &genres),
                    rating_sum,
                    rating_count,
                }))?;
            }
            progress.wrote(contents.len());
            progress.advance(slice.len());
        }
        if kind == MediaKind::Serie {
            series = ids;
        }
    }
    Ok(keys)
}

/// The contents of a catalogue, or the episodes of a serie, by number.
async fn ids(store: &Store, range: &Range) -> Result<Vec<u64>> {
    let ascending = Range { order: Order::Ascending, ..range.clone() };
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page = store.list::<CatalogueRow>(&ascending, after.as_ref(), SLICE).await?;
        ids.extend(page.items.iter().map(|row| row.content_id));
        after = page.next;
        if after.is_none() {
            ids.sort_unstable();
            return Ok(ids);
        }
    }
}

/// The episodes of these series, by number.
async fn episodes(store: &Store, series: &[u64]) -> Result<Vec<u64>> {
    let of_one = |serie: &u64| {
        let (store, range) = (store.clone(), CatalogueRow::episodes(*serie));
        async move { ids(&store, &range).await }
    };
    let mut all: Vec<u64> =
        several(series.iter().map(of_one)).await?.into_iter().flatten().collect();
    all.sort_unstable();
    Ok(all)
}

/// The genres of a kind by number, as they are spelt now.
async fn genres(store: &Store, kind: MediaKind) -> Result<HashMap<u64, String>> {
    let genres: Vec<Genre> = store.list_all(&Genre::all(kind)).await?;
    Ok(genres.into_iter().map(|genre| (genre.genre_id, genre.name)).collect())
}

fn named(content: &Content, genres: &HashMap<u64, String>) -> Vec<String> {
    let name = |id: &u64, known: &str| genres.get(id).map_or(known, String::as_str).to_owned();
    content.genres.iter().map(|genre| name(&genre.genre_id, &genre.name)).collect()
}

/// All fields of the kind in its own order, which the store does not keep.
fn fields(content: &Content) -> Map<String, Value> {
    let names = content.kind.differences().fields.iter().map(|field| field.name);
    let value = |name: &str| content.fields.get(name).cloned().unwrap_or_default();
    names.filter(|name| *name != SERIE).map(|name| (name.to_owned(), value(name))).collect()
}
