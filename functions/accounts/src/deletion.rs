//! The end of an account: its item and its names go at once, what it owned follows by the event.

use kindred::auth::session::still_open;
use kindred::entity::administrators::Administrators;
use kindred::entity::user::User;
use kindred::store::Change;
use kindred::{App, Result};

/// Delete the account of this id, if it is there; `by` is whoever wants it.
///
/// Refuses: `Unauthenticated` 401 to somebody whose own sessions have ended meanwhile, `State` 400 for the last
/// administrator.
pub(crate) async fn delete(app: &App, id: u64, by: &User) -> Result<()> {
    app.store.turn(|| async { Ok((removal(app, id, by).await?, ())) }).await
}

/// Nothing, when there is no such account.
async fn removal(app: &App, id: u64, by: &User) -> Result<Change> {
    let Some(user) = app.store.get::<User>(&User::place(id)).await? else {
        return Ok(Change::new());
    };
    let user = if id == by.id { still_open(user, by)? } else { user };
    let removal = user.removal(app.ids.occurrence(Some(by.id)));
    if !user.is_admin {
        return Ok(removal);
    }
    Ok(removal.save(&Administrators::all(&app.store).await?.without(id)?))
}
