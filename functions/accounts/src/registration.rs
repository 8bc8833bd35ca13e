//! A new account, whichever door it comes through.

use kindred::auth::token::Door;
use kindred::config::Secret;
use kindred::entity::user::{Newcomer, User};
use kindred::store::{Claim, Key};
use kindred::{App, Error, Result};

/// Make an account whose unique name has its claim at this place; `named` gives it its names.
///
/// Refuses: `taken` when somebody has the name, now or by the time that it is written.
pub(crate) async fn register(
    app: &App,
    door: Door,
    claim: &Key,
    taken: Error,
    password: Secret,
    named: impl FnOnce(User) -> User,
) -> Result<User> {
    // Looked up first, so that a refused registration does not use up an id.
    if app.store.get::<Claim>(claim).await?.is_some() {
        return Err(taken);
    }
    let newcomer = Newcomer {
        password_hash: Some(app.passwords.hash(password).await?),
        id: app.store.next_id("user").await?,
        uuid: app.ids.uuid(),
        now: app.clock.now(),
    };
    let user = named(User::new(newcomer, door.into()));
    app.store.commit(user.registration(app.ids.occurrence(Some(user.id)), &taken)).await?;
    Ok(user)
}
