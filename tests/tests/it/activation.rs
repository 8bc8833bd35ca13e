//! Links that confirm an address: how long and how often one is good, and for what.

use std::time::Duration;

use serde_json::json;
use tests::{Api, JOBS_PASSWORD, Member, OPEN, Reader, Reply, TestApp, Writer, doors, token_in};
use tokio::task::JoinSet;

const DAY: Duration = Duration::from_secs(86_400);
const SECOND: Duration = Duration::from_secs(1);
const NEW: &str = "Other-Horse-88";

async fn activate(api: &Api, token: &str) -> Reply {
    api.post("/api/users/activate").form(&[("token", token)]).send().await
}

async fn reset(api: &Api, token: &str) -> Reply {
    let form = [("newPassword", NEW), ("token", token)];
    api.post("/api/users/resetPassword").form(&form).send().await
}

/// Somebody new, and the token in their mail.
async fn newcomer(app: &TestApp) -> (Member, String) {
    let member = Member::new(&app.api()).await;
    (member, app.mailed_token())
}

#[tokio::test]
async fn a_link_confirms_the_address_and_sessions_go_on() {
    let app = TestApp::new().await;
    let (member, token) = newcomer(&app).await;

    let reply = activate(&app.api(), &token).await.ok(200);

    assert_eq!(reply.body, json!({ "msg": reply.text_of("msg") }));
    assert!(member.is_activated().await);
    assert_eq!(doors(&app.api(), &member.token).await, OPEN);
    assert_eq!(app.mails(), []);
}

#[tokio::test]
async fn a_mailed_token_works_once() {
    let app = TestApp::new().await;
    let (member, token) = newcomer(&app).await;
    let _ = activate(&app.api(), &token).await.ok(200);

    activate(&app.api(), &token).await.failed(400, "operation");

    assert!(member.is_activated().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailed_token_works_once_also_if_it_is_sent_fifty_times_at_once() {
    let app = TestApp::new().await;
    let (member, token) = newcomer(&app).await;

    let mut calls = JoinSet::new();
    for _ in 0..50 {
        let (api, token) = (app.api(), token.clone());
        calls.spawn(async move { activate(&api, &token).await });
    }
    let replies = calls.join_all().await;

    assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1);
    for reply in replies.iter().filter(|reply| reply.status != 200) {
        reply.failed(400, "operation");
    }
    assert!(member.is_activated().await);
}

#[tokio::test]
async fn a_link_is_good_for_24_hours() {
    let app = TestApp::new().await;
    let (early, good) = newcomer(&app).await;
    let (late, stale) = newcomer(&app).await;

    app.advance(DAY - SECOND);
    let _ = activate(&app.api(), &good).await.ok(200);
    app.advance(SECOND);
    activate(&app.api(), &stale).await.failed(400, "auth");

    for (member, expected) in [(early, true), (late, false)] {
        let member = Member::logged_in(&app.api(), &member.email, JOBS_PASSWORD).await;
        assert_eq!(member.is_activated().await, expected);
    }
}

#[tokio::test]
async fn the_link_of_a_deleted_account_finds_no_account() {
    let app = TestApp::new().await;
    let (member, token) = newcomer(&app).await;
    let form = [("password", JOBS_PASSWORD)];
    let _ = member.posts("/api/users/delete", &form).await.ok(200);

    activate(&app.api(), &token).await.failed(400, "notInDatabase");
}

#[tokio::test]
async fn a_link_is_bound_to_its_account_and_not_only_to_its_address() {
    let app = TestApp::new().await;
    let (member, token) = newcomer(&app).await;
    let _ = member.posts("/api/users/delete", &[("password", JOBS_PASSWORD)]).await.ok(200);
    let form = [("email", &*member.email), ("password", NEW)];
    let _ = app.api().post("/api/users/signup").form(&form).send().await.ok(200);

    activate(&app.api(), &token).await.failed(400, "notInDatabase");

    let next = Member::logged_in(&app.api(), &member.email, NEW).await;
    assert!(!next.is_activated().await);
}

#[tokio::test]
async fn a_token_of_one_purpose_is_no_good_for_another_and_not_used_up_by_it() {
    let app = TestApp::new().await;
    let (member, activation) = newcomer(&app).await;
    let path = format!("/api/users/requestPasswordReset?email={}", member.email);
    let _ = app.api().get(path).send().await.ok(200);
    let forgotten = app.mailed_token();

    activate(&app.api(), &forgotten).await.failed(400, "auth");
    reset(&app.api(), &activation).await.failed(400, "auth");
    let body = json!({ "reset_password_token": activation, "password": "Password#2" });
    app.api().post("/api/auth/reset").json(&body).send().await.failed(401, "auth");

    assert!(!member.is_activated().await);
    let _ = activate(&app.api(), &activation).await.ok(200);
    let _ = reset(&app.api(), &forgotten).await.ok(200);
}

#[tokio::test]
async fn a_mailed_token_is_no_session_and_a_session_no_mailed_token() {
    let app = TestApp::new().await;
    let (member, token) = newcomer(&app).await;

    assert_eq!(doors(&app.api(), &token).await, [422, 401, 422]);
    activate(&app.api(), &member.token).await.failed(400, "auth");
    reset(&app.api(), &member.token).await.failed(400, "auth");
}

#[tokio::test]
async fn a_link_ends_with_the_sessions_of_its_time() {
    let app = TestApp::new().await;
    let (changed, first) = newcomer(&app).await;
    let (ended, second) = newcomer(&app).await;
    let form = [("password", JOBS_PASSWORD), ("newPassword", NEW)];

    let _ = changed.posts("/api/users/changePassword", &form).await.ok(200);
    let _ = ended.posts("/api/users/invalidateAllTokens", &[]).await.ok(200);

    activate(&app.api(), &first).await.failed(400, "auth");
    activate(&app.api(), &second).await.failed(400, "auth");
}

#[tokio::test]
async fn a_link_confirms_only_the_address_that_it_went_to() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let old = app.mailed_token();
    let body = json!({ "email": "new@example.org" });
    let _ = reader.patch(reader.path()).json(&body).send().await.ok(201);
    let new = app.mailed_token();

    activate(&app.api(), &old).await.failed(400, "notInDatabase");
    let _ = activate(&app.api(), &new).await.ok(200);
}

