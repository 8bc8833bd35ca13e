//! What a segment of a path names.

use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::http::params::id;
use kindred::{App, Error, Result};

/// The content that a segment names below a kind's path: of that kind, or an episode below series.
///
/// Refuses: `NotFound` 404, also when it is of another kind.
pub(crate) async fn content(app: &App, kind: MediaKind, segment: &str) -> Result<Content> {
    let unknown = || Error::not_found(format!("There is no {kind} with the id {segment}"));
    let id = id(segment).ok_or_else(unknown)?;
    let content = app.store.get::<Content>(&Content::place(id)).await?;
    content.filter(|content| content.kind.is_reached_as(kind)).ok_or_else(unknown)
}
