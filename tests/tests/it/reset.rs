//! A password that was forgotten: the link in the mail, how long and how often it is good, and what it does.

mod mails;

use std::time::Duration;

use serde_json::json;
use tests::{Api, ENDED, JOBS_PASSWORD, Member, PASSWORD, Reader, Reply, TestApp, doors};
use tokio::task::JoinSet;

const HOUR: Duration = Duration::from_secs(3_600);
const SECOND: Duration = Duration::from_secs(1);
const NEW: &str = "Other-Horse-88";

async fn ask(api: &Api, email: &str) -> Reply {
    api.get(format!("/api/users/requestPasswordReset?email={email}")).send().await
}

async fn forget(api: &Api, email: &str) -> Reply {
    api.post("/api/auth/forget").json(&json!({ "email": email })).send().await
}

async fn reset(api: &Api, token: &str, password: &str) -> Reply {
    let form = [("newPassword", password), ("token", token)];
    api.post("/api/users/resetPassword").form(&form).send().await
}

async fn reset_media(api: &Api, token: &str, password: &str) -> Reply {
    let body = json!({ "reset_password_token": token, "password": password });
    api.post("/api/auth/reset").json(&body).send().await
}

/// Somebody new who has forgotten their password, and the token in their mail.
async fn forgetful(app: &TestApp) -> (Member, String) {
    let member = Member::new(&app.api()).await;
    let _ = app.mail();
    let _ = ask(&app.api(), &member.email).await.ok(200);
    (member, app.mailed_token())
}

/// The password works, and none of these.
async fn only(app: &TestApp, email: &str, password: &str, others: &[&str]) {
    for other in others {
        let form = [("email", email), ("password", *other)];
        app.api().post("/api/users/login").form(&form).send().await.failed(400, "auth");
    }
    let _ = Member::logged_in(&app.api(), email, password).await;
}

#[tokio::test]
async fn the_link_sets_the_password_and_ends_all_sessions() {
    let app = TestApp::new().await;
    let (member, token) = forgetful(&app).await;

    let reply = reset(&app.api(), &token, NEW).await.ok(200);

    assert_eq!(reply.body, json!({ "msg": reply.text_of("msg") }));
    assert_eq!(doors(&app.api(), &member.token).await, ENDED);
    only(&app, &member.email, NEW, &[JOBS_PASSWORD]).await;
}

#[tokio::test]
async fn whoever_got_the_mail_has_the_address() {
    let app = TestApp::new().await;
    let (member, token) = forgetful(&app).await;

    let _ = reset(&app.api(), &token, NEW).await.ok(200);

    assert!(Member::logged_in(&app.api(), &member.email, NEW).await.is_activated().await);
}

#[tokio::test]
async fn an_owner_takes_an_account_back_that_somebody_made_with_their_address() {
    let app = TestApp::new().await;
    let squatter = Reader::new(&app.api()).await;
    let _ = app.mail();
    let _ = ask(&app.api(), squatter.email()).await.ok(200);

    let _ = reset(&app.api(), &app.mailed_token(), NEW).await.ok(200);

    assert_eq!(doors(&app.api(), &squatter.token).await, ENDED);
    only(&app, squatter.email(), NEW, &[PASSWORD]).await;
}

