//! The mails of a forgotten password: who gets one, and who learns from it that there is an account.

use tests::{Member, Reader, TestApp, fresh, token_in};

use super::{NEW, ask, forget, forgetful, reset, reset_media};

#[tokio::test]
async fn a_link_is_mailed_to_the_address_alone_on_the_third_line() {
    let app = TestApp::new().await;
    let member = Member::new(&app.api()).await;
    let reader = Reader::new(&app.api()).await;
    let _ = app.mails();

    let _ = ask(&app.api(), &member.email).await.ok(200);
    let _ = forget(&app.api(), reader.email()).await.ok(200);

    let mails = app.mails();
    assert_eq!(mails.len(), 2);
    for (mail, email) in mails.iter().zip([&*member.email, reader.email()]) {
        assert_eq!((&*mail.to, &*mail.from), (email, "no-reply@kindred.localhost"));
        let line = mail.body.lines().nth(2).expect("a third line");
        let token = line.strip_prefix("http://localhost:3000/resetPassword?token=");
        assert!(token.is_some_and(|token| token.len() >= 50 && !token.contains('.')), "{line}");
    }
}

#[tokio::test]
async fn nobody_gets_a_mail_at_an_unknown_address() {
    let app = TestApp::new().await;
    let unknown = fresh("m") + "@example.org";

    let _ = ask(&app.api(), &unknown).await.ok(200);
    let _ = forget(&app.api(), &unknown).await.ok(200);

    assert_eq!(app.mails(), []);
}

#[tokio::test]
async fn a_mail_server_that_fails_gives_no_account_away() {
    let app = TestApp::new().await;
    let member = Member::new(&app.api()).await;
    let _ = app.mail();
    app.fail_mail(true);
    let unknown = fresh("m") + "@example.org";

    let jobs = [ask(&app.api(), &member.email).await, ask(&app.api(), &unknown).await];
    let media = [forget(&app.api(), &member.email).await, forget(&app.api(), &unknown).await];

    jobs[0].failed(400, "email");
    media[0].failed(503, "unavailable");
    assert_eq!((jobs[0].status, &jobs[0].body), (jobs[1].status, &jobs[1].body));
    assert_eq!((media[0].status, &media[0].body), (media[1].status, &media[1].body));
    assert_eq!(app.mails().len(), 2);
}

#[tokio::test]
async fn every_mail_has_another_token() {
    let app = TestApp::new().await;
    let member = Member::new(&app.api()).await;
    let _ = app.mail();

    for _ in 0..3 {
        let _ = ask(&app.api(), &member.email).await.ok(200);
    }

    let mut tokens: Vec<_> = app.mails().iter().map(token_in).collect();
    tokens.sort_unstable();
    tokens.dedup();
    assert_eq!(tokens.len(), 3);
}

#[tokio::test]
async fn the_owner_is_told_of_a_new_password_if_they_can_be() {
    let app = TestApp::new().await;
    let (member, token) = forgetful(&app).await;
    let (_, second) = forgetful(&app).await;

    let _ = reset(&app.api(), &token, NEW).await.ok(200);
    let mail = app.mail();
    assert_eq!(mail.to, member.email);
    assert!(!mail.body.contains("token") && !mail.body.contains(NEW), "{}", mail.body);

    app.fail_mail(true);
    let _ = reset_media(&app.api(), &second, "Password#2").await.ok(200);
    assert_eq!(app.mails().len(), 1);
}
