//! What belongs to a content: the episodes of a serie, what people did with it, and what they said of it as a
//! recommendation.
//!
//! Its row and its names went with the content. Who ever did something with it stands in its history, which stays. An
//! episode goes as if somebody had deleted it: with an event and an erasure of its own, which bring us back for what
//! hung on it.

use kindred::entity::bad_recommendation::{BadRecommendation, Flagger};
use kindred::entity::content::{CatalogueRow, Content};
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::Meta;
use kindred::entity::trace::Trace;
use kindred::store::{Change, Entity};
use kindred::{Event, Result};

use crate::each::each;
use crate::{Cascade, interaction};

/// Remove what belonged to this content, if it is gone; `by` is who deleted it.
pub(crate) async fn remove_belongings(
    cascade: &Cascade,
    kind: MediaKind,
    id: u64,
    by: Option<u64>,
) -> Result<()> {
    let store = cascade.store();
    if store.get::<Content>(&Content::place(id)).await?.is_some() {
        tracing::warn!(id, "a content that is there keeps what belongs to it");
        return Ok(());
    }
    each(store, &CatalogueRow::episodes(id), |row: CatalogueRow| {
        withdraw(cascade, row.content_id, by)
    })
    .await?;
    each(store, &Flagger::all(id), |flagger: Flagger| unflag(cascade, flagger, by)).await?;
    each(store, &Trace::history(id), |trace: Trace| async move {
        match trace.met_by() {
            Some(user) => interaction::forget(cascade, user, &Meta::place(user, kind, id)).await,
            None => Ok(()),
        }
    })
    .await
}

/// Remove an episode, and tell so.
async fn withdraw(cascade: &Cascade, episode: u64, by: Option<u64>) -> Result<()> {
    let decide = |found: Option<Content>| {
        let withdrawal = |content: Content| content.withdrawal(cascade.queue.ids().occurrence(by));
        Ok((found.map_or_else(Change::new, withdrawal), ()))
    };
    cascade.store().change(&Content::place(episode), decide).await
}

/// Remove what a user said of a content, and tell so.
async fn unflag(cascade: &Cascade, flagger: Flagger, by: Option<u64>) -> Result<()> {
    let Flagger { content_id, kind, user_id } = flagger;
    let decide = |found: Option<BadRecommendation>| {
        let Some(flag) = found else { return Ok((Change::new().clear(flagger.key()), ())) };
        let occurrence = cascade.queue.ids().occurrence(by);
        let event = Event::unflagged(occurrence, user_id, kind, content_id);
        Ok((flag.removal().event(&event), ()))
    };
    cascade.store().change(&flagger.flag_place(), decide).await
}
