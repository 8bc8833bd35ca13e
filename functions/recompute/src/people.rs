//! The names by which people are found.

use std::collections::BTreeSet;

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::entity::people::Listed;
use kindred::entity::user::User;
use kindred::store::{ATTEMPTS, outrun};
use kindred::{Result, Store};

use crate::AT_ONCE;

/// List these users under the names that they have now; how many of them were listed otherwise.
pub(crate) async fn refresh_all(store: &Store, users: &BTreeSet<u64>) -> Result<usize> {
    let refreshed = stream::iter(users.clone()).map(|user| refresh(store, user));
    let refreshed = refreshed.buffer_unordered(AT_ONCE);
    refreshed.try_fold(0, async |sum, changed| Ok(sum + usize::from(changed))).await
}

async fn refresh(store: &Store, user: u64) -> Result<bool> {
    let mut changed = false;
    for attempt in 0..ATTEMPTS {
        let listed: Option<Listed> = store.get(&Listed::place(user)).await?;
        let account: Option<User> = store.get(&User::place(user)).await?;
        let change = Listed::update(user, listed.as_ref(), account.as_ref());
        if change.is_empty() {
            return Ok(changed);
        }
        // Then looked at once more: whoever wrote last has seen the account as it was after that.
        changed |= store.attempt(change, attempt).await?;
    }
    Err(outrun())
}
