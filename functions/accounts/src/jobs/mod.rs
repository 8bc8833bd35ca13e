//! The job service's door: by e-mail address, with forms in and `msg` in every answer.
//!
//! Contract: several of these GETs send mails. They keep their method; what they do can be repeated without harm.

mod about;
mod account;
mod address;
mod confirmed;
mod password;
mod session;
mod signup;

use kindred::App;
use kindred::entity::names::JobsEmail;
use kindred::{Error, Result};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What a password of the job service must be.
const PASSWORD_RULE: &str = "The password needs at least 12 characters, among them a lower-case and an upper-case \
    letter, a digit and another character, and no line break";

/// The routes below `/api/users`, and `/api/about`.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(about::about))
        .routes(routes!(signup::signup))
        .routes(routes!(signup::activate))
        .routes(routes!(signup::resend_activation_email))
        .routes(routes!(session::login_jobs))
        .routes(routes!(session::invalidate_all_tokens))
        .routes(routes!(password::request_password_reset))
        .routes(routes!(password::reset_password))
        .routes(routes!(password::change_password))
        .routes(routes!(address::change_email))
        .routes(routes!(account::info))
        .routes(routes!(account::delete))
}

/// An address that may sign up, or that an account may change to.
///
/// Refuses: `Email` 400 with the domains that are admitted.
fn address(app: &App, text: &str) -> Result<JobsEmail> {
    let allowed = &app.config.allowed_email_domains;
    JobsEmail::parse(text, allowed).ok_or_else(|| {
        let message = if allowed.is_empty() {
            "This is not an e-mail address".to_owned()
        } else {
            format!("This is not an e-mail address of {}", allowed.join(", "))
        };
        Error::email(message).with_field("allowedEmailDomains", allowed.clone())
    })
}
