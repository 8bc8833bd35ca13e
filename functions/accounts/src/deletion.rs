//! The end of an account: its item and its names go at once, what it owned follows by the event.

use kindred::auth::session::still_open;
use kindred::entity::administrators::Administrators;
use kindred::entity::user::User;
use kindred::store::{ATTEMPTS, outrun};
use kindred::{App, Result};

/// Delete the account of this id, if it is there; `by` is whoever wants it.
///
/// Refuses: `Unauthenticated` 401 to somebody whose own sessions have ended meanwhile, `State` 400 for the last
/// administrator.
pub(crate) async fn delete(app: &App, id: u64, by: &User) -> Result<()> {
    for attempt in 0..ATTEMPTS {
        let Some(user) = app.store.get::<User>(&User::place(id)).await? else { return Ok(()) };
        let user = if id == by.id { still_open(user, by)? } else { user };
        let mut change = user.removal(app.ids.occurrence(Some(by.id)));
        if user.is_admin {
            change = change.save(&Administrators::all(&app.store).await?.without(id)?);
        }
        if app.store.attempt(change, attempt).await? {
            return Ok(());
        }
    }
    Err(outrun())
}
