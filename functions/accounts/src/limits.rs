//! How often something may be tried, in the words of the API: what is beyond a limit is refused with 429.

use kindred::auth::throttle::{Attempt, Throttled};
use kindred::http::ClientAddress;
use kindred::{App, Error, Result};

const ATTEMPTS: &str = "Too many attempts, please try again later";

/// Count a guess at a password.
pub(crate) async fn log_in(app: &App, name: &str, client: ClientAddress) -> Result<Attempt> {
    said(app.throttle.login(&name.to_lowercase(), client).await?, ATTEMPTS)
}

/// Count a new account.
pub(crate) async fn registration(app: &App, client: ClientAddress) -> Result<()> {
    let counted = app.throttle.registration(client).await?;
    said(counted, "Too many accounts from here, please try again later")
}

/// Count a mail to this address, or about the account of this name.
pub(crate) async fn mail(app: &App, recipient: &str, client: ClientAddress) -> Result<()> {
    let counted = app.throttle.mail(&recipient.to_lowercase(), client).await?;
    said(counted, "Too many mails, please try again later")
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
