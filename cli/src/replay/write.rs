//! Writing the past into an empty store: in bulk and without events, since nothing happens there.

use kindred::entity::content::Content;
use kindred::replay::Past;
use kindred::store::Entity;
use kindred::{App, Result};

/// Items that are made and written together.
const SLICE: usize = 10_000;

/// Write all that engines read.
pub(super) async fn write(app: &App, past: &Past) -> Result<()> {
    let contents = past.contents();
    put(app, contents.iter().map(Content::row)).await?;
    put(app, contents.into_iter()).await?;
    put(app, past.genres()).await?;
    put(app, past.accounts(app.clock.now())).await?;
    put(app, past.consents()).await?;
    put(app, past.metas()).await?;
    put(app, past.likes()).await?;
    put(app, past.flags()).await?;
    put(app, past.groups()).await?;
    put(app, past.memberships()).await?;
    for (counter, last) in past.counters() {
        if last > 0 {
            app.store.next_ids(counter, last).await?;
        }
    }
    Ok(())
}

async fn put<E: Entity>(app: &App, mut items: impl Iterator<Item = E>) -> Result<()> {
    loop {
        let slice: Vec<E> = items.by_ref().take(SLICE).collect();
        if slice.is_empty() {
            return Ok(());
        }
        app.store.put_all(&slice, &[]).await?;
    }
}
