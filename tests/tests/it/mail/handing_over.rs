//! Mail that arrives, and probes that leave no trace.

use kindred::mail::{MailServer, Mailer, NotSent, Security};
use mail_parser::MessageParser;

use super::server::{Heard, Manners, Odd, PASSWORD};
use super::{RECIPIENT, SECURITIES, SENDER, discreet, link, mail, mailer, post, settings};

/// Send the mail, and see it arrive.
async fn arrives(manners: Manners) -> Heard {
    let (server, mailer) = post(manners).await;

    mailer.send(&mail()).await.expect("it is handed over");

    let heard = server.heard().await;
    assert_eq!(heard.letters.len(), 1);
    let letter = &heard.letters[0];
    assert_eq!(letter.from, format!("FROM:<{SENDER}>"));
    assert_eq!(letter.to, format!("TO:<{RECIPIENT}>"));
    let read = MessageParser::default().parse(&letter.text).expect("a mail");
    assert_eq!(read.subject(), Some(&*mail().subject));
    let body = read.body_text(0).expect("a text").replace("\r\n", "\n");
    assert_eq!(body.trim_end(), mail().body);
    assert!(body.lines().any(|line| line == link()), "the link stands alone on its line");
    heard
}

#[tokio::test]
async fn a_mail_arrives_over_every_kind_of_connection() {
    for security in SECURITIES {
        for login in [None, Some("PLAIN"), Some("LOGIN")] {
            let heard = arrives(Manners::good(security, login)).await;

            match security {
                Security::Ssl => assert!(heard.in_clear.is_empty()),
                Security::StartTls => assert_eq!(heard.in_clear, ["EHLO", "STARTTLS"]),
                Security::Unencrypted => assert_eq!(heard.in_clear, heard.commands),
            }
        }
    }
}

#[tokio::test]
async fn a_mail_says_what_it_is_in_plain_ascii() {
    let heard = arrives(Manners::good(Security::Unencrypted, None)).await;

    let letter = &heard.letters[0].text;
    assert!(letter.is_ascii());
    assert!(letter.split(|byte| *byte == b'\n').all(|line| line.len() < 998));
    let read = MessageParser::default().parse(letter).expect("a mail");
    let address = |list: Option<&mail_parser::Address<'_>>| {
        let only = list.and_then(|list| list.first()).expect("somebody");
        only.address().map(str::to_owned)
    };
    assert_eq!(address(read.from()).as_deref(), Some(SENDER));
    assert_eq!(address(read.to()).as_deref(), Some(RECIPIENT));
    assert_eq!(read.header("Auto-Submitted").and_then(|h| h.as_text()), Some("auto-generated"));
    assert_eq!(read.header("MIME-Version").and_then(|h| h.as_text()), Some("1.0"));
    assert!(read.date().is_some());
    assert!(read.message_id().is_some_and(|id| id.ends_with("@kindred.example")));
}

#[tokio::test]
async fn two_mails_of_one_mailer_are_two_letters() {
    let (server, mailer) = post(Manners::good(Security::StartTls, Some("PLAIN"))).await;

    mailer.send(&mail()).await.expect("it is handed over");
    mailer.clone().send(&mail()).await.expect("it is handed over");

    let heard = server.heard().await;
    let id = |n: usize| {
        let read = MessageParser::default().parse(&heard.letters[n].text).expect("a mail");
        read.message_id().expect("an id").to_owned()
    };
    assert_eq!(heard.letters.len(), 2);
    assert_ne!(id(0), id(1));
}

#[tokio::test]
async fn a_simple_text_is_readable_on_the_way() {
    let (server, mailer) = post(Manners::good(Security::Unencrypted, None)).await;
    let mut mail = mail();
    mail.body = "Hello,\n\nhttps://kindred.example/activate?token=a=3D.b\n.\n..dots".to_owned();

    mailer.send(&mail).await.expect("it is handed over");

    let heard = server.heard().await;
    let text = String::from_utf8_lossy(&heard.letters[0].text).replace("\r\n", "\n");
    let (_, body) = text.split_once("\n\n").expect("an empty line ends the headers");
    assert_eq!(body.trim_end(), mail.body);
}

#[tokio::test]
async fn odd_addresses_arrive_as_they_are() {
    for to in [r#""ada, the \"first\"> "@example.org"#, "o'brien+a=b@example.org"] {
        let (server, mailer) = post(Manners::good(Security::Unencrypted, None)).await;

        let mut mail = mail();
        mail.to = to.to_owned();
        mailer.send(&mail).await.expect("it is handed over");

        assert_eq!(server.heard().await.letters[0].to, format!("TO:<{to}>"));
    }
}

#[tokio::test]
async fn a_line_break_in_a_subject_makes_no_header() {
    let (server, mailer) = post(Manners::good(Security::Unencrypted, None)).await;
    let mut mail = mail();
    mail.subject = "Hi\r\nBcc: eve@example.org\r\n\r\nRead this".to_owned();

    mailer.send(&mail).await.expect("it is handed over");

    let heard = server.heard().await;
    assert_eq!(heard.commands, ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]);
    let read = MessageParser::default().parse(&heard.letters[0].text).expect("a mail");
    assert!(read.bcc().is_none());
    let body = read.body_text(0).expect("a text").replace("\r\n", "\n");
    assert_eq!(body.trim_end(), mail.body);
}

#[tokio::test]
async fn a_probe_does_everything_but_send() {
    for (security, commands) in [
        (Security::Ssl, &["EHLO", "AUTH", "QUIT"][..]),
        (Security::StartTls, &["EHLO", "STARTTLS", "EHLO", "AUTH", "QUIT"]),
        (Security::Unencrypted, &["EHLO", "AUTH", "QUIT"]),
    ] {
        let (server, mailer) = post(Manners::good(security, Some("PLAIN"))).await;

        mailer.probe().await.expect("it could be sent");

        assert_eq!(server.heard().await.commands, commands);
    }
}

#[tokio::test]
async fn however_the_server_takes_leave_it_has_the_mail() {
    for odd in [Odd::HangsUp, Odd::Says("500 5.0.0 never heard of it")] {
        let manners = Manners::good(Security::Ssl, None).odd("QUIT", odd);

        arrives(manners).await;
        let (_server, mailer) = post(manners).await;
        mailer.probe().await.expect("it could be sent");
    }
}

#[tokio::test]
async fn a_mailer_shows_no_secrets() {
    let (server, mailer) = post(Manners::good(Security::Ssl, Some("PLAIN"))).await;

    let shown = format!("{mailer:?}");

    assert!(shown.contains("127.0.0.1"), "{shown}");
    assert!(!shown.contains(PASSWORD), "{shown}");
    server.heard().await;
}

#[tokio::test]
async fn certificates_are_read_when_the_first_mail_goes_out() {
    let (server, _) = post(Manners::good(Security::Ssl, None)).await;
    let unreadable = b"-----BEGIN CERTIFICATE-----\nno base64\n-----END CERTIFICATE-----\n";

    let mailer = mailer(MailServer { ca: Some(unreadable.to_vec()), ..settings(&server) });

    assert!(matches!(mailer, Mailer::Smtp(_)));
    let refusal = discreet(mailer.send(&mail()).await);
    assert!(matches!(refusal, NotSent::Certificates(_)), "{refusal}");
    assert!(server.heard().await.commands.is_empty());
}
