//! Mail, handed over to a real server on this machine: one that works, and ones that do not.

mod failures;
mod handing_over;
mod outbox;
pub(crate) mod server;

use std::error::Error as _;

use kindred::Clock;
use kindred::config::Secret;
use kindred::ids::Ids;
use kindred::mail::{Login, Mail, MailServer, MailSettings, Mailer, NotSent, Security};

use server::{Manners, PASSWORD, Server, USERNAME};

const SENDER: &str = "no-reply@kindred.example";
const RECIPIENT: &str = "ada.lovelace@example.org";
const SECURITIES: [Security; 3] = [Security::Unencrypted, Security::StartTls, Security::Ssl];

/// A link longer than any line of a mail may be.
fn link() -> String {
    format!("https://kindred.example/activate?token={}.{}", "Zm9v=".repeat(240), "_-".repeat(9))
}

fn mail() -> Mail {
    Mail {
        to: RECIPIENT.to_owned(),
        subject: "Willkommen, schöne neue Welt: ein Betreff, der länger ist als eine Zeile 🦉"
            .to_owned(),
        body: format!("Grüß Gott,\n.\n{}\n\n..und ein Punkt am Anfang", link()),
    }
}

/// Settings that fit the server, for a client that means well.
pub(crate) fn settings(server: &Server) -> MailServer {
    MailServer {
        host: "127.0.0.1".to_owned(),
        port: server.port,
        security: server.manners.security,
        login: server.manners.login.map(|_| login(PASSWORD)),
        ca: Some(server.ca.clone()),
        sender: SENDER.parse().expect("an address"),
        timeout: MailServer::TIMEOUT,
    }
}

fn login(password: &str) -> Login {
    Login { username: USERNAME.to_owned(), password: Secret::new(password) }
}

fn mailer(settings: MailServer) -> Mailer {
    Mailer::new(MailSettings::Smtp(settings), Clock::System, Ids::new(Clock::System))
}

/// A server with these manners, and a mailer that fits it.
async fn post(manners: Manners) -> (Server, Mailer) {
    let server = Server::start(manners).await;
    let mailer = mailer(settings(&server));
    (server, mailer)
}

/// The refusal, which whoever reads the log may see.
fn discreet(result: Result<(), NotSent>) -> NotSent {
    let refusal = result.expect_err("it cannot be sent");
    assert!(refusal.source().is_none(), "what is behind it may say anything");
    let words = format!("{refusal} {refusal:?} {}", kindred::Error::internal(refusal.clone()));
    for private in ["ada", "lovelace", "example.org", "token", "Grüß", PASSWORD] {
        assert!(
            !words.to_lowercase().contains(&private.to_lowercase()),
            "{private} is in: {words}"
        );
    }
    refusal
}
