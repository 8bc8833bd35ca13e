//! The launches of a profile: when, what it was at that time, and what it was recommended.

use axum::Extension;
use axum::extract::State;
use kindred::entity::kind::MediaKind;
use kindred::entity::persona::Persona;
use kindred::entity::persona::launch::{Launch, LikedGenre, MetContent, Outcome, Part};
use kindred::http::media::Caller;
use kindred::http::page::{MEDIA_PAGE, MediaPage, MediaPaging, Paged};
use kindred::http::{Json, Path, Query};
use kindred::{App, Result};
use serde_json::{Map, Value};
use utoipa::{IntoParams, IntoResponses};

use crate::shapes::{LaunchOut, LaunchedGenreOut};
use crate::{meta, named, outcomes};

/// List the launches of a profile.
///
/// The newest first.
#[utoipa::path(get, path = "/api/profile/{uuid}/history", tag = "Profiles",
    description = "The newest first; each with the profile as it is called now.",
    params(
        ("uuid" = String, Path, description = "The profile's uuid", example = "7c9e6679-7425-40de-944b-e07fc1f90ae7"),
        MediaPaging,
    ),
    responses(
        (status = 200, body = Paged<LaunchOut>, description = "The page"),
        (status = 400, description = "page: 'x' is not an integer"),
        (status = 404, description = "You have no profile with the uuid 7c9e6679-7425-40de-944b-e07fc1f90ae7"),
    ))]
pub(crate) async fn list_profile_launches(
    State(app): State<App>,
    caller: Caller,
    Path(segment): Path<String>,
    query: Query,
) -> Result<Json<Paged<LaunchOut>>> {
    let page = MediaPage::strict(&query)?;
    caller.permitted()?;
    let persona = named::profile(&app, &caller.user, &segment).await?;
    let launches = match page.offset() {
        Some(offset) => {
            let all = Launch::all(persona.id);
            app.store.list_from::<Launch>(&all, offset, MEDIA_PAGE).await?.items
        }
        None => Vec::new(),
    };
    let shown = launches.iter().map(|launch| LaunchOut::new(launch, &persona)).collect();
    Ok(Json(Paged::new(page, persona.n_launches, shown)))
}

/// List the genres that a profile liked when it was launched.
#[utoipa::path(get, path = "/api/profile/{uuid}/history/{id}/genres", tag = "Profiles",
    description = "In the order in which the genres were made, with their names at that time.",
    params(LaunchPath, MediaPaging),
    responses((status = 200, body = Paged<LaunchedGenreOut>, description = "The page"), RefusedParts))]
pub(crate) async fn list_launch_genres(
    State(app): State<App>,
    caller: Caller,
    Path(segments): Path<(String, String)>,
    query: Query,
) -> Result<Json<Paged<LaunchedGenreOut>>> {
    let page = MediaPage::strict(&query)?;
    let launch = launch(&app, &caller, &segments).await?;
    let genres: Vec<LikedGenre> = Part::items_at(&app.store, &launch.genres()).await?;
    let total = genres.len() as u64;
    let show = |LikedGenre { name, kind, .. }| LaunchedGenreOut { name, content_type: kind.name() };
    let shown = page.of(genres).into_iter().map(show).collect();
    Ok(Json(Paged::new(page, total, shown)))
}

/// List what a profile was recommended of this kind when it was launched.
///
/// The best first; of equally good ones the more popular. A content can be there once for each engine. One that was
/// deleted is left out of its page.
#[utoipa::path(get, path = "/result",
    params(LaunchPath, MediaPaging),
    responses((status = 200, body = Paged<Value>, description = "The page"), RefusedParts))]
pub(crate) async fn list_launch_results(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    caller: Caller,
    Path(segments): Path<(String, String)>,
    query: Query,
) -> Result<Json<Paged<Map<String, Value>>>> {
    let page = MediaPage::strict(&query)?;
    let launch = launch(&app, &caller, &segments).await?;
    let outcomes: Vec<Outcome> = Part::items_at(&app.store, &launch.results(kind)).await?;
    let total = outcomes.len() as u64;
    let shown = outcomes::page(&app, kind, page, outcomes).await?;
    Ok(Json(Paged::new(page, total, shown)))
}

/// List what a profile had done with contents of this kind when it was launched.
///
/// In the order of the contents' ids; the contents are shown as they are now. One that was deleted is left out of its
/// page.
#[utoipa::path(get, path = "/meta",
    params(LaunchPath, MediaPaging),
    responses((status = 200, body = Paged<Value>, description = "The page"), RefusedParts))]
pub(crate) async fn list_launch_metas(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    caller: Caller,
    Path(segments): Path<(String, String)>,
    query: Query,
) -> Result<Json<Paged<Map<String, Value>>>> {
    let page = MediaPage::strict(&query)?;
    let launch = launch(&app, &caller, &segments).await?;
    let metas: Vec<MetContent> = Part::items_at(&app.store, &launch.metas(kind)).await?;
    let total = metas.len() as u64;
    let metas: Vec<_> = page.of(metas).into_iter().map(|met| (met.content_id, met.deeds)).collect();
    let shown = meta::shown(&app, kind, &metas).await?;
    Ok(Json(Paged::new(page, total, shown)))
}

/// The path of a launch.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "the shape of a path, for the documentation")]
struct LaunchPath {
    /// The profile's uuid
    #[param(example = "7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    uuid: String,
    /// The launch's id
    #[param(example = 5)]
    id: u64,
}

/// Why no part of a launch is listed.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "what can be answered, for the documentation")]
enum RefusedParts {
    #[response(status = 400, description = "page: 'x' is not an integer")]
    Page,
    #[response(status = 403, description = "This launch is of another profile")]
    OfAnother,
    #[response(
        status = 404,
        description = "You have no profile with the uuid 7c9e6679-7425-40de-944b-e07fc1f90ae7 | \
            There is no launch with the id 5"
    )]
    Unknown,
}

/// The launch that a path names, if whoever asks may see it.
async fn launch(app: &App, caller: &Caller, (profile, id): &(String, String)) -> Result<Launch> {
    caller.permitted()?;
    let persona: Persona = named::profile(app, &caller.user, profile).await?;
    named::launch(app, &persona, id).await
}
