//! The episodes of a serie: contents of their own, which can be rated, but are in no catalogue.

use axum::Extension;
use axum::extract::State;
use kindred::entity::addition::Proposal;
use kindred::entity::content::{CatalogueRow, Content};
use kindred::entity::kind::MediaKind;
use kindred::http::media::{self, Caller, PerhapsGone};
use kindred::http::params::id;
use kindred::http::{Body, Created, Json, Path};
use kindred::store::{Change, Entity};
use kindred::{App, Error, Result};
use serde_json::{Map, Value};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::additions::{Published, genres, part};
use crate::named;
use kindred::http::shelf::Shelf;

/// The routes of a kind that consists of episodes.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_episodes, create_episode))
}

/// List the episodes of a serie, in the order in which they are watched.
///
/// Not paged. By season, then by number; what has none comes last.
#[utoipa::path(get, path = "/{content_id}/episodes", params(
    ("content_id" = u64, Path, description = "The id of the serie", example = 42),
), responses(
    (status = 200, body = media::Content<Value>, description = "All episodes"),
    (status = 404, description = "There are no episodes of a {kind} with the id 42"),
))]
pub(crate) async fn list_episodes(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    _: Caller,
    Path(segment): Path<String>,
) -> Result<Json<media::Content<Vec<Map<String, Value>>>>> {
    let none =
        || Error::not_found(format!("There are no episodes of a {kind} with the id {segment}"));
    let serie = id(&segment).ok_or_else(none)?;
    let rows: Vec<CatalogueRow> = app.store.list_all(&CatalogueRow::episodes(serie)).await?;
    let ids: Vec<_> = rows.into_iter().map(|row| row.content_id).collect();
    let episodes = Shelf::contents(&app, &ids).await?;
    if episodes.is_empty() {
        return Err(none());
    }
    Ok(Json(media::Content::new(episodes.iter().map(show).collect())))
}

/// Add an episode to a serie.
///
/// It is published at once. Its genres have to exist, but an episode has none: they are not kept.
#[utoipa::path(post, path = "/{content_id}/episodes", params(
    ("content_id" = u64, Path, description = "The id of the serie", example = 42),
), request_body = Value, responses(
    (status = 201, body = Published, description = "It is published"),
    (status = 400, description = "title: missing | genres: not a list of whole numbers"),
    (status = 404, description = "There is no {kind} with the id 42 | There is no genre with the id 999999"),
))]
pub(crate) async fn create_episode(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    caller: PerhapsGone,
    Path(segment): Path<String>,
    Body(body): Body<Map<String, Value>>,
) -> Result<Created<Published>> {
    let proposal = Proposal::read(MediaKind::Episode, &body)?;
    let user = caller.present_and_permitted()?;
    let serie = named::listed(&app, kind, &segment).await?;
    genres::existing(&app, proposal.named_genres()).await?;
    let id = app.store.next_id("content").await?;
    // Unless it is deleted at this very moment.
    let gone = named::unknown(kind, &segment);
    let change = Change::new().add(serie.key(), Vec::new(), gone);
    app.store.commit(change.and(part(&app, serie.id, id, proposal.fields, user.id)?)).await?;
    Ok(Created(Published::new(id)))
}

/// An episode as it is shown: it has neither popularity nor genres.
pub(crate) fn show(episode: &Content) -> Map<String, Value> {
    let differences = episode.kind.differences();
    let mut shown = Map::new();
    shown.insert("content_id".to_owned(), episode.id.into());
    shown.extend(differences.id_alias.map(|alias| (alias.to_owned(), episode.id.into())));
    shown.extend(differences.all_of(&episode.fields));
    shown.insert("rating".to_owned(), episode.rating().into());
    shown.insert("rating_count".to_owned(), episode.votes().into());
    shown
}
