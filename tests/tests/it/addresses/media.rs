//! An address that an account gets at the media API.

use serde_json::json;
use tests::{Member, OPEN, PASSWORD, Reader, TestApp, doors, token_in};
use tokio::task::JoinSet;

use super::{NEW, activate};

#[tokio::test]
async fn an_address_of_the_media_api_is_new_at_once_and_unconfirmed() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let _ = activate(&app.api(), &app.mailed_token()).await.ok(200);

    let body = json!({ "email": NEW });
    let _ = reader.patch(reader.path()).json(&body).send().await.ok(201);

    let mail = app.mail();
    assert_eq!(mail.to, NEW);
    let member = Member::logged_in(&app.api(), NEW, PASSWORD).await;
    assert!(!member.is_activated().await);
    assert_eq!(doors(&app.api(), &reader.token).await, OPEN);
    let _ = activate(&app.api(), &token_in(&mail)).await.ok(200);
    assert!(member.is_activated().await);
}

#[tokio::test]
async fn another_case_of_the_same_address_stays_confirmed() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let _ = activate(&app.api(), &app.mailed_token()).await.ok(200);

    let body = json!({ "email": reader.email().to_uppercase() });
    let _ = reader.patch(reader.path()).json(&body).send().await.ok(201);

    assert_eq!(app.mails(), []);
    let info = reader.get("/api/users/info").await.ok(200);
    assert_eq!((&info.body["activated"], &info.body["email"]), (&json!(true), &body["email"]));
}

#[tokio::test]
async fn a_new_address_at_the_media_api_does_not_depend_on_the_mail() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let _ = app.mail();
    app.fail_mail(true);

    let body = json!({ "email": NEW });
    let _ = reader.patch(reader.path()).json(&body).send().await.ok(201);
    assert_eq!(app.mails().len(), 1);

    app.fail_mail(false);
    let _ = reader.get("/api/users/resendActivationEmail").await.ok(200);
    let _ = activate(&app.api(), &app.mailed_token()).await.ok(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_many_take_at_once_is_given_once() {
    let app = TestApp::new().await;
    let mut readers = Vec::new();
    for _ in 0..20 {
        readers.push(Reader::new(&app.api()).await);
    }
    let _ = app.mails();

    let body = json!({ "email": NEW });
    let taking = readers.iter().map(|reader| reader.patch(reader.path()).json(&body).send());
    let replies = taking.collect::<JoinSet<_>>().join_all().await;

    assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 1);
    for reply in replies.iter().filter(|reply| reply.status != 201) {
        reply.failed(400, "taken");
    }
    // Only who has the address gets a mail about it.
    assert_eq!(app.mail().to, NEW);
}
