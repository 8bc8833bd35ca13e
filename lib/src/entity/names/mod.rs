//! Names and passwords as each door wants them: parsed once, right from then on.
//!
//! The rule belongs to the door at which a name or a password is *set*; at a log-in nothing is checked but whether it
//! is the right one. Each door has a single rule for registration, reset and change. Whether a name is taken and
//! whether a password is among those that everybody tries first
//! ([`is_common`](crate::auth::common_passwords::is_common)) is asked elsewhere.

mod address;
mod name;
mod password;
#[cfg(test)]
mod tests;

pub use address::{Email, JobsEmail};
pub use name::{DisplayName, GroupName, LoginName};
pub use password::{ForumPassword, JobsPassword, MediaPassword};

/// What forum names and passwords may have besides letters and digits.
const FORUM_SPECIALS: &str = "!@#$%^&*-_";

fn is_forum_char(char: char) -> bool {
    char.is_ascii_alphanumeric() || FORUM_SPECIALS.contains(char)
}
