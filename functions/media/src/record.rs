//! Changing a user's record of a content.

use kindred::entity::content::Content;
use kindred::entity::meta::Meta;
use kindred::entity::user::User;
use kindred::event::{Event, Occurrence};
use kindred::store::{ATTEMPTS, Attempt, Change, outrun};
use kindred::{App, Result, contents};

/// Change the user's record of a content and tell what happened, in one transaction.
///
/// A content at which ratings get in each other's way has them spread from then on.
///
/// Refuses: what `decide` does.
pub(crate) async fn record(
    app: &App,
    user: &User,
    mut content: Content,
    decide: impl Fn(Meta, Occurrence) -> Result<(Meta, Vec<Event>)>,
) -> Result<Meta> {
    let place = Meta::place(user.id, content.kind, content.id);
    for attempt in 0..ATTEMPTS {
        let found: Option<Meta> = app.store.get(&place).await?;
        let before = found.unwrap_or_else(|| Meta::new(user.id, &content));
        let rating = before.rating;
        let (meta, events) = decide(before, app.ids.occurrence(Some(user.id)))?;
        let change = match events.is_empty() {
            true => Change::new(),
            false => meta.saving_at(content.ballot(user.id), rating, &events),
        };
        match app.store.attempted(change, attempt).await? {
            Attempt::Written => return Ok(meta),
            Attempt::Conflict(places) if places.contains(&Content::place(content.id)) => {
                content = contents::spread(&app.store, content.id).await?;
            }
            Attempt::Conflict(_) | Attempt::Stale => {}
        }
    }
    Err(outrun())
}
