//! Names of people, those that they log in with and those that others see, and of their groups.

use super::is_forum_char;

/// A forum name: 5 to 20 of `A-Za-z0-9!@#$%^&*-_`. It has no dot, so it never looks like an e-mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginName(String);

/// A name that others see: 4 to 15 letters, digits and underscores, with single dots inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName(String);

/// A group's name: 3 to 45 letters, digits and underscores, with single dots inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupName(String);

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
        let fits = (4..=15).contains(&text.len()) && is_plain(text);
        fits.then(|| Self(text.to_owned()))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl GroupName {
    /// The name, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (3..=45).contains(&text.len()) && is_plain(text);
        fits.then(|| Self(text.to_owned()))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Letters, digits and underscores, with single dots inside.
fn is_plain(text: &str) -> bool {
    let plain = |char: char| char.is_ascii_alphanumeric() || char == '_';
    text.split('.').all(|part| !part.is_empty() && part.chars().all(plain))
}
