//! How long a session lasts, at which door, and what ends it before.

use std::time::Duration;

use kindred::auth::token::{Claims, Tokens};
use kindred::config::Secret;
use kindred::entity::user::User;
use kindred::store::Change;
use serde_json::json;
use tests::{Reader, Reply, TestApp, Writer};

const INVALID: &str = "Invalid access-token. Log in please";
const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(86_400);
const SECOND: Duration = Duration::from_secs(1);

async fn at_the_forum(app: &TestApp, token: &str) -> Reply {
    app.api().post("/verify-token").json(&json!({ "access-token": token })).send().await
}

async fn at_the_media_api(app: &TestApp, token: &str) -> Reply {
    app.api().get("/api/movie/user").bearer(token).send().await
}

/// The media API must have refused the token with this status.
#[track_caller]
fn turned_away(reply: &Reply, status: u16) {
    assert_eq!(reply.status, status, "{}", reply.text);
    assert_eq!((&reply.body["status"], &reply.body["errorType"]), (&json!(false), &json!("token")));
    assert!(reply.body["msg"].is_string() && reply.body["message"].is_string(), "{}", reply.text);
}

fn claims(app: &TestApp, token: &str) -> Claims {
    app.app().tokens.verify(token).expect("a token of ours")
}

/// The account behind a token.
async fn owner(app: &TestApp, token: &str) -> User {
    let id = claims(app, token).sub.parse().expect("an id");
    let user = app.app().store.get::<User>(&User::place(id)).await.expect("a read");
    user.expect("the account")
}

#[tokio::test]
async fn the_forum_accepts_its_sessions_for_30_days() {
    let app = TestApp::new().await;
    let token = Writer::new(&app.api()).await.token;

    app.advance(30 * DAY - SECOND);
    let _ = at_the_forum(&app, &token).await.ok(200);
    app.advance(SECOND);

    at_the_forum(&app, &token).await.refused(401, INVALID);
}

#[tokio::test]
async fn the_media_api_accepts_its_sessions_for_12_hours() {
    let app = TestApp::new().await;
    let token = Reader::new(&app.api()).await.token;

    app.advance(12 * HOUR - SECOND);
    let _ = at_the_media_api(&app, &token).await.ok(200);
    app.advance(SECOND);

    turned_away(&at_the_media_api(&app, &token).await, 401);
}

#[tokio::test]
async fn the_media_api_accepts_sessions_of_the_forum_for_12_hours_only() {
    let app = TestApp::new().await;
    let token = Writer::new(&app.api()).await.token;

    app.advance(12 * HOUR - SECOND);
    let _ = at_the_media_api(&app, &token).await.ok(200);
    app.advance(SECOND);

    turned_away(&at_the_media_api(&app, &token).await, 401);
    let _ = at_the_forum(&app, &token).await.ok(200);
}

#[tokio::test]
async fn the_forum_accepts_sessions_of_the_media_api_until_they_expire() {
    let app = TestApp::new().await;
    let token = Reader::new(&app.api()).await.token;

    app.advance(12 * HOUR - SECOND);
    let _ = at_the_forum(&app, &token).await.ok(200);
    app.advance(SECOND);

    at_the_forum(&app, &token).await.refused(401, INVALID);
}

#[tokio::test]
async fn a_new_log_in_after_the_end_opens_a_new_session() {
    let app = TestApp::new().await;
    let writer = Writer::new(&app.api()).await;
    app.advance(31 * DAY);

    let body = json!({ "username": writer.name, "password": tests::PASSWORD });
    let token = app.api().post("/login").json(&body).send().await.ok(200).text_of("access-token");

    let _ = at_the_forum(&app, &token).await.ok(200);
}

#[tokio::test]
async fn a_raised_session_version_ends_all_sessions() {
    let app = TestApp::new().await;
    let tokens = [Writer::new(&app.api()).await.token, Reader::new(&app.api()).await.token];
    for token in &tokens {
        let mut user = owner(&app, token).await;
        user.session_version += 1;
        let change = Change::new().update(&user);
        app.app().store.commit(change).await.expect("it can be written");
    }

    for token in &tokens {
        at_the_forum(&app, token).await.refused(401, INVALID);
        turned_away(&at_the_media_api(&app, token).await, 401);
    }
}

#[tokio::test]
async fn a_token_of_a_deleted_account_is_invalid_at_the_forum_and_404_at_the_media_api() {
    let app = TestApp::new().await;
    let tokens = [Writer::new(&app.api()).await.token, Reader::new(&app.api()).await.token];
    for token in &tokens {
        let user = owner(&app, token).await;
        app.app().store.commit(Change::new().delete(&user)).await.expect("it can be deleted");
    }

    for token in &tokens {
        at_the_forum(&app, token).await.refused(401, INVALID);
        let reply = at_the_media_api(&app, token).await.ok(404);
        assert_eq!(reply.body["status"], json!(false));
        assert_eq!(reply.body["errorType"], json!("notInDatabase"));
        assert!(reply.body["message"].is_string());
    }
}

#[tokio::test]
async fn a_token_under_another_secret_is_invalid() {
    let app = TestApp::new().await;
    let token = Writer::new(&app.api()).await.token;
    let others = Tokens::new(&Secret::new("another secret, also of 32 bytes"), None);

    let forged = others.sign(&claims(&app, &token)).expect("it can be signed");

    at_the_forum(&app, &forged).await.refused(401, INVALID);
    turned_away(&at_the_media_api(&app, &forged).await, 422);
}

#[tokio::test]
async fn a_token_of_ours_that_opens_no_session_is_invalid() {
    let app = TestApp::new().await;
    let token = Writer::new(&app.api()).await.token;
    let good = claims(&app, &token);
    let odd = [
        Claims { kind: "reset".to_owned(), ..good.clone() },
        Claims { sub: String::new(), ..good.clone() },
        Claims { sub: "-1".to_owned(), ..good.clone() },
        Claims { sub: "somebody".to_owned(), ..good },
    ];

    for claims in odd {
        let token = app.app().tokens.sign(&claims).expect("it can be signed");
        at_the_forum(&app, &token).await.refused(401, INVALID);
        turned_away(&at_the_media_api(&app, &token).await, 422);
    }
}

#[tokio::test]
async fn permissions_in_a_token_are_not_what_the_server_goes_by() {
    let app = TestApp::new().await;
    let token = Reader::new(&app.api()).await.token;

    let said = claims(&app, &token).user_claims.permissions;

    assert_eq!(said, owner(&app, &token).await.permission_names());
    assert!(!said.contains(&"delete_content".to_owned()));
}
