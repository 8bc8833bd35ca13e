//! What belongs to a genre: its place in the contents of its kind, and in what people like.
//!
//! Its name went with the genre. A content without it is described anew, as if somebody had edited it.

use kindred::entity::content::{CatalogueRow, Content, Description};
use kindred::entity::genre::Genre;
use kindred::entity::kind::MediaKind;
use kindred::entity::like::Liker;
use kindred::store::{Change, Entity};
use kindred::{Error, Event, Result};

use crate::Cascade;
use crate::each::each;

/// Take this genre away from whatever has it, if it is gone; `by` is who deleted it.
pub(crate) async fn remove_belongings(
    cascade: &Cascade,
    kind: Option<MediaKind>,
    id: u64,
    by: Option<u64>,
) -> Result<()> {
    let kind = kind.ok_or_else(|| Error::internal(format!("genre {id} was of no kind")))?;
    let store = cascade.store();
    if store.get::<Genre>(&Genre::place(kind, id)).await?.is_some() {
        tracing::warn!(id, "a genre that is there stays where it is");
        return Ok(());
    }
    each(store, &CatalogueRow::all(kind), |row: CatalogueRow| async move {
        if row.genres.contains(&id) {
            take_out(cascade, row.content_id, id, by).await
        } else {
            Ok(())
        }
    })
    .await?;
    each(store, &Liker::all(id), |liker: Liker| unlike(cascade, liker, by)).await
}

/// Describe a content without this genre, and tell so.
async fn take_out(cascade: &Cascade, content: u64, genre: u64, by: Option<u64>) -> Result<()> {
    let decide = |found: Option<Content>| {
        let Some(before) = found else { return Ok((Change::new(), ())) };
        let mut genres = before.genres.clone();
        genres.retain(|other| other.genre_id != genre);
        let description = Description { fields: before.fields.clone(), genres };
        Ok((before.revision(description, cascade.queue.ids().occurrence(by))?, ()))
    };
    cascade.store().change(&Content::place(content), decide).await
}

/// Remove a like; where it was a user's, tell so.
async fn unlike(cascade: &Cascade, liker: Liker, by: Option<u64>) -> Result<()> {
    let decide = |found: Option<Liker>| {
        let Some(liker) = found else { return Ok((Change::new(), ())) };
        let told = liker
            .user()
            .map(|user| Event::unliked(cascade.queue.ids().occurrence(by), user, liker.genre_id));
        Ok((told.iter().fold(liker.removal(), Change::event), ()))
    };
    cascade.store().change(&liker.key(), decide).await
}
