//! Signing up at the job service: the mail that it sends, and many who want the same address.

use kindred::entity::user::User;
use kindred::mail::MailSettings;
use serde_json::json;
use tests::{Api, Call, JOBS_PASSWORD, Member, PASSWORD, Reader, TestApp, Writer, token_in};
use tokio::task::JoinSet;

const EMAIL: &str = "ada+jobs@example.org";

fn sign_up(api: &Api, email: &str) -> Call {
    let form = [("email", email), ("password", JOBS_PASSWORD)];
    api.post("/api/users/signup").form(&form)
}

async fn holder(app: &TestApp, email: &str) -> Option<User> {
    let claim = User::email_claim(email);
    User::by_claim(&app.app().store, &claim).await.expect("the store answers")
}

#[tokio::test]
async fn signing_up_mails_a_link_alone_on_the_third_line() {
    let app = TestApp::new().await;

    let _ = sign_up(&app.api(), EMAIL).send().await.ok(200);

    let mail = app.mail();
    assert_eq!((&*mail.to, &*mail.from), (EMAIL, "no-reply@kindred.localhost"));
    assert!(!mail.subject.trim().is_empty());
    let line = mail.body.lines().nth(2).expect("a third line");
    let token = line.strip_prefix("http://localhost:3000/activate?token=").expect("a link");
    assert!(token.len() >= 50, "{token}");
    let is_safe = |char: char| char.is_ascii_alphanumeric() || "-_".contains(char);
    assert!(token.chars().all(is_safe), "{token}");
    assert_eq!(token_in(&mail), token);
}

#[tokio::test]
async fn the_link_leads_to_the_client_and_the_mail_comes_from_the_sender_of_the_settings() {
    let app = TestApp::with(|config| {
        config.client_url = "https://jobs.example.org/#".to_owned();
        config.mail = MailSettings::Outbox("jobs@example.org".parse().expect("an address"));
    })
    .await;

    let _ = sign_up(&app.api(), EMAIL).send().await.ok(200);

    let mail = app.mail();
    assert_eq!(mail.from, "jobs@example.org");
    let line = mail.body.lines().nth(2).expect("a third line");
    assert!(line.starts_with("https://jobs.example.org/#/activate?token="), "{line}");
}

#[tokio::test]
async fn no_refused_sign_up_sends_a_mail_or_uses_up_an_id() {
    let app = TestApp::new().await;
    let member = Member::new(&app.api()).await;
    let _ = app.mail();

    sign_up(&app.api(), &member.email).send().await.failed(400, "email");
    for form in [&[("email", EMAIL)][..], &[("password", JOBS_PASSWORD)]] {
        let reply = app.api().post("/api/users/signup").form(form).send().await;
        reply.failed(400, "invalidRequest");
    }

    assert_eq!(app.mails(), []);
    let _ = sign_up(&app.api(), EMAIL).send().await.ok(200);
    assert_eq!(holder(&app, EMAIL).await.expect("an account").id, 2);
}

#[tokio::test]
async fn without_a_mail_there_is_no_account() {
    let app = TestApp::new().await;
    app.fail_mail(true);

    let reply = sign_up(&app.api(), EMAIL).send().await;

    reply.failed(400, "email");
    assert!(reply.body.get("allowedEmailDomains").is_none(), "{}", reply.text);
    let attempts = app.mails();
    assert_eq!(attempts.iter().map(|mail| mail.sent).collect::<Vec<_>>(), [false]);
    assert!(holder(&app, EMAIL).await.is_none());
    let form = [("email", EMAIL), ("password", JOBS_PASSWORD)];
    app.api().post("/api/users/login").form(&form).send().await.failed(400, "auth");

    app.fail_mail(false);
    let _ = sign_up(&app.api(), EMAIL).send().await.ok(200);
    let _ = app.mail();
}

#[tokio::test]
async fn the_link_in_a_mail_that_failed_opens_nothing_later() {
    let app = TestApp::new().await;
    app.fail_mail(true);
    sign_up(&app.api(), EMAIL).send().await.failed(400, "email");
    let lost = token_in(&app.mails()[0]);
    app.fail_mail(false);
    let _ = sign_up(&app.api(), EMAIL).send().await.ok(200);

    let call = app.api().post("/api/users/activate").form(&[("token", &*lost)]);

    call.send().await.failed(400, "notInDatabase");
    assert!(!holder(&app, EMAIL).await.expect("an account").activated);
}

#[tokio::test(flavor = "multi_thread")]
async fn uniqueness_is_decided_by_the_store_and_not_by_a_look_before() {
    let app = TestApp::new().await;

    let mut calls = JoinSet::new();
    for nr in 0..50 {
        let email = if nr % 2 == 0 { EMAIL.to_owned() } else { EMAIL.replacen('a', "A", 1) };
        calls.spawn(sign_up(&app.api(), &email).send());
    }
    let replies = calls.join_all().await;

    let (won, lost): (Vec<_>, Vec<_>) = replies.iter().partition(|reply| reply.status == 200);
    assert_eq!((won.len(), lost.len()), (1, 49));
    for reply in lost {
        reply.failed(400, "email");
    }
    // Only who has the address gets a mail about it.
    let token = app.mailed_token();
    let call = app.api().post("/api/users/activate").form(&[("token", &*token)]);
    let _ = call.send().await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_given_once_also_when_two_doors_are_asked_at_once() {
    let app = TestApp::new().await;
    let body = json!({ "email": EMAIL, "username": "ada.l", "password": PASSWORD });

    let mut calls = JoinSet::new();
    for _ in 0..10 {
        calls.spawn(sign_up(&app.api(), EMAIL).send());
        calls.spawn(app.api().post("/api/auth/register").json(&body).send());
    }
    let replies = calls.join_all().await;

    let winners: Vec<_> = replies.iter().filter(|reply| reply.status < 300).collect();
    let losers = replies.iter().filter(|reply| reply.status == 400).count();
    assert_eq!((winners.len(), losers), (1, 19));
    let _ = app.mail();
}

#[tokio::test]
async fn registering_at_the_media_api_mails_the_same_and_does_not_depend_on_it() {
    let app = TestApp::new().await;

    let reader = Reader::new(&app.api()).await;
    let mail = app.mail();
    assert_eq!(mail.to, reader.email());
    let call = app.api().post("/api/users/activate").form(&[("token", &*token_in(&mail))]);
    let _ = call.send().await.ok(200);
    assert!(holder(&app, reader.email()).await.expect("an account").activated);

    app.fail_mail(true);
    let reader = Reader::new(&app.api()).await;
    assert_eq!(app.mails().len(), 1);
    assert!(holder(&app, reader.email()).await.is_some());
}

#[tokio::test]
async fn registering_at_the_forum_mails_nothing() {
    let app = TestApp::new().await;

    let _ = Writer::new(&app.api()).await;

    assert_eq!(app.mails(), []);
}
