//! Fields of bodies, as the media API wants them; all that is wrong is told at once.

use kindred::config::Secret;
use kindred::entity::names::{DisplayName, Email, MediaPassword};
use kindred::{App, Error, Problems, Result};
use serde_json::Value;

use crate::new_password::is_too_common;

const PASSWORD: &str = "password";

/// Notes what is wrong, field by field.
#[derive(Default)]
pub(super) struct Fields(Problems);

impl Fields {
    /// An address of 5 to 64 characters.
    pub(super) fn email(&mut self, value: &Value) -> Option<Email> {
        self.read("email", value, "not an e-mail address of 5 to 64 characters", Email::parse)
    }

    /// A name for others to see.
    pub(super) fn username(&mut self, value: &Value) -> Option<DisplayName> {
        let rule = "not 4 to 15 letters, digits and underscores with single dots inside";
        self.read("username", value, rule, DisplayName::parse)
    }

    /// The password of an account, whatever rule it was chosen by.
    pub(super) fn password(&mut self, value: &Value) -> Option<Secret> {
        self.read(PASSWORD, value, "not 8 to 128 characters", |text| {
            (8..=128).contains(&text.chars().count()).then(|| Secret::new(text))
        })
    }

    /// A password to set.
    pub(super) fn new_password(&mut self, app: &App, value: &Value) -> Option<Secret> {
        let rule = "not 8 to 128 characters with a lower-case and an upper-case letter, a digit and one of \
            @$!%*?&.+-#_";
        let password = self.read(PASSWORD, value, rule, MediaPassword::parse)?;
        if value.as_str().is_some_and(|text| is_too_common(app, text)) {
            self.0.note(PASSWORD, "among the most common ones, please choose another");
        }
        Some(password.into())
    }

    /// A mailed token.
    pub(super) fn token(&mut self, value: &Value) -> Option<String> {
        self.read("reset_password_token", value, "fewer than 50 characters", |text| {
            (text.chars().count() >= 50).then(|| text.to_owned())
        })
    }

    /// Fields that the body must not have.
    pub(super) fn unknown<'a>(&mut self, names: impl Iterator<Item = &'a String>) {
        self.0.unknown("", names);
    }

    /// What was read, if nothing is wrong.
    ///
    /// Refuses: `Invalid` 400 with all that is.
    pub(super) fn done<T>(self, read: Option<T>) -> Result<T> {
        let nothing = || Error::internal("nothing is wrong, and nothing was read");
        self.0.done(read)?.ok_or_else(nothing)
    }

    fn read<T>(
        &mut self,
        field: &str,
        value: &Value,
        rule: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        self.0.read(field, value.as_str().and_then(parse).ok_or(rule))
    }
}

/// What somebody is told whose address somebody else has.
pub(super) fn taken() -> Error {
    let detail = "email: there is already an account with this address";
    Error::taken("There is already an account with this address")
        .with_details(vec![detail.to_owned()])
}
