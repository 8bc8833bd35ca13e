//! The mails that accounts get: plain text, and the link alone on the third line, where programs take it from.

use std::time::Duration;

use kindred::auth::mailed;
use kindred::entity::mail_token::Purpose;
use kindred::entity::user::User;
use kindred::mail::{Mail, NotSent};
use kindred::{App, Error, Kind, Result};

use crate::limits;

/// How long a link that confirms an address is good.
pub(crate) const LINK_LIFETIME: Duration = Duration::from_secs(24 * 3_600);

/// Mail a link that confirms the account's address.
///
/// Refuses: `Email` 400 when the mail cannot be handed over.
pub(crate) async fn send_activation(app: &App, user: &User) -> Result<()> {
    let token = mailed::issue(app, user, Purpose::Activation, LINK_LIFETIME, None).await?;
    let address = user.email.clone().unwrap_or_default();
    let body = text(
        "please confirm that this address is yours:",
        &link(app, "activate", &token),
        "The link is good for 24 hours. If you have not asked for an account, just leave it.",
    );
    hand_over(app, address, "Confirm your address", body).await
}

/// Mail the same if it can be: the link can be asked for again.
pub(crate) async fn offer_activation(app: &App, user: &User) {
    match send_activation(app, user).await {
        // Why a mail was not sent is in the log already.
        Err(error) if error.kind() != Kind::Email => {
            tracing::error!(%error, "a link that confirms an address was not made");
        }
        _ => {}
    }
}

/// Mail it with a new account, if the address has not had too many mails.
pub(crate) async fn welcome(app: &App, user: &User) {
    let address = user.email.as_deref().unwrap_or_default();
    match limits::mail_to(app, address).await {
        Ok(()) => offer_activation(app, user).await,
        Err(error) => tracing::warn!(%error, "a new account got no mail"),
    }
}

/// Mail a link that gives the account a new address, to that address.
///
/// Refuses: `Email` 400 when the mail cannot be handed over.
pub(crate) async fn send_address_change(app: &App, user: &User, address: &str) -> Result<()> {
    let purpose = Purpose::AddressChange;
    let token = mailed::issue(app, user, purpose, LINK_LIFETIME, Some(address)).await?;
    let body = text(
        "please confirm that this is the new address of your account:",
        &link(app, "activate", &token),
        "The link is good for 24 hours. Until then, and if you leave it, nothing changes.",
    );
    hand_over(app, address.to_owned(), "Confirm your new address", body).await
}

/// Mail a link that sets a new password.
///
/// Refuses: `Email` 400 when the mail cannot be handed over.
pub(crate) async fn send_reset(app: &App, user: &User, lifetime: Duration) -> Result<()> {
    let token = mailed::issue(app, user, Purpose::PasswordReset, lifetime, None).await?;
    let hours = lifetime.as_secs() / 3_600;
    let body = text(
        "with this link you can choose a new password:",
        &link(app, "resetPassword", &token),
        &format!(
            "The link is good once, for {hours} hour{}. If you have not asked for it, just leave it: your password \
             stays as it is.",
            if hours == 1 { "" } else { "s" },
        ),
    );
    hand_over(app, user.email.clone().unwrap_or_default(), "Choose a new password", body).await
}

/// Tell somebody that their password was changed, if they can be told: it is done either way.
pub(crate) async fn tell_of_new_password(app: &App, user: &User) {
    let Some(address) = user.email.clone() else { return };
    let body = text(
        "the password of your account was changed. Your sessions have ended; log in again at",
        &app.config.client_url,
        "If that was not you, ask for a new password at once.",
    );
    let mail = Mail { to: address, subject: "Your password was changed".to_owned(), body };
    if let Err(cause) = app.mailer.send(&mail).await {
        tracing::warn!(%cause, "the mail about a new password was not sent");
    }
}

/// Do what it takes to send a mail, without one: what is done for an address that nobody has.
pub(crate) async fn pretend(app: &App) -> Result<()> {
    app.mailer.probe().await.map_err(not_sent)
}

fn text(ask: &str, link: &str, after: &str) -> String {
    format!("Hello,\n{ask}\n{link}\n\n{after}\n\nKindred\n")
}

fn link(app: &App, page: &str, token: &str) -> String {
    format!("{}/{page}?token={token}", app.config.client_url)
}

async fn hand_over(app: &App, to: String, subject: &str, body: String) -> Result<()> {
    let mail = Mail { to, subject: format!("Kindred: {subject}"), body };
    app.mailer.send(&mail).await.map_err(not_sent)
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn not_sent(cause: NotSent) -> Error {
    tracing::error!(%cause, "a mail was not sent");
    Error::email("The mail cannot be sent, please try again later")
}