#[tokio::test]
async fn the_link_works_once() {
    let app = TestApp::new().await;
    let (member, token) = forgetful(&app).await;
    let _ = reset(&app.api(), &token, NEW).await.ok(200);

    reset(&app.api(), &token, "Third-Horse-99").await.failed(400, "auth");
    reset_media(&app.api(), &token, "Password#3").await.failed(401, "auth");

    only(&app, &member.email, NEW, &["Third-Horse-99", "Password#3"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_works_once_also_if_it_is_sent_twenty_times_at_once() {
    let app = TestApp::new().await;
    let (member, token) = forgetful(&app).await;

    let mut calls = JoinSet::new();
    for nr in 0..20 {
        let (api, token) = (app.api(), token.clone());
        calls.spawn(async move {
            let password = format!("Racing-Horse-{nr}");
            (reset(&api, &token, &password).await, password)
        });
    }
    let (won, lost): (Vec<_>, Vec<_>) =
        calls.join_all().await.into_iter().partition(|(reply, _)| reply.status == 200);

    assert_eq!((won.len(), lost.len()), (1, 19));
    for (reply, _) in &lost {
        reply.failed(400, "auth");
    }
    let lost: Vec<_> = lost.iter().map(|(_, password)| &**password).collect();
    only(&app, &member.email, &won[0].1, &lost).await;
}

#[tokio::test]
async fn a_refused_password_does_not_use_up_the_link() {
    let app = TestApp::new().await;
    let (member, token) = forgetful(&app).await;

    for weak in ["", "tooShort58!", "ThisPasswordHasNoNumbers!"] {
        reset(&app.api(), &token, weak).await.failed(400, "password");
    }
    let weak = reset_media(&app.api(), &token, "password").await;
    assert_eq!(weak.wrong_fields(), ["password"]);

    let _ = reset(&app.api(), &token, NEW).await.ok(200);
    only(&app, &member.email, NEW, &[]).await;
}

#[tokio::test]
async fn a_link_of_the_job_service_is_good_for_an_hour() {
    let app = TestApp::new().await;
    let (_, good) = forgetful(&app).await;
    let (late, stale) = forgetful(&app).await;

    app.advance(HOUR - SECOND);
    let _ = reset(&app.api(), &good, NEW).await.ok(200);
    app.advance(SECOND);
    reset(&app.api(), &stale, NEW).await.failed(400, "auth");

    only(&app, &late.email, JOBS_PASSWORD, &[NEW]).await;
}

#[tokio::test]
async fn a_link_of_the_media_api_is_good_for_24_hours() {
    let app = TestApp::new().await;
    let mut tokens = Vec::new();
    for _ in 0..2 {
        let reader = Reader::new(&app.api()).await;
        let _ = app.mail();
        let _ = forget(&app.api(), reader.email()).await.ok(200);
        tokens.push(app.mailed_token());
    }

    app.advance(24 * HOUR - SECOND);
    let _ = reset_media(&app.api(), &tokens[0], "Password#2").await.ok(200);
    app.advance(SECOND);
    reset_media(&app.api(), &tokens[1], "Password#2").await.failed(401, "auth");
}

#[tokio::test]
async fn a_link_of_one_door_sets_the_password_at_another_by_the_rule_of_that_door() {
    let app = TestApp::new().await;
    let (member, token) = forgetful(&app).await;
    let reader = Reader::new(&app.api()).await;
    let _ = app.mail();
    let _ = forget(&app.api(), reader.email()).await.ok(200);
    let other = app.mailed_token();

    let _ = reset_media(&app.api(), &token, "Password#2").await.ok(200);
    let _ = reset(&app.api(), &other, NEW).await.ok(200);

    only(&app, &member.email, "Password#2", &[JOBS_PASSWORD]).await;
    only(&app, reader.email(), NEW, &[PASSWORD]).await;
}

#[tokio::test]
async fn a_link_ends_with_the_password_that_was_forgotten() {
    let app = TestApp::new().await;
    let (member, first) = forgetful(&app).await;
    let _ = ask(&app.api(), &member.email).await.ok(200);
    let second = app.mailed_token();
    let (other, third) = forgetful(&app).await;
    let form = [("password", JOBS_PASSWORD), ("newPassword", NEW)];

    let _ = reset(&app.api(), &second, NEW).await.ok(200);
    let _ = other.posts("/api/users/changePassword", &form).await.ok(200);

    reset(&app.api(), &first, "Third-Horse-99").await.failed(400, "auth");
    reset(&app.api(), &third, "Third-Horse-99").await.failed(400, "auth");
}

#[tokio::test]
async fn a_link_ends_with_the_address_that_it_went_to() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let _ = app.mail();
    let _ = ask(&app.api(), reader.email()).await.ok(200);
    let token = app.mailed_token();
    let body = json!({ "email": "new@example.org" });
    let _ = reader.patch(reader.path()).json(&body).send().await.ok(201);

    reset(&app.api(), &token, NEW).await.failed(400, "auth");

    only(&app, "new@example.org", PASSWORD, &[NEW]).await;
}

#[tokio::test]
async fn the_link_of_a_deleted_account_finds_no_account() {
    let app = TestApp::new().await;
    let (member, token) = forgetful(&app).await;
    let _ = member.posts("/api/users/delete", &[("password", JOBS_PASSWORD)]).await.ok(200);

    reset(&app.api(), &token, NEW).await.failed(400, "notInDatabase");
    reset_media(&app.api(), &token, "Password#2").await.failed(401, "notInDatabase");
}
