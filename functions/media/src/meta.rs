//! What the caller did with a content: read it, report more.

use axum::Extension;
use axum::extract::State;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::{Meta, Report};
use kindred::http::media::{self, Caller, Done};
use kindred::http::{Body, Created, Json, Path};
use kindred::{App, Result};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::named;
use crate::record::record;

/// What you did with a content.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Interaction)]
pub(crate) struct MetaOut {
    /// Your rating, 5 being the best; null before the first.
    #[schema(required, minimum = 0, maximum = 5, example = 4)]
    rating: Option<u8>,
    /// When you last rated it, also with the same rating: UTC, always six decimals, no zone.
    #[schema(required, example = "2026-11-20T18:30:00.000000")]
    last_rating_date: Option<String>,
    /// How often you looked at its page, that is, read this.
    #[schema(example = 2)]
    review_see_count: u64,
    /// When you last looked; never null here, as reading this is a look.
    #[schema(required, example = "2026-11-20T18:31:00.000000")]
    last_review_see_date: Option<String>,
    /// How often, or how long, you used it: plays, hours, episodes.
    #[schema(example = 0)]
    count: u64,
    /// When you last reported a use; null before the first.
    #[schema(required)]
    last_count_increment: Option<String>,
}

/// What you report; at least nothing, other fields are ignored.
#[derive(Debug, ToSchema)]
#[schema(as = InteractionReport)]
#[expect(dead_code, reason = "describes a body that is read field by field")]
pub(crate) struct MetaChange {
    /// A new rating, 5 being the best. Null is no rating, nor is 4.0.
    #[schema(nullable = false, minimum = 0, maximum = 5, example = 4)]
    rating: Option<u8>,
    /// To be added to `count`, which stays at 1,000,000,000 at most; the sum is rounded, halves up.
    #[schema(nullable = false, minimum = 0, maximum = 1_000_000_000, example = 1)]
    additional_count: Option<f64>,
    /// How many episodes you have seen, in all: what `count` will be at least. Older clients send it.
    #[schema(minimum = 0, example = 3)]
    num_watched_episodes: Option<f64>,
    /// If true, `count` will be at least 1. Older clients send it.
    #[schema(example = true)]
    purchase: Option<bool>,
    /// If true, `count` will be at least 1. Older clients send it.
    #[schema(example = true)]
    downloaded: Option<bool>,
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
///
/// So this is a GET that writes: `review_see_count` goes up and an event tells of it. The first makes the record.
#[utoipa::path(get, path = "/{content_id}/meta", params(
    ("content_id" = u64, Path, description = "The content's id; it must be of this kind", example = 42),
), responses(
    (status = 200, body = media::Content<MetaOut>, description = "The record, this look included"),
    (status = 404, description = "There is no {kind} with the id 42"),
))]
pub(crate) async fn get_meta(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    Caller { user, .. }: Caller,
    Path(segment): Path<String>,
) -> Result<Json<media::Content<MetaOut>>> {
    let content = named::content(&app, kind, &segment).await?;
    let meta = record(&app, &user, content, |meta, occurrence| {
        let (meta, event) = meta.view(occurrence);
        Ok((meta, vec![event]))
    });
    Ok(Json(media::Content::new(meta.await?.into())))
}

/// Report a rating, a use, both or nothing.
///
/// The content's mean rating changes in the same transaction; popularity and the caller's recommendations follow with
/// recompute, normally within a second. Each attribute that changes is told by an event. Of what only older clients
/// send (`num_watched_episodes`, `purchase`, `downloaded`), anything that is no such number or truth value is ignored.
#[utoipa::path(patch, path = "/{content_id}/meta", params(
    ("content_id" = u64, Path, description = "The content's id; it must be of this kind", example = 42),
), request_body = MetaChange, responses(
    (status = 201, body = Done, description = "It is recorded"),
    (status = 400, description = "rating: not a whole number from 0 to 5 | \
        additional_count: not a number from 0 to 1000000000"),
    (status = 404, description = "There is no {kind} with the id 42"),
))]
pub(crate) async fn update_meta(
    State(app): State<App>,
    Extension(kind): Extension<MediaKind>,
    Caller { user, .. }: Caller,
    Path(segment): Path<String>,
    Body(body): Body<Map<String, Value>>,
) -> Result<Created<Done>> {
    let report = parse(&body)?;
    let content = named::content(&app, kind, &segment).await?;
    record(&app, &user, content, |meta, occurrence| Ok(meta.report(report, occurrence))).await?;
    Ok(Created(Done::new("Noted")))
}

/// Contract: 4.0 and null are no ratings; what is absent is not reported.
fn parse(body: &Map<String, Value>) -> Result<Report> {
    // What is no number becomes one out of range, so that all that is wrong is named at once.
    let rating = |value: &Value| {
        let rating = value.as_u64().and_then(|rating| u8::try_from(rating).ok());
        rating.unwrap_or(u8::MAX)
    };
    let count = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    let report = Report {
        rating: body.get("rating").map(rating),
        additional_count: body.get("additional_count").map(count),
        least_count: least_count(body),
    };
    report.check()?;
    Ok(report)
}

/// What older clients tell of a use. Contract: what they send was never checked, so it is not refused now.
fn least_count(body: &Map<String, Value>) -> Option<f64> {
    let episodes = body.get("num_watched_episodes").and_then(Value::as_f64);
    let is_true = |name| body.get(name) == Some(&Value::Bool(true));
    let once = is_true("purchase") || is_true("downloaded");
    episodes.into_iter().chain(once.then_some(1.0)).reduce(f64::max)
}
