//! Mail that is not handed over, and what the log says of it.

use std::time::Duration;

use kindred::Clock;
use kindred::ids::Ids;
use kindred::mail::{MailServer, MailSettings, Mailer, NotSent, Security};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::server::{Manners, Odd, Server};
use super::{SECURITIES, discreet, login, mail, mailer, post, settings};

/// What a server says that would be bad in a log.
const CHATTY: &str =
    "550 5.1.1 <ada.lovelace@example.org>: no ada here; you said: Grüß Gott, token";

#[tokio::test]
async fn refusals_say_the_code_and_nothing_of_the_mail() {
    for command in ["CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "."] {
        let manners = Manners::good(Security::Unencrypted, Some("PLAIN"));
        let (server, mailer) = post(manners.odd(command, Odd::Says(CHATTY))).await;

        let refusal = discreet(mailer.send(&mail()).await);

        let fits = match command {
            "CONNECT" | "EHLO" => matches!(refusal, NotSent::Unreachable(_)),
            "AUTH" => matches!(refusal, NotSent::LogIn(_)),
            _ => matches!(refusal, NotSent::Refused(_)),
        };
        assert!(fits, "{command}: {refusal}");
        assert!(refusal.to_string().ends_with(": it answered 550 5.1.1"), "{refusal}");
        assert!(server.heard().await.letters.is_empty(), "{command}");
    }
}

#[tokio::test]
async fn several_lines_and_nonsense_say_no_more() {
    for words in [
        "550-ada.lovelace@example.org\r\n550 has no account, token",
        "550-5.1.1 ada.lovelace@example.org\r\n551 token",
        "550 ada.lovelace@example.org",
        "999 ada.lovelace@example.org",
        "ada.lovelace@example.org?",
    ] {
        let manners = Manners::good(Security::Unencrypted, None);
        let (server, mailer) = post(manners.odd("RCPT", Odd::Says(words))).await;

        discreet(mailer.send(&mail()).await);

        assert!(server.heard().await.letters.is_empty(), "{words}");
    }
}

#[tokio::test]
async fn a_wrong_password_is_refused_before_anything_is_said() {
    for security in SECURITIES {
        for mechanism in ["PLAIN", "LOGIN"] {
            let server = Server::start(Manners::good(security, Some(mechanism))).await;
            let wrong = MailServer { login: Some(login("hunter2")), ..settings(&server) };
            let mailer = mailer(wrong);

            let sent = discreet(mailer.send(&mail()).await);
            let probed = discreet(mailer.probe().await);

            assert_eq!(sent, probed);
            let said = "the mail server does not let us log in: it answered 535 5.7.8";
            assert_eq!(sent.to_string(), said);
            assert!(!server.heard().await.commands.iter().any(|verb| verb == "MAIL"));
        }
    }
}

#[tokio::test]
async fn without_a_login_a_server_that_wants_one_refuses() {
    let server = Server::start(Manners::good(Security::Ssl, Some("PLAIN"))).await;
    let mailer = mailer(MailServer { login: None, ..settings(&server) });

    let refusal = discreet(mailer.send(&mail()).await);

    assert!(matches!(refusal, NotSent::Refused(_)), "{refusal}");
    assert!(server.heard().await.letters.is_empty());
}

#[tokio::test]
async fn nothing_is_said_to_a_server_that_cannot_encrypt() {
    for manners in [
        Manners::good(Security::Unencrypted, Some("PLAIN")),
        Manners::good(Security::StartTls, Some("PLAIN"))
            .odd("STARTTLS", Odd::Says("454 4.7.0 not today")),
    ] {
        let server = Server::start(manners).await;
        let mailer = mailer(MailServer { security: Security::StartTls, ..settings(&server) });

        let sent = discreet(mailer.send(&mail()).await);
        let probed = discreet(mailer.probe().await);

        assert!(matches!(sent, NotSent::Unreachable(_)), "{sent}");
        assert_eq!(sent, probed);
        let heard = server.heard().await;
        let harmless = |verb: &String| ["EHLO", "STARTTLS", "QUIT"].contains(&verb.as_str());
        assert!(heard.commands.iter().all(harmless), "{:?}", heard.commands);
    }
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    for security in [Security::Ssl, Security::StartTls] {
        let good = Manners::good(security, Some("PLAIN"));
        // Not from an authority that the system knows; from another authority; for another name.
        let stranger = Server::start(good).await;
        let system = MailServer { ca: None, ..settings(&stranger) };
        let other = MailServer { ca: Some(Server::start(good).await.ca), ..settings(&stranger) };
        let elsewhere = Server::start(Manners { name: "elsewhere.example", ..good }).await;
        let renamed = settings(&elsewhere);
        for settings in [system, other, renamed] {
            let mailer = mailer(settings);

            let sent = discreet(mailer.send(&mail()).await);
            let probed = discreet(mailer.probe().await);

            assert_eq!(sent, probed);
            assert!(sent.to_string().contains("invalid peer certificate"), "{sent}");
        }
        for server in [stranger, elsewhere] {
            let heard = server.heard().await;
            assert!(heard.in_clear == heard.commands);
            assert!(!heard.commands.iter().any(|verb| verb == "AUTH"));
        }
    }
}

