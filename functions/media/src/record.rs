//! Changing a user's record of a content.

use kindred::entity::content::Content;
use kindred::entity::meta::Meta;
use kindred::entity::user::User;
use kindred::event::{Event, Occurrence};
use kindred::store::Change;
use kindred::{App, Result};

/// Change the user's record of a content and tell what happened, in one transaction.
///
/// Refuses: what `decide` does.
pub(crate) async fn record(
    app: &App,
    user: &User,
    content: &Content,
    decide: impl Fn(Meta, Occurrence) -> Result<(Meta, Vec<Event>)>,
) -> Result<Meta> {
    let place = Meta::place(user.id, content.kind, content.id);
    let decide = |found: Option<Meta>| {
        let before = found.unwrap_or_else(|| Meta::new(user.id, content));
        let rating = before.rating;
        let (meta, events) = decide(before, app.ids.occurrence(Some(user.id)))?;
        let change = if events.is_empty() { Change::new() } else { meta.saving(rating, &events) };
        Ok((change, meta))
    };
    app.store.change(&place, decide).await
}