#[tokio::test]
async fn an_activation_mail_can_be_had_again_until_the_address_is_confirmed() {
    let app = TestApp::new().await;
    let (member, first) = newcomer(&app).await;

    let reply = member.get("/api/users/resendActivationEmail").await.ok(200);

    assert_eq!(reply.body, json!({ "msg": reply.text_of("msg") }));
    let mail = app.mail();
    assert_eq!(mail.to, member.email);
    let second = token_in(&mail);
    assert_ne!(first, second);
    let _ = activate(&app.api(), &second).await.ok(200);
    activate(&app.api(), &first).await.failed(400, "operation");
    let again = member.get("/api/users/resendActivationEmail").await;
    again.failed(400, "operation");
    assert_eq!(app.mails(), []);
}

#[tokio::test]
async fn the_first_link_is_still_good_after_another_was_asked_for() {
    let app = TestApp::new().await;
    let (member, first) = newcomer(&app).await;
    let _ = member.get("/api/users/resendActivationEmail").await.ok(200);

    let _ = activate(&app.api(), &first).await.ok(200);
}

#[tokio::test]
async fn an_activation_mail_that_cannot_be_sent_is_refused() {
    let app = TestApp::new().await;
    let (member, first) = newcomer(&app).await;
    app.fail_mail(true);

    let reply = member.get("/api/users/resendActivationEmail").await;

    reply.failed(400, "email");
    assert_eq!(app.mails().len(), 1);
    let _ = activate(&app.api(), &first).await.ok(200);
}

#[tokio::test]
async fn an_account_without_an_address_gets_no_activation_mail() {
    let app = TestApp::new().await;
    let writer = Writer::new(&app.api()).await;

    let call = app.api().get("/api/users/resendActivationEmail").bearer(&writer.token);

    call.send().await.failed(400, "operation");
    assert_eq!(app.mails(), []);
}
