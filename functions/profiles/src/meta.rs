//! What a profile has done with contents.

use axum::Extension;
use axum::extract::State;
use kindred::entity::kind::MediaKind;
use kindred::entity::persona::meta::{Deeds, PersonaMeta};
use kindred::http::media::{Caller, Done};
use kindred::http::page::{MEDIA_PAGE, MediaPage, MediaPaging, Paged};
use kindred::http::shelf::Shelf;
use kindred::http::{Body, Created, Json, Path, Query};
use kindred::store::Change;
use kindred::{App, Result};
use serde_json::{Map, Value};

use crate::deeds::NewDeeds;
use crate::{deeds, named};

/// Say what a profile has done with a content.
///
/// All six fields are wanted and replace what was said before. Nobody did it: it counts in no average, and no event
/// tells of it. Contents of all kinds can be met, episodes cannot; at most 1,000 of a kind.
#[utoipa::path(put, path = "/api/profile/{uuid}/content/{content_id}/meta", tag = "Profiles",
    params(
        ("uuid" = String, Path, description = "The profile's uuid", example = "7c9e6679-7425-40de-944b-e07fc1f90ae7"),
        ("content_id" = u64, Path, description = "The content's id, whatever its kind", example = 42),
    ),
    request_body = NewDeeds,
    responses(
        (status = 201, body = Done, description = "It is noted"),
        (status = 400, description = "rating: not a whole number from 0 to 5 | \
            last_rating_date: not a date and time of ISO 8601 | \
            review_see_count: not a whole number from 0 to 1000000000 | \
            last_review_see_date: not a date and time of ISO 8601 | \
            count: not a whole number from 0 to 1000000000 | \
            last_count_increment: not a date and time of ISO 8601 | \
            content_id: the profile knows 1000 movies, and can have no more"),
        (status = 404, description = "There is no content with the id 42 | \
            You have no profile with the uuid 7c9e6679-7425-40de-944b-e07fc1f90ae7"),
    ))]
pub(crate) async fn set_profile_meta(
    State(app): State<App>,
    caller: Caller,
    Path((segment, content)): Path<(String, String)>,
    Body(body): Body<Map<String, Value>>,
) -> Result<Created<Done>> {
    let deeds = deeds::read(&body)?;
    let content = named::content(&app, &content).await?;
    caller.permitted()?;
    app.store
        .turn(|| async {
            let mut persona = named::profile(&app, &caller.user, &segment).await?;
            let place = PersonaMeta::place(persona.id, content.kind, content.id);
            let known = app.store.get::<PersonaMeta>(&place).await?;
            if known.is_none() {
                persona = persona.with_meta(content.kind)?;
            }
            let meta = PersonaMeta {
                persona: persona.id,
                content_id: content.id,
                kind: content.kind,
                deeds,
                version: known.map_or(0, |meta| meta.version),
            };
            Ok((Change::new().update(&persona).save(&meta), ()))
        })
        .await?;
    Ok(Created(Done::new("Noted")))
}

/// List what a profile has done with contents of this kind.
///
/// In the order of the contents' ids. A content that was deleted is left out of its page. A page that is no whole
/// number is page 1.
#[utoipa::path(get, path = "/meta",
    params(
        ("uuid" = String, Path, description = "The profile's uuid", example = "7c9e6679-7425-40de-944b-e07fc1f90ae7"),
        MediaPaging,
    ),
    responses(
        (status = 200, body = Paged<Value>, description = "The page"),
        (status = 404, description = "You have no profile with the uuid 7c9e6679-7425-40de-944b-e07fc1f90ae7"),
    ))]
pub(crate) async fn list_profile_metas(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    caller: Caller,
    Path(segment): Path<String>,
    query: Query,
) -> Result<Json<Paged<Map<String, Value>>>> {
    caller.permitted()?;
    let page = MediaPage::lenient(&query);
    let persona = named::profile(&app, &caller.user, &segment).await?;
    let metas = match page.offset() {
        Some(offset) => {
            let all = PersonaMeta::all(persona.id, kind);
            app.store.list_from::<PersonaMeta>(&all, offset, MEDIA_PAGE).await?.items
        }
        None => Vec::new(),
    };
    let metas: Vec<_> = metas.into_iter().map(|meta| (meta.content_id, meta.deeds)).collect();
    let shown = shown(&app, kind, &metas).await?;
    Ok(Json(Paged::new(page, persona.n_metas_of(kind), shown)))
}

/// What was done with contents, with the contents; those that are gone are left out.
pub(crate) async fn shown(
    app: &App,
    kind: MediaKind,
    metas: &[(u64, Deeds)],
) -> Result<Vec<Map<String, Value>>> {
    let ids: Vec<u64> = metas.iter().map(|(id, _)| *id).collect();
    let (shelf, contents) = tokio::try_join!(Shelf::of(app, kind), Shelf::contents(app, &ids))?;
    let content = |id: &u64| contents.iter().find(|content| content.id == *id);
    let there = metas.iter().filter_map(|(id, deeds)| Some((content(id)?, deeds)));
    let shown = there.map(|(content, deeds)| {
        let mut shown = deeds::show(deeds)?;
        shown.insert(kind.name().to_owned(), shelf.base(content).into());
        Ok(shown)
    });
    shown.collect()
}
