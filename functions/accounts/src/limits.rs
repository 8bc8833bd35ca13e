//! How often something may be tried, in the words of the API: what is beyond a limit is refused with 429.

use kindred::auth::throttle::{Attempt, Throttled};
use kindred::entity::user::User;
use kindred::http::ClientAddress;
use kindred::{App, Error, Result};

use crate::log_in::names;

const ATTEMPTS: &str = "Too many attempts, please try again later";
const TOO_MANY_MAILS: &str = "Too many mails, please try again later";

/// Count a guess at a password.
pub(crate) async fn log_in(app: &App, name: &str, client: ClientAddress) -> Result<Attempt> {
    said(app.throttle.login(&name.to_lowercase(), client).await?, ATTEMPTS)
}

/// Note that an account's owner was here: whichever name they log in with next, attackers are not in their way.
///
/// It comes after what they asked for, which is done: if the note cannot be written, that is only logged.
pub(crate) async fn recognise(app: &App, user: &User, client: ClientAddress) {
    for name in names(user) {
        if let Err(error) = app.throttle.recognise(&name.to_lowercase(), client).await {
            tracing::error!(%error, "where an account is used from was not noted");
        }
    }
}

/// Count a new account.
pub(crate) async fn registration(app: &App, client: ClientAddress) -> Result<()> {
    let counted = app.throttle.registration(client).await?;
    said(counted, "Too many accounts from here, please try again later")
}

/// Count a mail to this address, or about the account of this name.
pub(crate) async fn mail(app: &App, recipient: &str, client: ClientAddress) -> Result<()> {
    let counted = app.throttle.mail(&recipient.to_lowercase(), client).await?;
    said(counted, TOO_MANY_MAILS)
}

/// Count a mail to this address that comes with something else, which has limits of its own.
pub(crate) async fn mail_to(app: &App, address: &str) -> Result<()> {
    said(app.throttle.mail_to(&address.to_lowercase()).await?, TOO_MANY_MAILS)
}

/// Count a token that came by mail.
pub(crate) async fn mailed_token(app: &App, client: ClientAddress) -> Result<Attempt> {
    said(app.throttle.token(client).await?, ATTEMPTS)
}

/// Count a session token that was refused.
pub(crate) async fn refused_session(app: &App, client: ClientAddress) -> Result<()> {
    said(app.throttle.refused_session(client).await?, ATTEMPTS)
}

fn said<T>(counted: Result<T, Throttled>, message: &'static str) -> Result<T> {
    counted.map_err(|throttled| Error::throttled(message, throttled.retry_after))
}
