//! Fields of bodies, as the media API wants them; all that is wrong is told at once.

use kindred::config::Secret;
use kindred::entity::names::{DisplayName, Email, MediaPassword};
use kindred::{App, Error, Result};
use serde_json::Value;

use crate::new_password::is_too_common;

/// Notes what is wrong, field by field.
#[derive(Default)]
pub(super) struct Fields {
    wrong: Vec<String>,
}

impl Fields {
    /// An address of 5 to 64 characters.
    pub(super) fn email(&mut self, value: &Value) -> Option<Email> {
        self.read(value, "email: not an e-mail address of 5 to 64 characters", Email::parse)
    }

    /// A name for others to see.
    pub(super) fn username(&mut self, value: &Value) -> Option<DisplayName> {
        let rule = "username: not 4 to 15 letters, digits and underscores with single dots inside";
        self.read(value, rule, DisplayName::parse)
    }

    /// The password of an account, whatever rule it was chosen by.
    pub(super) fn password(&mut self, value: &Value) -> Option<Secret> {
        self.read(value, "password: not 8 to 128 characters", |text| {
            (8..=128).contains(&text.chars().count()).then(|| Secret::new(text))
        })
    }

    /// A password to set.
    pub(super) fn new_password(&mut self, app: &App, value: &Value) -> Option<Secret> {
        let rule = "password: not 8 to 128 characters with a lower-case and an upper-case letter, a digit and one of \
            @$!%*?&.+-#_";
        let password = self.read(value, rule, MediaPassword::parse)?;
        if value.as_str().is_some_and(|text| is_too_common(app, text)) {
            self.wrong
                .push("password: among the most common ones, please choose another".to_owned());
        }
        Some(password.into())
    }

    /// A mailed token.
    pub(super) fn token(&mut self, value: &Value) -> Option<String> {
        self.read(value, "reset_password_token: fewer than 50 characters", |text| {
            (text.chars().count() >= 50).then(|| text.to_owned())
        })
    }

    /// A field that the body must not have.
    pub(super) fn unknown(&mut self, name: &str) {
        self.wrong.push(format!("{name}: there is no such field"));
    }

    /// What was read, if nothing is wrong.
    ///
    /// Refuses: `Invalid` 400 with all that is.
    pub(super) fn done<T>(self, read: Option<T>) -> Result<T> {
        let refusal = || Error::invalid_fields(self.wrong.clone());
        read.filter(|_| self.wrong.is_empty()).ok_or_else(refusal)
    }

    fn read<T>(
        &mut self,
        value: &Value,
        rule: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let read = value.as_str().and_then(parse);
        if read.is_none() {
            self.wrong.push(rule.to_owned());
        }
        read
    }
}

/// What somebody is told whose address somebody else has.
pub(super) fn taken() -> Error {
    let detail = "email: there is already an account with this address";
    Error::taken("There is already an account with this address")
        .with_details(vec![detail.to_owned()])
}
