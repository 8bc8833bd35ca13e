//! A new address: at the job service once it is confirmed, at the media API at once and unconfirmed.

mod media;

use std::time::Duration;

use serde_json::json;
use tests::{Api, ENDED, JOBS_PASSWORD, Member, OPEN, PASSWORD, Reply, TestApp, Writer, doors};
use tokio::task::JoinSet;

const DAY: Duration = Duration::from_secs(86_400);
const SECOND: Duration = Duration::from_secs(1);
const NEW: &str = "new@example.org";

async fn activate(api: &Api, token: &str) -> Reply {
    api.post("/api/users/activate").form(&[("token", token)]).send().await
}

async fn change(member: &Member, email: &str) -> Reply {
    let form = [("password", JOBS_PASSWORD), ("newEmail", email)];
    member.posts("/api/users/changeEmail", &form).await
}

/// The token that gives this account a new address.
async fn changing(app: &TestApp, member: &Member, email: &str) -> String {
    let _ = change(member, email).await.ok(200);
    app.mailed_token()
}

async fn email_of(member: &Member) -> String {
    member.get("/api/users/info").await.ok(200).text_of("email")
}

#[tokio::test]
async fn a_change_is_mailed_to_the_new_address_only_and_changes_nothing_yet() {
    let app = TestApp::new().await;
    let member = Member::activated(&app).await;

    let reply = change(&member, NEW).await.ok(200);

    assert_eq!(reply.body, json!({ "msg": reply.text_of("msg") }));
    let mail = app.mail();
    assert_eq!((&*mail.to, &*mail.from), (NEW, "no-reply@kindred.localhost"));
    let line = mail.body.lines().nth(2).expect("a third line");
    assert!(line.starts_with("http://localhost:3000/activate?token="), "{line}");
    assert_eq!(email_of(&member).await, member.email);
    assert!(member.is_activated().await);
    let _ = Member::logged_in(&app.api(), &member.email, JOBS_PASSWORD).await;
}

#[tokio::test]
async fn the_link_moves_the_account_and_ends_all_sessions() {
    let app = TestApp::new().await;
    let member = Member::activated(&app).await;
    let token = changing(&app, &member, NEW).await;

    let _ = activate(&app.api(), &token).await.ok(200);

    assert_eq!(doors(&app.api(), &member.token).await, ENDED);
    let form = [("email", &*member.email), ("password", JOBS_PASSWORD)];
    app.api().post("/api/users/login").form(&form).send().await.failed(400, "auth");
    let moved = Member::logged_in(&app.api(), NEW, JOBS_PASSWORD).await;
    assert_eq!(email_of(&moved).await, NEW);
    assert!(moved.is_activated().await);
    // The address that was left is free.
    let _ = app.api().post("/api/users/signup").form(&form).send().await.ok(200);
}

#[tokio::test]
async fn the_link_is_good_once_and_for_24_hours() {
    let app = TestApp::new().await;
    let (early, late) = (Member::activated(&app).await, Member::activated(&app).await);
    let good = changing(&app, &early, NEW).await;
    let stale = changing(&app, &late, "late@example.org").await;

    app.advance(DAY - SECOND);
    let _ = activate(&app.api(), &good).await.ok(200);
    activate(&app.api(), &good).await.failed(400, "auth");
    app.advance(SECOND);
    activate(&app.api(), &stale).await.failed(400, "auth");

    let late = Member::logged_in(&app.api(), &late.email, JOBS_PASSWORD).await;
    assert_eq!(email_of(&late).await, late.email);
}

#[tokio::test]
async fn no_refused_change_sends_a_mail() {
    let app = TestApp::new().await;
    let (member, other) = (Member::activated(&app).await, Member::activated(&app).await);

    for email in [&*member.email, &*other.email] {
        change(&member, email).await.failed(400, "email");
    }
    let wrong = [("password", "wrong"), ("newEmail", NEW)];
    member.posts("/api/users/changeEmail", &wrong).await.failed(403, "auth");
    let foreign = [("password", JOBS_PASSWORD), ("newEmail", NEW), ("emailModify", &other.email)];
    member.posts("/api/users/changeEmail", &foreign).await.failed(403, "permission");

    assert_eq!(app.mails(), []);
}

#[tokio::test]
async fn a_change_whose_mail_cannot_be_sent_is_refused() {
    let app = TestApp::new().await;
    let member = Member::activated(&app).await;
    app.fail_mail(true);

    change(&member, NEW).await.failed(400, "email");

    let attempts = app.mails();
    assert_eq!(attempts.len(), 1);
    assert_eq!((&*attempts[0].to, attempts[0].sent), (NEW, false));
    assert_eq!(email_of(&member).await, member.email);
}

