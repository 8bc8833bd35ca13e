//! Names and passwords as each door wants them: parsed once, right from then on.

use email_address::{EmailAddress, Options};

use crate::config::Secret;

/// What forum names and passwords may have besides letters and digits.
const FORUM_SPECIALS: &str = "!@#$%^&*-_";
/// What a media password must have one of.
const MEDIA_SPECIALS: &str = "@$!%*?&.+-#_";

/// A forum name: 5 to 20 of `A-Za-z0-9!@#$%^&*-_`. It has no dot, so it never looks like an e-mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginName(String);

/// A password by the forum's rule: 8 to 40 of the same characters, one at least of each class.
#[derive(Debug)]
pub struct ForumPassword(Secret);

/// A password by the media API's rule: 8 to 128 characters, one at least of each class; the first eight are letters,
/// digits or `@$!%*?&.+-#_`.
#[derive(Debug)]
pub struct MediaPassword(Secret);

/// An e-mail address of 5 to 64 characters whose domain has a dot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

/// A name that others see: 4 to 15 letters, digits and underscores, with single dots inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName(String);

/// stub
#[derive(Debug)]
pub struct JobsEmail(String);
impl JobsEmail {
    /// stub
    pub fn parse(text: &str, _: &[String]) -> Option<Self> {
        Some(Self(text.to_owned()))
    }
    /// stub
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
/// stub
#[derive(Debug)]
pub struct JobsPassword(Secret);
impl JobsPassword {
    /// stub
    pub fn parse(text: &str) -> Option<Self> {
        Some(Self(Secret::new(text)))
    }
}
impl From<JobsPassword> for Secret {
    fn from(p: JobsPassword) -> Self {
        p.0
    }
}

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

impl ForumPassword {
    /// The password, if it keeps the rule.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (8..=40).contains(&text.len())
            && text.chars().all(is_forum_char)
            && has_classes(text, FORUM_SPECIALS);
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
            && has_classes(text, MEDIA_SPECIALS);
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

impl Email {
    /// The address, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let options =
            Options::default().with_required_tld().without_display_text().without_domain_literal();
        let fits = (5..=64).contains(&text.chars().count())
            && EmailAddress::parse_with_options(text, options).is_ok();
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

fn is_forum_char(char: char) -> bool {
    char.is_ascii_alphanumeric() || FORUM_SPECIALS.contains(char)
}

fn has_classes(text: &str, specials: &str) -> bool {
    text.contains(|char: char| char.is_ascii_lowercase())
        && text.contains(|char: char| char.is_ascii_uppercase())
        && text.contains(|char: char| char.is_ascii_digit())
        && text.contains(|char: char| specials.contains(char))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn forum_names_keep_their_rule() {
        for good in ["user#1", "ABCDE", "a-b_c", "12345678901234567890"] {
            assert!(LoginName::parse(good).is_some(), "{good}");
        }
        for bad in ["abcd", "a.bcd", "user 1", "user#1\n", "123456789012345678901", "ünicode"] {
            assert!(LoginName::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn forum_passwords_need_every_class() {
        assert!(ForumPassword::parse("Password#1").is_some());
        for bad in
            ["password#1", "PASSWORD#1", "Password##", "Password11", "Pass#1", "Password#1\n"]
        {
            assert!(ForumPassword::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn media_names_have_single_dots_inside() {
        for good in ["john", "j.doe", "j_doe.1"] {
            assert!(DisplayName::parse(good).is_some(), "{good}");
        }
        for bad in ["joe", ".john", "john.", "j..doe", "john doe", "abcdefghijklmnop"] {
            assert!(DisplayName::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn addresses_need_a_domain_with_a_dot() {
        assert!(Email::parse("ada@example.org").is_some());
        for bad in [
            "ada",
            "@example.org",
            "ada@",
            "ada@localhost",
            "a b@example.org",
            "Ada <ada@example.org>",
        ] {
            assert!(Email::parse(bad).is_none(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_forum_name_is_never_an_address(text in ".{0,30}") {
            prop_assert!(LoginName::parse(&text).is_none() || Email::parse(&text).is_none());
        }
    }
}
