//! Additions to the catalogue: submitted by anybody, published or declined by moderators.

pub(crate) mod duplicates;
pub(crate) mod genres;
mod list;
mod publication;
mod submission;
mod verdict;

use kindred::App;
use kindred::entity::addition::Addition;
use kindred::entity::kind::MediaKind;
use kindred::http::params::id;
use kindred::store::Key;
use kindred::{Error, Result};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use publication::{Published, part};

/// The routes of one kind.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(submission::create_addition))
        .routes(routes!(list::list_additions))
        .routes(routes!(verdict::publish_addition, verdict::decline_addition))
}

/// Where the addition lies that a segment of a path names.
///
/// Refuses: `NotFound` 404 for what can be no id.
fn place(kind: MediaKind, segment: &str) -> Result<Key> {
    let id = id(segment).ok_or_else(|| unknown(kind, segment))?;
    Ok(Addition::place(kind, id))
}

fn unknown(kind: MediaKind, segment: &str) -> Error {
    Error::not_found(format!("There is no submission of a {kind} with the id {segment}"))
}
