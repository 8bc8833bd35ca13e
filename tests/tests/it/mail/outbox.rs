//! Mail that stays in memory.

use kindred::Clock;
use kindred::ids::Ids;
use kindred::mail::{Mail, MailSettings, Mailer, NotSent, Outbox};
use serde_json::{json, to_value};

use super::{SENDER, discreet};

fn outbox() -> (Mailer, Outbox) {
    let settings = MailSettings::Outbox(SENDER.parse().expect("an address"));
    let mailer = Mailer::new(settings, Clock::System, Ids::new(Clock::System));
    let Mailer::Outbox(outbox) = &mailer else { panic!("not an outbox: {mailer:?}") };
    let outbox = outbox.clone();
    (mailer, outbox)
}

fn mail(subject: &str) -> Mail {
    let (to, body) = ("ada.lovelace@example.org".to_owned(), "Hi\n\nhttps://…".to_owned());
    Mail { to, subject: subject.to_owned(), body }
}

#[tokio::test]
async fn attempts_are_kept_oldest_first() {
    let (mailer, outbox) = outbox();

    mailer.send(&mail("one")).await.expect("it works");
    outbox.fail(true);
    assert_eq!(discreet(mailer.clone().send(&mail("two")).await), NotSent::Outbox);
    outbox.fail(false);
    mailer.send(&mail("three")).await.expect("it works again");

    let attempt = |subject: &str, sent: bool| {
        json!({
            "to": "ada.lovelace@example.org",
            "from": SENDER,
            "subject": subject,
            "body": "Hi\n\nhttps://…",
            "sent": sent,
        })
    };
    assert_eq!(
        to_value(outbox.attempts()).expect("JSON"),
        json!([attempt("one", true), attempt("two", false), attempt("three", true)])
    );
}

#[tokio::test]
async fn clearing_forgets_the_mails_and_not_the_failing() {
    let (mailer, outbox) = outbox();
    mailer.send(&mail("one")).await.expect("it works");
    outbox.fail(true);

    outbox.clear();

    assert!(outbox.attempts().is_empty());
    discreet(mailer.send(&mail("two")).await);
    assert_eq!(outbox.attempts().len(), 1);
}

#[tokio::test]
async fn a_probe_fails_like_sending_and_is_not_kept() {
    let (mailer, outbox) = outbox();

    mailer.probe().await.expect("it would work");
    outbox.fail(true);
    assert_eq!(discreet(mailer.probe().await), NotSent::Outbox);

    assert!(outbox.attempts().is_empty());
}

#[tokio::test]
async fn what_no_server_could_be_told_is_not_sent_here_either() {
    let (mailer, outbox) = outbox();
    let mut mail = mail("one");
    mail.to = "ada.lovelace@example.org\r\nBcc: eve@example.org".to_owned();

    let refusal = discreet(mailer.send(&mail).await);

    assert!(matches!(refusal, NotSent::Address(_)), "{refusal}");
    assert!(!outbox.attempts()[0].sent);
}

#[tokio::test]
async fn an_outbox_does_not_show_its_mails() {
    let (mailer, outbox) = outbox();

    mailer.send(&mail("one")).await.expect("it works");

    let shown = format!("{mailer:?} {outbox:?}");
    assert!(!shown.contains("example.org") && !shown.contains("https"), "{shown}");
}
