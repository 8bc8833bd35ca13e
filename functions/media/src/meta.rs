//! What the caller did with a content: read it, report more.

use axum::Extension;
use axum::extract::State;
use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::{BEST_RATING, Meta, Report};
use kindred::entity::user::User;
use kindred::event::{Event, Occurrence};
use kindred::http::media::{self, Caller, Done};
use kindred::http::params::id;
use kindred::http::{Body, Created, Json, Path};
use kindred::{App, Error, Result};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// What a user did with a content.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MetaOut {
    /// 0 to 5.
    #[schema(example = 4)]
    rating: Option<u8>,
    /// UTC, without zone.
    #[schema(example = "2026-11-20T18:30:00.000000")]
    last_rating_date: Option<String>,
    /// How often its page was looked at.
    #[schema(example = 2)]
    review_see_count: u64,
    /// UTC, without zone.
    #[schema(example = "2026-11-20T18:29:00.000000")]
    last_review_see_date: Option<String>,
    /// How often, or how long, it was used.
    #[schema(example = 0)]
    count: u64,
    /// UTC, without zone.
    last_count_increment: Option<String>,
}

/// What a user reports; other fields are ignored.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a body that is read field by field")]
pub(crate) struct MetaChange {
    /// A whole number from 0 to 5.
    #[schema(minimum = 0, maximum = 5, example = 4)]
    rating: Option<u8>,
    /// 0 or more, added to `count`; halves are rounded up.
    #[schema(minimum = 0, example = 1)]
    additional_count: Option<f64>,
}

impl From<Meta> for MetaOut {
    fn from(meta: Meta) -> Self {
        let date = |at: Option<kindred::Timestamp>| at.map(|at| at.to_string());
        Self {
            rating: meta.rating,
            last_rating_date: date(meta.last_rating_date),
            review_see_count: meta.review_see_count,
            last_review_see_date: date(meta.last_review_see_date),
            count: meta.count,
            last_count_increment: date(meta.last_count_increment),
        }
    }
}

/// Read what I did with a content; counts as a look at its page.
#[utoipa::path(get, path = "/{content_id}/meta", params(
    ("content_id" = String, Path, description = "The content's id", example = "42"),
), responses(
    (status = 200, body = media::Content<MetaOut>, description = "The record, this look included"),
    (status = 401, description = "Missing Authorization Header"),
    (status = 404, description = "There is no such content"),
    (status = 422, description = "This is not a token of ours"),
))]
pub(crate) async fn get_meta(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    Caller(user): Caller,
    Path(segment): Path<String>,
) -> Result<Json<media::Content<MetaOut>>> {
    let content = content(&app, kind, &segment).await?;
    let meta = record(&app, &user, &content, |meta, occurrence| {
        let (meta, event) = meta.view(occurrence);
        (meta, vec![event])
    });
    Ok(Json(media::Content::new(meta.await?.into())))
}

/// Report a rating, a use, both or nothing.
///
/// The content's average, and the caller's recommendations, follow at once.
#[utoipa::path(patch, path = "/{content_id}/meta", params(
    ("content_id" = String, Path, description = "The content's id", example = "42"),
), request_body = MetaChange, responses(
    (status = 201, body = Done, description = "It is recorded"),
    (status = 400, description = "rating: not a whole number from 0 to 5"),
    (status = 401, description = "Missing Authorization Header"),
    (status = 404, description = "There is no such content"),
    (status = 413, description = "The body is larger than 6291456 bytes"),
    (status = 422, description = "This is not a token of ours"),
))]
pub(crate) async fn update_meta(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    Caller(user): Caller,
    Path(segment): Path<String>,
    Body(body): Body<Map<String, Value>>,
) -> Result<Created<Done>> {
    let report = parse(&body)?;
    let content = content(&app, kind, &segment).await?;
    record(&app, &user, &content, |meta, occurrence| meta.report(report, occurrence)).await?;
    Ok(Created(Done::new("Noted")))
}

/// Contract: 4.0 and null are no ratings; what is absent is not reported.
fn parse(body: &Map<String, Value>) -> Result<Report> {
    let refused = |detail: String| Error::invalid("Validation errors").with_details(vec![detail]);
    let rating = match body.get("rating") {
        None => None,
        Some(value) => {
            let rating = value.as_u64().and_then(|rating| u8::try_from(rating).ok());
            let rule = || refused(format!("rating: not a whole number from 0 to {BEST_RATING}"));
            Some(rating.ok_or_else(rule)?)
        }
    };
    let additional_count = match body.get("additional_count") {
        None => None,
        Some(value) => {
            Some(value.as_f64().ok_or_else(|| refused("additional_count: not a number".into()))?)
        }
    };
    let report = Report { rating, additional_count };
    report.check()?;
    Ok(report)
}

/// The content of this kind that a segment names.
///
/// Refuses: `NotFound` 404, also when it is of another kind.
async fn content(app: &App, kind: MediaKind, segment: &str) -> Result<Content> {
    let unknown = || Error::not_found(format!("There is no {kind} with the id {segment}"));
    let id = id(segment).ok_or_else(unknown)?;
    let content = app.store.get::<Content>(&Content::place(id)).await?;
    content.filter(|content| content.kind == kind).ok_or_else(unknown)
}

/// Change the user's record of a content and tell what happened, in one transaction.
async fn record(
    app: &App,
    user: &User,
    content: &Content,
    decide: impl Fn(Meta, Occurrence) -> (Meta, Vec<Event>),
) -> Result<Meta> {
    let place = Meta::place(user.id, content.kind, content.id);
    let decide = |found: Option<Meta>| {
        let before = found.unwrap_or_else(|| Meta::new(user.id, content));
        let rating = before.rating;
        let (meta, events) = decide(before, app.ids.occurrence(Some(user.id)));
        Ok((meta.saving(rating, &events), meta))
    };
    app.store.change(&place, decide).await
}
