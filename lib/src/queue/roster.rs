//! Which runners there are, for whoever administers them.

use super::Queue;
use crate::Result;
use crate::entity::runner::Runner;
use crate::http::params::id;
use crate::store::{Cursor, Listing, foreign};

/// The counter of runners.
pub(super) const COUNTER: &str = "runner";

impl Queue {
    /// Runners, the newest first, those whose tokens are revoked included.
    ///
    /// They are numbered and never deleted, so their numbers are the list. Cost: a read for each of the page.
    ///
    /// Refuses: `Invalid` 400 for a cursor that this list did not give out.
    pub async fn runners(&self, after: Option<&Cursor>, limit: usize) -> Result<Listing<Runner>> {
        let newest = self.store.last_id(COUNTER).await?;
        let mut next = match after {
            None => newest,
            Some(cursor) => {
                let above = id(cursor.sort()).and_then(|id| id.checked_sub(1));
                above.ok_or_else(foreign)?.min(newest)
            }
        };
        let mut items: Vec<Runner> = Vec::new();
        // Where creating one has failed, a number is missing.
        while next > 0 && items.len() < limit {
            let wanted = (limit - items.len()) as u64;
            let keys: Vec<_> = (1..=next).rev().take(wanted as usize).map(Runner::place).collect();
            items.extend(self.store.batch::<Runner>(&keys).await?);
            next = next.saturating_sub(wanted);
        }
        let last =
            items.last().filter(|_| next > 0).map(|runner| Cursor::after(runner.id.to_string()));
        Ok(Listing { items, next: last })
    }
}
