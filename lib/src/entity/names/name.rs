//! Names of people: those that they log in with and those that others see.

use super::is_forum_char;

/// A forum name: 5 to 20 of `A-Za-z0-9!@#$%^&*-_`. It has no dot, so it never looks like an e-mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginName(String);

/// A name that others see: 4 to 15 letters, digits and underscores, with single dots inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName(String);

impl LoginName {
    /// The name, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (5..=20).contains(&text.len()) && text.chars().all(is_forum_char);
        fits.then(|| Self(text.to_owned()))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl DisplayName {
    /// The name, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |char: char| char.is_ascii_alphanumeric() || char == '_';
        let fits = (4..=15).contains(&text.len())
            && text.split('.').all(|part| !part.is_empty() && part.chars().all(plain));
        fits.then(|| Self(text.to_owned()))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
