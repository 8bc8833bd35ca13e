//! A mail as it goes over the wire: headers, encodings, an envelope.
//!
//! Texts are encoded so that any character, and a line of any length, arrives as it was. Whatever a subject contains,
//! it stays in its header.

use std::time::{Duration, SystemTime};

use lettre::address::{Address, Envelope};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Message, SinglePart};
use uuid::Uuid;

use super::{Mail, NotSent, Sender};
use crate::Timestamp;

/// The address that a mail goes to.
pub(super) fn recipient(mail: &Mail) -> Result<Address, NotSent> {
    mail.to.parse().map_err(NotSent::Address)
}

/// Write the letter; `id` makes its Message-ID.
pub(super) fn compose(
    mail: &Mail,
    sender: &Sender,
    at: Timestamp,
    id: Uuid,
) -> Result<Message, NotSent> {
    let (from, to) = (sender.address(), recipient(mail)?);
    // Given, because by default the addresses are read back from the headers, which not all of them survive.
    let envelope = Envelope::new(Some(from.clone()), vec![to.clone()]);
    let letter = Message::builder()
        .envelope(envelope.expect("there is somebody to write to"))
        .from(from.clone().into())
        .to(to.into())
        .subject(&mail.subject)
        .date(system_time(at))
        .message_id(Some(format!("<{id}@{}>", from.domain())))
        .raw_header(automatic())
        .singlepart(SinglePart::plain(mail.body.clone()));
    Ok(letter.expect("sender, recipient and date are there"))
}

/// Nobody wrote this, so no holiday should answer it (RFC 3834).
fn automatic() -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Auto-Submitted");
    HeaderValue::new(name, "auto-generated".to_owned())
}

fn system_time(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(at.micros()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn letter(sender: &str, to: &str, subject: &str, body: &str) -> Option<Message> {
        let sender: Sender = sender.parse().ok()?;
        let (to, subject, body) = (to.to_owned(), subject.to_owned(), body.to_owned());
        let at = Timestamp::from_micros(1_800_000_000_000_000);
        compose(&Mail { to, subject, body }, &sender, at, Uuid::nil()).ok()
    }

    fn text(letter: &Message) -> String {
        String::from_utf8_lossy(&letter.formatted()).into_owned()
    }

    /// The names of the headers, in order.
    fn headers(letter: &Message) -> Vec<String> {
        let text = text(letter);
        let (head, _) = text.split_once("\r\n\r\n").expect("an empty line ends the headers");
        let starts = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
        starts.map(|line| line.split(':').next().unwrap_or(line).to_owned()).collect()
    }

    #[test]
    fn time_and_id_come_from_outside() {
        let letter = letter("k@kindred.example", "ada@example.org", "Hi", "Hi").expect("a letter");
        let text = text(&letter);

        assert!(text.contains("\r\nDate: Fri, 15 Jan 2027 08:00:00 +0000\r\n"), "{text}");
        let id = "<00000000-0000-0000-0000-000000000000@kindred.example>";
        assert!(text.contains(&format!("\r\nMessage-ID: {id}\r\n")), "{text}");
    }

    #[test]
    fn addresses_that_nobody_can_write_to_are_refused() {
        for to in [
            "",
            "ada",
            "ada@",
            "@example.org",
            "ada@example.org\r\nBcc: eve@example.org",
            "ada@example.org>\r\nRCPT TO:<eve@example.org",
            "ada\r\n@example.org",
            "\"ada\r\n\"@example.org",
            "ada@exam\r\nple.org",
            "ada@example.org, eve@example.org",
            "Ada <ada@example.org>",
        ] {
            assert!(letter("k@kindred.example", to, "Hi", "Hi").is_none(), "{to:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_header_or_a_panic(
            sender in "[a-z\".,<> \\\\é\r\n-]{1,8}@[a-zü.\\[\\]\r\n0-9-]{1,8}",
            to in "[a-z\".,;:@<>() \\\\é\r\n\0-]{1,8}@[a-zü.\\[\\]\r\n0-9-]{1,8}",
            subject in any::<String>(),
            body in any::<String>(),
        ) {
            let sender = if sender.parse::<Sender>().is_ok() { &sender } else { "k@kindred.example" };
            let plain = letter(sender, "ada@example.org", "Hi", "Hi").expect("a letter");
            for to in [&to, "ada@example.org"] {
                let Some(letter) = letter(sender, to, &subject, &body) else { continue };

                let address = letter.envelope().to()[0].to_string();
                prop_assert_eq!(&address, to);
                prop_assert!(!address.contains(char::is_control));
                prop_assert_eq!(headers(&letter), headers(&plain));
            }
        }
    }
}
