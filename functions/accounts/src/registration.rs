//! A new account, whichever door it comes through.

use kindred::auth::token::Door;
use kindred::config::Secret;
use kindred::entity::user::{Newcomer, User};
use kindred::http::ClientAddress;
use kindred::store::{Claim, Key};
use kindred::{App, Error, Result};

use crate::limits;

/// Whether anybody can register at this door.
///
/// Refuses: `Disabled` 400 when whoever runs the system has closed it.
pub(crate) fn check_open(app: &App, door: Door) -> Result<()> {
    if app.config.closed_doors.contains(&door) {
        return Err(Error::disabled("Nobody can register here at present"));
    }
    Ok(())
}

/// Somebody who wants an account.
pub(crate) struct Applicant {
    /// Where they come in.
    pub(crate) door: Door,
    /// From where.
    pub(crate) client: ClientAddress,
    /// The password that they chose.
    pub(crate) password: Secret,
    /// Where the claim of their unique name would lie.
    pub(crate) claim: Key,
    /// What they are told when somebody has the name.
    pub(crate) taken: Error,
}

/// Make an account; `named` gives it its names.
///
/// Refuses: `Throttled`; `taken` when somebody has the name, now or by the time that it is written.
pub(crate) async fn register(
    app: &App,
    applicant: Applicant,
    named: impl FnOnce(User) -> User,
) -> Result<User> {
    limits::registration(app, applicant.client).await?;
    // Looked up first, so that a refused registration does not use up an id.
    if app.store.get::<Claim>(&applicant.claim).await?.is_some() {
        return Err(applicant.taken);
    }
    let newcomer = Newcomer {
        password_hash: Some(app.passwords.hash(applicant.password).await?),
        id: app.store.next_id("user").await?,
        uuid: app.ids.uuid(),
        now: app.clock.now(),
    };
    let user = named(User::new(newcomer, applicant.door.into()));
    let occurrence = app.ids.occurrence(Some(user.id));
    app.store.commit(user.registration(occurrence, &applicant.taken)).await?;
    limits::recognise(app, &user, applicant.client).await;
    Ok(user)
}
