//! Why a mail was not handed over, in words that a log may keep.
//!
//! Mail servers like to repeat addresses in their refusals, some repeat what was sent. So of an answer only its codes
//! are kept, and there is no `source` behind which the words would come back.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use lettre::address::AddressError;
use lettre::transport::smtp;

/// A mail was not handed over. Never says to whom it was, or what it said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    /// There is no mail server to hand it to.
    #[error("no mail server is configured")]
    Nowhere,
    /// The outbox was told to fail.
    #[error("the outbox was told to fail")]
    Outbox,
    /// The address is one that mail cannot go to.
    #[error("mail cannot go to such an address: {0}")]
    Address(AddressError),
    /// The certificates to trust cannot be read.
    #[error("the certificates to trust cannot be read: {0}")]
    Certificates(Cause),
    /// No connection, or none that is protected as it must be.
    #[error("the mail server cannot be reached: {0}")]
    Unreachable(Cause),
    /// The server does not let us log in.
    #[error("the mail server does not let us log in: {0}")]
    LogIn(Cause),
    /// The server, or the connection to it, failed while the mail was handed over.
    #[error("the mail server did not take the mail: {0}")]
    Refused(Cause),
    /// The server took too long.
    #[error("the mail server took longer than {0:?}")]
    Late(Duration),
}

/// What a mail server or the way to it did, without anybody's words but ours and the system's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause(String);

impl From<smtp::Error> for Cause {
    fn from(error: smtp::Error) -> Self {
        let words = error.source().map_or_else(|| error.to_string(), ToString::to_string);
        Self(match error.status() {
            Some(code) => match enhanced(&words) {
                Some(enhanced) => format!("it answered {code} {enhanced}"),
                None => format!("it answered {code}"),
            },
            None if error.is_response() => "its answer was cut off, or is no SMTP".to_owned(),
            None => words,
        })
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The enhanced status code (RFC 3463, such as `5.1.1`) before the words of a refusal.
fn enhanced(words: &str) -> Option<&str> {
    let code = words.split(' ').next()?;
    let number = |part: &str| part.len() <= 3 && part.parse::<u16>().is_ok();
    let mut parts = code.split('.');
    let fits = matches!(parts.next(), Some("4" | "5"))
        && parts.next().is_some_and(number)
        && parts.next().is_some_and(number)
        && parts.next().is_none();
    fits.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_enhanced_status_code_is_one() {
        assert_eq!(enhanced("5.1.1 <ada@example.org>: unknown"), Some("5.1.1"));
        assert_eq!(enhanced("4.7.123"), Some("4.7.123"));
        for other in
            ["", "ada", "5.1", "5.1.ada", "5.1.1.1", "3.1.1", "5.1.1234", "5.1.1@example.org"]
        {
            assert_eq!(enhanced(other), None, "{other}");
        }
    }
}
