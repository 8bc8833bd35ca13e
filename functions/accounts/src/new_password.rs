//! Passwords that are about to be set.

use kindred::auth::common_passwords::is_common;
use kindred::config::Secret;
use kindred::{App, Error, Result};

/// What somebody is told who chose a password of very many.
pub(crate) const TOO_COMMON: &str =
    "This password is among the most common ones, please choose another";

/// The password that `parse` makes of a text.
///
/// Refuses: `Password` 400 with `rule` when it makes none, and when very many people have the same.
pub(crate) fn new_password<P: Into<Secret>>(
    app: &App,
    text: &str,
    rule: &'static str,
    parse: impl FnOnce(&str) -> Option<P>,
) -> Result<Secret> {
    let password = parse(text).ok_or_else(|| Error::password(rule))?;
    if is_too_common(app, text) {
        return Err(Error::password(TOO_COMMON));
    }
    Ok(password.into())
}

/// Whether very many people have this password, and that matters here.
pub(crate) fn is_too_common(app: &App, text: &str) -> bool {
    !app.config.common_passwords && is_common(text)
}
