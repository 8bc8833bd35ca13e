//! What a segment of a path names.

use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::http::params::id;
use kindred::{App, Error, Result};

/// The content that a segment names below a kind's path: of that kind, or an episode below series.
///
/// Refuses: `NotFound` 404, also when it is of another kind.
pub(crate) async fn content(app: &App, kind: MediaKind, segment: &str) -> Result<Content> {
    such(app, kind, segment, |content| content.kind.is_reached_as(kind)).await
}

/// The content of this kind that a segment names: what can be listed, and so no episode.
///
/// Refuses: `NotFound` 404, also when it is of another kind.
pub(crate) async fn listed(app: &App, kind: MediaKind, segment: &str) -> Result<Content> {
    such(app, kind, segment, |content| content.kind == kind).await
}

async fn such(
    app: &App,
    kind: MediaKind,
    segment: &str,
    is_meant: impl Fn(&Content) -> bool,
) -> Result<Content> {
    let unknown = || unknown(kind, segment);
    let id = id(segment).ok_or_else(unknown)?;
    let content = app.store.get::<Content>(&Content::place(id)).await?;
    content.filter(is_meant).ok_or_else(unknown)
}

/// The refusal of a segment that names no content of the kind, or none any more.
pub(crate) fn unknown(kind: MediaKind, segment: &str) -> Error {
    Error::not_found(format!("There is no {kind} with the id {segment}"))
}