#[tokio::test]
async fn an_address_that_somebody_took_meanwhile_is_refused_and_nothing_is_changed() {
    let app = TestApp::new().await;
    let member = Member::activated(&app).await;
    let token = changing(&app, &member, NEW).await;
    let form = [("email", NEW), ("password", JOBS_PASSWORD)];
    let _ = app.api().post("/api/users/signup").form(&form).send().await.ok(200);

    activate(&app.api(), &token).await.failed(400, "email");

    assert_eq!(doors(&app.api(), &member.token).await, OPEN);
    assert_eq!(email_of(&member).await, member.email);
    let other = Member::logged_in(&app.api(), NEW, JOBS_PASSWORD).await;
    let _ = other.posts("/api/users/delete", &[("password", JOBS_PASSWORD)]).await.ok(200);
    let _ = activate(&app.api(), &token).await.ok(200);
}

#[tokio::test]
async fn of_several_changes_the_one_that_is_confirmed_first_counts() {
    let app = TestApp::new().await;
    let member = Member::activated(&app).await;
    let first = changing(&app, &member, NEW).await;
    let second = changing(&app, &member, "newer@example.org").await;

    let _ = activate(&app.api(), &second).await.ok(200);
    activate(&app.api(), &first).await.failed(400, "auth");

    let moved = Member::logged_in(&app.api(), "newer@example.org", JOBS_PASSWORD).await;
    assert!(moved.is_activated().await);
}

#[tokio::test]
async fn a_change_ends_with_the_sessions_of_its_time() {
    let app = TestApp::new().await;
    let member = Member::activated(&app).await;
    let token = changing(&app, &member, NEW).await;
    let form = [("password", JOBS_PASSWORD), ("newPassword", "Other-Horse-88")];
    let _ = member.posts("/api/users/changePassword", &form).await.ok(200);

    activate(&app.api(), &token).await.failed(400, "auth");

    let _ = Member::logged_in(&app.api(), &member.email, "Other-Horse-88").await;
}

#[tokio::test]
async fn the_change_of_a_deleted_account_finds_no_account() {
    let app = TestApp::new().await;
    let member = Member::activated(&app).await;
    let token = changing(&app, &member, NEW).await;
    let _ = member.posts("/api/users/delete", &[("password", JOBS_PASSWORD)]).await.ok(200);

    activate(&app.api(), &token).await.failed(400, "notInDatabase");
}

#[tokio::test]
async fn an_address_that_was_never_confirmed_can_be_changed_too() {
    let app = TestApp::new().await;
    let member = Member::new(&app.api()).await;
    let first = app.mailed_token();
    let token = changing(&app, &member, NEW).await;

    let _ = activate(&app.api(), &token).await.ok(200);

    let moved = Member::logged_in(&app.api(), NEW, JOBS_PASSWORD).await;
    assert!(moved.is_activated().await);
    activate(&app.api(), &first).await.failed(400, "auth");
}

#[tokio::test]
async fn somebody_of_the_forum_gets_their_first_address() {
    let app = TestApp::new().await;
    let writer = Writer::new(&app.api()).await;
    let form = [("password", PASSWORD), ("newEmail", NEW)];
    let call = app.api().post("/api/users/changeEmail").bearer(&writer.token).form(&form);
    let _ = call.send().await.ok(200);

    let _ = activate(&app.api(), &app.mailed_token()).await.ok(200);

    let member = Member::logged_in(&app.api(), NEW, PASSWORD).await;
    assert!(member.is_activated().await);
    let body = json!({ "username": writer.name, "password": PASSWORD });
    let session = app.api().post("/login").json(&body).send().await.ok(200);
    assert_eq!(session.number_of("user_id"), writer.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_many_move_to_at_once_is_given_once() {
    let app = TestApp::new().await;
    let mut movers = Vec::new();
    for _ in 0..20 {
        let member = Member::activated(&app).await;
        let token = changing(&app, &member, NEW).await;
        movers.push((member, token));
    }
    let mut calls = JoinSet::new();
    for (_, token) in &movers {
        let (api, token) = (app.api(), token.clone());
        calls.spawn(async move { activate(&api, &token).await });
    }

    let replies = calls.join_all().await;

    assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1);
    for reply in replies.iter().filter(|reply| reply.status != 200) {
        reply.failed(400, "email");
    }
    let mut opened = 0;
    for (member, _) in &movers {
        opened += usize::from(doors(&app.api(), &member.token).await == OPEN);
    }
    assert_eq!(opened, 19);
}
