//! Duplicates: what a submission is likely to be that the catalogue has already.

use axum::Extension;
use axum::extract::State;
use kindred::entity::addition::Addition;
use kindred::entity::kind::MediaKind;
use kindred::http::media::Caller;
use kindred::http::{Body, Json, Path};
use kindred::matching::records::Records;
use kindred::snapshots::Snapshots;
use kindred::{App, Error, Problems, Result};
use serde_json::{Map, Value};

use super::asked::{Asked, RecordIn};
use super::shown::{Candidates, show};
use super::{found, named};

/// The field that names a submission.
const ADDITION: &str = "addition_id";

/// List likely duplicates.
///
/// The items of the catalogue that a submission is as likely as not to be, or likelier: with a probability of 0.5 and
/// more. A submission is named by `addition_id`, and then nothing but `limit` may stand beside it; or it is described
/// as for `POST /api/match/{kind}`. Lists of what awaits validation show the first three.
#[utoipa::path(post, path = "/api/match/{kind}/duplicates", tag = "Matching", params(
    ("kind" = String, Path, description = "One of the `kinds` of `GET /api/match`", example = "movie"),
), request_body = RecordIn, responses(
    (status = 200, body = Candidates, description = "Likely duplicates, the most probable first"),
    (status = 400, description = "addition_id: not a whole number of 64 bits | title: not beside addition_id | \
        title: missing, and so is any identifier | limit: not a whole number from 1 to 50"),
    (status = 404, description = "There is no kind 'x' | There is no submission of a movie with the id 42"),
))]
pub(crate) async fn list_duplicates(
    State(app): State<App>,
    Extension(snapshots): Extension<Snapshots<Records>>,
    caller: Caller,
    Path(kind): Path<String>,
    Body(body): Body<Map<String, Value>>,
) -> Result<Json<Candidates>> {
    caller.permitted()?;
    let kind = named(&kind)?;
    let Asked { record, limit } = match body.get(ADDITION).filter(|id| !id.is_null()) {
        Some(id) => submitted(&app, kind, id, &body).await?,
        None => Asked::of_body(kind, &body)?,
    };
    let found = found(&app, &snapshots, kind, move |all| all.duplicates(&record, limit)).await?;
    show(&app, kind, found).await.map(Json)
}

/// A submission that is named, and the limit beside it.
///
/// Refuses: `Invalid` 400 when more stands there, `NotFound` 404 when it is settled, or never was.
async fn submitted(
    app: &App,
    kind: MediaKind,
    id: &Value,
    body: &Map<String, Value>,
) -> Result<Asked> {
    let mut problems = Problems::default();
    let others = body.keys().filter(|name| !["limit", ADDITION].contains(&name.as_str()));
    problems.surplus("", others, format_args!("not beside {ADDITION}"));
    let number = id.as_u64().ok_or("not a whole number of 64 bits");
    let number = problems.read(ADDITION, number);
    let limit = problems.read("limit", Asked::limit(body));
    let (number, limit) = problems.done((number.unwrap_or_default(), limit.unwrap_or_default()))?;
    let addition: Option<Addition> = app.store.get(&Addition::place(kind, number)).await?;
    let unknown =
        || Error::not_found(format!("There is no submission of a {kind} with the id {number}"));
    Ok(Asked { record: addition.ok_or_else(unknown)?.record(), limit })
}