#[tokio::test]
async fn nobody_listening_is_a_failure_of_both() {
    let server = Server::start(Manners::good(Security::Ssl, None)).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    drop(listener);

    let mailer = mailer(MailServer { port, ..settings(&server) });

    let sent = discreet(mailer.send(&mail()).await);
    assert!(sent.to_string().contains("refused"), "{sent}");
    assert_eq!(sent, discreet(mailer.probe().await));
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up() {
    let timeout = Duration::from_millis(200);
    let mut all = JoinSet::new();
    for security in SECURITIES {
        for command in ["CONNECT", "EHLO", "AUTH", "MAIL", "DATA", "."] {
            let manners = Manners::good(security, Some("LOGIN")).odd(command, Odd::SaysNothing);
            all.spawn(async move {
                let server = Server::start(manners).await;
                let mailer = mailer(MailServer { timeout, ..settings(&server) });

                let refusal = discreet(mailer.send(&mail()).await);

                assert_eq!(refusal, NotSent::Late(timeout), "{command}");
                assert!(server.heard().await.letters.is_empty());
            });
        }
    }
    all.join_all().await;
}

#[tokio::test]
async fn a_handshake_that_never_comes_is_given_up() {
    let timeout = Duration::from_millis(200);
    let manners = Manners::good(Security::Unencrypted, None).odd("CONNECT", Odd::SaysNothing);
    let server = Server::start(manners).await;
    let settings = MailServer { timeout, security: Security::Ssl, ..settings(&server) };

    let refusal = discreet(mailer(settings).probe().await);

    assert_eq!(refusal, NotSent::Late(timeout));
}

#[tokio::test]
async fn a_server_that_hangs_up_has_not_taken_the_mail() {
    for security in SECURITIES {
        for command in ["CONNECT", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "."] {
            if command == "STARTTLS" && security != Security::StartTls {
                continue;
            }
            let manners = Manners::good(security, Some("PLAIN"));
            let (server, mailer) = post(manners.odd(command, Odd::HangsUp)).await;

            discreet(mailer.send(&mail()).await);

            assert!(server.heard().await.letters.is_empty(), "{command}");
        }
    }
}

#[tokio::test]
async fn addresses_that_mail_cannot_go_to_are_refused_before_anything_is_said() {
    for to in [
        "",
        "ada",
        "ada.lovelace@example.org\r\nRCPT TO:<eve@example.org>",
        "ada.lovelace@example.org>\r\nDATA",
        "ada.lovelace@example.org, eve@example.org",
        "\"ada\r\n\"@example.org",
    ] {
        let (server, mailer) = post(Manners::good(Security::Unencrypted, None)).await;
        let mut mail = mail();
        mail.to = to.to_owned();

        let refusal = discreet(mailer.send(&mail).await);

        assert!(matches!(refusal, NotSent::Address(_)), "{refusal}");
        assert!(server.heard().await.commands.is_empty(), "{to}");
    }
}

#[tokio::test]
async fn addresses_beyond_ascii_need_a_server_that_knows_them() {
    let (server, mailer) = post(Manners::good(Security::Unencrypted, None)).await;
    let mut mail = mail();
    mail.to = "ädä@example.org".to_owned();

    let refusal = discreet(mailer.send(&mail).await);

    assert!(matches!(refusal, NotSent::Refused(_)), "{refusal}");
    assert!(!server.heard().await.commands.iter().any(|verb| verb == "MAIL"));
}

#[tokio::test]
async fn without_a_mail_server_everything_fails() {
    let ids = Ids::new(Clock::System);
    let mailer = Mailer::new(MailSettings::Nowhere, Clock::System, ids);

    assert_eq!(discreet(mailer.send(&mail()).await), NotSent::Nowhere);
    assert_eq!(discreet(mailer.probe().await), NotSent::Nowhere);
}
