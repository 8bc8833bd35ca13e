//! Passwords that may be set: each door has its rule, all end as a [`Secret`] to hash.

use super::{FORUM_SPECIALS, is_forum_char};
use crate::config::Secret;

/// What a media password must have one of.
const MEDIA_SPECIALS: &str = "@$!%*?&.+-#_";
/// The longest jobs password, in bytes.
const LONGEST_JOBS_PASSWORD: usize = 1_024;

/// A password by the forum's rule: 8 to 40 of the same characters as its names, one at least of each class.
#[derive(Debug)]
pub struct ForumPassword(Secret);

/// A password by the media API's rule: 8 to 128 characters, one at least of each class; the first eight are letters,
/// digits or `@$!%*?&.+-#_`.
#[derive(Debug)]
pub struct MediaPassword(Secret);

/// A password by the jobs API's rule: 12 characters or more, in up to 1 KiB and one line, one at least of each class.
///
/// What is neither an ASCII letter nor a digit is special: blanks and accented letters count, too.
#[derive(Debug)]
pub struct JobsPassword(Secret);

impl ForumPassword {
    /// The password, if it keeps the rule.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (8..=40).contains(&text.len())
            && text.chars().all(is_forum_char)
            && has_classes(text, |char| FORUM_SPECIALS.contains(char));
        fits.then(|| Self(Secret::new(text)))
    }
}

impl MediaPassword {
    /// The password, if it keeps the rule.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |char: char| char.is_ascii_alphanumeric() || MEDIA_SPECIALS.contains(char);
        // Contract: what follows the first eight characters is free.
        let fits = (8..=128).contains(&text.chars().count())
            && text.chars().take(8).all(plain)
            && has_classes(text, |char| MEDIA_SPECIALS.contains(char));
        fits.then(|| Self(Secret::new(text)))
    }
}

impl JobsPassword {
    /// The password, if it keeps the rule.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() <= LONGEST_JOBS_PASSWORD
            && text.chars().count() >= 12
            && !text.contains(['\n', '\r'])
            && has_classes(text, |char| !char.is_ascii_alphanumeric());
        fits.then(|| Self(Secret::new(text)))
    }
}

impl From<ForumPassword> for Secret {
    fn from(password: ForumPassword) -> Self {
        password.0
    }
}

impl From<MediaPassword> for Secret {
    fn from(password: MediaPassword) -> Self {
        password.0
    }
}

impl From<JobsPassword> for Secret {
    fn from(password: JobsPassword) -> Self {
        password.0
    }
}

/// One at least of the lower-case letters, the upper-case letters, the digits and what is special here.
fn has_classes(text: &str, is_special: impl Fn(char) -> bool) -> bool {
    text.contains(|char: char| char.is_ascii_lowercase())
        && text.contains(|char: char| char.is_ascii_uppercase())
        && text.contains(|char: char| char.is_ascii_digit())
        && text.contains(is_special)
}
