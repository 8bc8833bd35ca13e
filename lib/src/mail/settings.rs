//! What a deployment says of its mail.
//!
//! Everything here is right once it exists: an address that mail can come from, a name and a password or neither. So
//! making a mailer cannot fail, and what is wrong with the settings is said where they are read.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use lettre::Address;
use lettre::message::Mailboxes;

use crate::config::Secret;

/// How mail leaves the system.
#[derive(Clone, Debug)]
pub enum MailSettings {
    /// Through a mail server.
    Smtp(MailServer),
    /// Into memory, as if it came from this address.
    Outbox(Sender),
    /// Not at all.
    Nowhere,
}

/// A mail server, and how to speak to it.
#[derive(Clone, Debug)]
pub struct MailServer {
    /// Its name, which its certificate must bear.
    pub host: String,
    /// Its port: usually 465 for [`Security::Ssl`], 587 for [`Security::StartTls`].
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Who logs in, if the server wants that.
    pub login: Option<Login>,
    /// Certificates (PEM) to trust instead of the system's.
    pub ca: Option<Vec<u8>>,
    /// Where mail comes from.
    pub sender: Sender,
    /// How long handing over one mail may take, from the first packet to the last.
    pub timeout: Duration,
}

impl MailServer {
    /// How long handing over may take, unless somebody says otherwise.
    pub const TIMEOUT: Duration = Duration::from_secs(10);
}

/// Who logs in to a mail server.
#[derive(Clone, Debug)]
pub struct Login {
    /// The name.
    pub username: String,
    /// The password, in UTF-8.
    pub password: Secret,
}

/// How the connection to a mail server is protected; never "if the server offers it".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Ssl,
    /// TLS before anything is said that matters; a server without STARTTLS is refused.
    StartTls,
    /// None. For a server on the same machine.
    Unencrypted,
}

impl FromStr for Security {
    type Err = NoSecurity;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "ssl" => Ok(Self::Ssl),
            "starttls" => Ok(Self::StartTls),
            "unencrypted" => Ok(Self::Unencrypted),
            _ => Err(NoSecurity),
        }
    }
}

/// A text that names no [`Security`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is none of ssl, starttls, unencrypted")]
pub struct NoSecurity;

/// An address that mail can come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender(Address);

impl Sender {
    /// As SMTP knows it.
    pub(super) fn address(&self) -> &Address {
        &self.0
    }
}

impl FromStr for Sender {
    type Err = NoSender;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // Read as the header it will stand in. Such a header may hold names and several addresses: here the whole text
        // must be one.
        let mut mailboxes = text.parse::<Mailboxes>().map_err(|_| NoSender)?.into_iter();
        match (mailboxes.next(), mailboxes.next()) {
            (Some(only), None) if only.email.to_string() == text => Ok(Self(only.email)),
            _ => Err(NoSender),
        }
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A text that is no [`Sender`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not an e-mail address")]
pub struct NoSender;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn security_has_exactly_three_names() {
        assert_eq!("ssl".parse(), Ok(Security::Ssl));
        assert_eq!("starttls".parse(), Ok(Security::StartTls));
        assert_eq!("unencrypted".parse(), Ok(Security::Unencrypted));
        for other in ["", "SSL", "StartTLS", "starttls ", "tls", "none", "startt1s", "ssl|starttls"]
        {
            assert_eq!(other.parse::<Security>(), Err(NoSecurity), "{other}");
        }
    }

    #[test]
    fn a_sender_is_one_address_and_nothing_else() {
        let sender: Sender = "no-reply@kindred.example".parse().expect("an address");
        assert_eq!(sender.to_string(), "no-reply@kindred.example");

        for bad in [
            "",
            "kindred",
            "@kindred.example",
            "a b@kindred.example",
            "a@kindred.example, b@kindred.example",
            "a@kindred.example\r\nBcc: b@kindred.example",
            "Kindred <no-reply@kindred.example>",
            " no-reply@kindred.example",
        ] {
            assert_eq!(bad.parse::<Sender>(), Err(NoSender), "{bad}");
        }
    }

    #[test]
    fn a_password_does_not_show() {
        let login = Login { username: "kindred".to_owned(), password: Secret::new("hunter2") };

        assert!(!format!("{login:?}").contains("hunter2"));
    }
}
