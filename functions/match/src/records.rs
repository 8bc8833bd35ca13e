//! Records: which items of the catalogue a record may be.

mod asked;
mod duplicates;
mod shown;

use axum::Extension;
use axum::extract::State;
use kindred::current::Current;
use kindred::entity::kind::MediaKind;
use kindred::http::media::Caller;
use kindred::http::{Body, Json, Path, Query};
use kindred::matching::records::{Match, Records};
use kindred::snapshots::Snapshots;
use kindred::{App, Error, Result};
use serde_json::{Map, Value};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use asked::{Asked, RecordIn};
use shown::{Candidates, show};

/// The routes of records.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(look_up_title, look_up_record))
        .routes(routes!(duplicates::list_duplicates))
        .layer(Extension(Snapshots::<Records>::default()))
}

/// Look up a title.
///
/// As `POST /api/match/{kind}` with nothing but a title; a year in brackets behind it counts as the year.
#[utoipa::path(get, path = "/api/match/{kind}", tag = "Matching", params(
    ("kind" = String, Path, description = "One of the `kinds` of `GET /api/match`", example = "movie"),
    ("q" = String, Query, description = "The title, at most 1,000 characters", example = "stalker"),
    ("limit" = Option<u64>, Query, nullable = false, description = "Items at most, from 1 to 50; 10 if absent", example = 5),
), responses(
    (status = 200, body = Candidates, description = "Items that it may be, the most probable first"),
    (status = 400, description = "q: missing | q: empty | q: longer than 1000 characters | \
        limit: not a whole number from 1 to 50"),
    (status = 404, description = "There is no kind 'x'"),
))]
pub(crate) async fn look_up_title(
    State(app): State<App>,
    Extension(snapshots): Extension<Snapshots<Records>>,
    _: Caller,
    Path(kind): Path<String>,
    query: Query,
) -> Result<Json<Candidates>> {
    let kind = named(&kind)?;
    let asked = Asked::of_query(&query)?;
    look_up(&app, &snapshots, kind, asked).await.map(Json)
}

/// Look up a record.
///
/// Finds the items of the catalogue that a record may be, by its title, the year (one off is close), its creators in
/// whatever order and with initials, and identifiers; there has to be a title or an identifier. Each item is told with
/// the probability that it is the same work, and with the `weights`, in bits, of what each field tells: they sum to the
/// `score`, and the probability is 1 / (1 + 2^-score). What is missing on either side weighs nothing. An equal
/// identifier comes first whatever the title; ISBN-10 and ISBN-13 are the same. Items of less than one in 8,192 are
/// left out. A new content is found at once; a changed or deleted one as soon as recompute has worked off its event,
/// normally within a second.
#[utoipa::path(post, path = "/api/match/{kind}", tag = "Matching", params(
    ("kind" = String, Path, description = "One of the `kinds` of `GET /api/match`", example = "movie"),
), request_body = RecordIn, responses(
    (status = 200, body = Candidates, description = "Items that it may be, the most probable first"),
    (status = 400, description = "title: missing, and so is any identifier | title: not a text | title: empty | \
        title: longer than 1000 characters | creator: not a text | creator: longer than 1000 characters | \
        year: not a whole number from 1 to 9999 | imdbid: neither a text nor a whole number | \
        imdbid: longer than 255 characters | imdbid: not 'tt' and digits | isbn: its check digit is wrong | \
        isbn: neither ten digits, the last perhaps an X, nor thirteen that begin with 978 or 979 | \
        ids: not an object | ids.imdbid: told twice, and not the same | \
        limit: not a whole number from 1 to 50 | avatar: there is no such field"),
    (status = 404, description = "There is no kind 'x'"),
))]
pub(crate) async fn look_up_record(
    State(app): State<App>,
    Extension(snapshots): Extension<Snapshots<Records>>,
    _: Caller,
    Path(kind): Path<String>,
    Body(body): Body<Map<String, Value>>,
) -> Result<Json<Candidates>> {
    let kind = named(&kind)?;
    let asked = Asked::of_body(kind, &body)?;
    look_up(&app, &snapshots, kind, asked).await.map(Json)
}

async fn look_up(
    app: &App,
    snapshots: &Snapshots<Records>,
    kind: MediaKind,
    Asked { record, limit }: Asked,
) -> Result<Candidates> {
    let found = found(app, snapshots, kind, move |all| all.look_up(&record, limit)).await?;
    show(app, kind, found).await
}

/// What is found among all records of a kind, by some milliseconds of work.
async fn found(
    app: &App,
    snapshots: &Snapshots<Records>,
    kind: MediaKind,
    find: impl FnOnce(&Current<Records>) -> Vec<Match> + Send + 'static,
) -> Result<Vec<Match>> {
    let current = Current::<Records>::of(app, snapshots, kind).await?;
    app.matching.run(move || find(&current)).await
}

/// Refuses: `NotFound` 404 for what is no kind with a catalogue.
fn named(kind: &str) -> Result<MediaKind> {
    MediaKind::named(kind).ok_or_else(|| Error::not_found(format!("There is no kind '{kind}'")))
}
