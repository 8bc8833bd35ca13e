//! What is like a content: of its own kind by all that is told of it, of other kinds by the title.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use axum::Extension;
use axum::extract::State;
use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::entity::links::Links;
use kindred::entity::neighbours::Neighbours;
use kindred::entity::recommendation::Engine;
use kindred::http::media::Caller;
use kindred::http::page::{MediaPage, MediaPaging, Paged};
use kindred::http::shelf::Shelf;
use kindred::http::{Json, Path, Query, params};
use kindred::{App, Error, Result};
use serde_json::{Map, Value, json};

use crate::named;

/// A content that is like another.
struct Similar {
    kind: MediaKind,
    content_id: u64,
    similarity: f64,
    engine: Engine,
}

/// List what is like a content.
///
/// Contents of its kind that are told of in the same words, at most 10, found by the engine `ContentSimilarities`; and
/// contents of other kinds that go by the same title, at most 25, found by `LinkBetweenItems`. Most similar first, at
/// equal similarity its own kind first, then the older. An entry is shown as the lists of its kind show it, with its
/// `kind`, its `similarity` (0 to 1) and the `engine`. Nobody's taste counts here. What is new, edited or deleted shows
/// as soon as recompute has worked off its event, normally within a second. A page that is no whole number is page 1.
/// Nothing is like an episode.
#[utoipa::path(get, path = "/{content_id}/similar", params(
    ("content_id" = u64, Path, description = "The content's id; it must be of this kind", example = 42),
    MediaPaging,
    ("kind" = Option<String>, Query, nullable = false, description = "Only contents of this kind"),
), responses(
    (status = 200, body = Paged<Value>, description = "The page"),
    (status = 400, description = "kind: there is no kind 'x'"),
    (status = 404, description = "There is no {kind} with the id 42"),
))]
pub(crate) async fn list_similar(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    _: Caller,
    Path(segment): Path<String>,
    query: Query,
) -> Result<Json<Paged<Map<String, Value>>>> {
    let page = MediaPage::lenient(&query);
    let wanted = params::kind(&query).map_err(|what| Error::invalid_field("kind", what))?;
    let content = named::content(&app, kind, &segment).await?;
    let mut all = all(&app, &content).await?;
    all.retain(|similar| wanted.is_none_or(|kind| similar.kind == kind));
    let total = all.len() as u64;
    let shown = show(&app, page.of(all)).await?;
    Ok(Json(Paged::new(page, total, shown)))
}

/// All that is like a content, in order. Cost: two reads.
async fn all(app: &App, content: &Content) -> Result<Vec<Similar>> {
    let (near, linked) = (Neighbours::place(content.id), Links::place(content.id));
    let (near, linked): (Option<Neighbours>, Option<Links>) =
        tokio::try_join!(app.store.get(&near), app.store.get(&linked))?;
    let near = near.into_iter().flat_map(|it| it.neighbours).map(|near| Similar {
        kind: content.kind,
        content_id: near.content_id,
        similarity: near.similarity,
        engine: Engine::ContentSimilarities,
    });
    let linked = linked.into_iter().flat_map(|it| it.links).map(|link| Similar {
        kind: link.kind,
        content_id: link.content_id,
        similarity: link.similarity,
        engine: Engine::LinkBetweenItems,
    });
    let mut all: Vec<Similar> = near.chain(linked).collect();
    // Stable: both are in order, and the own kind is in front.
    all.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
    Ok(all)
}

/// These as the lists of their kinds show them; those that are gone are left out.
async fn show(app: &App, similar: Vec<Similar>) -> Result<Vec<Map<String, Value>>> {
    let ids: Vec<u64> = similar.iter().map(|similar| similar.content_id).collect();
    let contents = Shelf::contents(app, &ids).await?;
    let contents: HashMap<u64, Content> =
        contents.into_iter().map(|content| (content.id, content)).collect();
    let mut shelves: HashMap<MediaKind, Shelf> = HashMap::new();
    let mut shown = Vec::new();
    for Similar { kind, content_id, similarity, engine } in similar {
        let Some(content) = contents.get(&content_id) else { continue };
        let shelf = match shelves.entry(kind) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(Shelf::of(app, kind).await?),
        };
        let mut entry = shelf.listed(content);
        entry.insert("kind".to_owned(), json!(kind));
        entry.insert("similarity".to_owned(), json!(similarity));
        entry.insert("engine".to_owned(), json!(engine));
        shown.push(entry);
    }
    Ok(shown)
}
