//! Limits as callers meet them: what counts, what a refusal says, and how one gets out of it.

use std::time::Duration;

use serde_json::json;
use tests::{Api, JOBS_PASSWORD, Member, PASSWORD, Reader, Reply, TestApp, Writer, fresh};

const QUARTER: Duration = Duration::from_secs(900);

async fn login(api: &Api, email: &str, password: &str) -> Reply {
    let form = [("email", email), ("password", password)];
    api.post("/api/users/login").form(&form).send().await
}

async fn login_media(api: &Api, email: &str, password: &str) -> Reply {
    let body = json!({ "email": email, "password": password });
    api.post("/api/auth/login").json(&body).send().await
}

/// A system with the usual limits.
async fn strict() -> TestApp {
    TestApp::with(|_| ()).await
}

/// It must be told to come back, in its own words, and when.
#[track_caller]
fn throttled(reply: &Reply, window: Duration) {
    assert_eq!(reply.status, 429, "{}", reply.text);
    assert_eq!(reply.body["errorType"], json!("throttled"), "{}", reply.text);
    let texts = ["msg", "message", "error"].map(|field| reply.body[field].is_string());
    assert_eq!(texts.iter().filter(|is_there| **is_there).count(), 1, "{}", reply.text);
    let wait = reply.headers.get("retry-after").expect("when to come back");
    let wait: u64 = wait.to_str().expect("text").parse().expect("seconds");
    assert!((1..=window.as_secs()).contains(&wait), "{wait}");
}

#[tokio::test]
async fn ten_wrong_passwords_close_every_door_to_the_address_for_a_while() {
    let app = strict().await;
    let api = app.api();
    let member = Member::new(&api).await;

    for nr in 0..10 {
        let reply = match nr % 2 {
            0 => login(&api, &member.email, "wrong").await.ok(400),
            _ => login_media(&api, &member.email.to_uppercase(), "Password#2").await.ok(401),
        };
        assert_eq!(reply.body["errorType"], json!("auth"));
    }

    throttled(&login(&api, &member.email, JOBS_PASSWORD).await, QUARTER);
    throttled(&login_media(&api, &member.email, JOBS_PASSWORD).await, QUARTER);
    // Who is signed in already is not in the dark.
    let _ = member.get("/api/users/info").await.ok(200);
    app.advance(QUARTER);
    let _ = login(&api, &member.email, JOBS_PASSWORD).await.ok(200);
}

#[tokio::test]
async fn guesses_at_the_password_of_an_open_session_count_as_well() {
    let app = strict().await;
    let member = Member::new(&app.api()).await;
    let paths = ["/api/users/delete", "/api/users/changePassword", "/api/users/changeEmail"];

    for path in paths.iter().cycle().take(10) {
        member.posts(*path, &[("password", "wrong")]).await.failed(403, "auth");
    }

    for path in paths {
        throttled(&member.posts(path, &[("password", JOBS_PASSWORD)]).await, QUARTER);
    }
    throttled(&login(&app.api(), &member.email, JOBS_PASSWORD).await, QUARTER);
}

#[tokio::test]
async fn right_passwords_are_not_counted() {
    let app = strict().await;
    let member = Member::new(&app.api()).await;

    for _ in 0..15 {
        let _ = login(&app.api(), &member.email, JOBS_PASSWORD).await.ok(200);
        let form = [("password", JOBS_PASSWORD)];
        member.posts("/api/users/changePassword", &form).await.failed(400, "invalidRequest");
    }
}

#[tokio::test]
async fn the_link_in_a_mail_lets_the_owner_in_at_once() {
    let app = strict().await;
    let member = Member::new(&app.api()).await;
    for _ in 0..10 {
        login(&app.api(), &member.email, "wrong").await.failed(400, "auth");
    }
    throttled(&login(&app.api(), &member.email, JOBS_PASSWORD).await, QUARTER);
    let _ = app.mails();

    let path = format!("/api/users/requestPasswordReset?email={}", member.email);
    let _ = app.api().get(path).send().await.ok(200);
    let form = [("newPassword", "Other-Horse-88"), ("token", &*app.mailed_token())];
    let _ = app.api().post("/api/users/resetPassword").form(&form).send().await.ok(200);

    let _ = login(&app.api(), &member.email, "Other-Horse-88").await.ok(200);
}

#[tokio::test]
async fn one_address_gets_five_mails_an_hour_known_or_not_whichever_door_is_asked() {
    let app = strict().await;
    let (api, hour) = (app.api(), 4 * QUARTER);
    let member = Member::new(&api).await;
    // The mail that welcomed them counts as well.
    app.advance(hour);
    let unknown = fresh("m") + "@example.org";
    let _ = app.mails();

    for email in [&*member.email, &*unknown] {
        let ask = || api.get(format!("/api/users/requestPasswordReset?email={email}")).send();
        let body = json!({ "email": email });
        let forget = || api.post("/api/auth/forget").json(&body).send();
        for nr in 0..5 {
            let _ = if nr % 2 == 0 { ask().await } else { forget().await }.ok(200);
        }
        throttled(&ask().await, hour);
        throttled(&forget().await, hour);
    }

    assert_eq!(app.mails().len(), 5);
    app.advance(hour);
    let path = format!("/api/users/requestPasswordReset?email={}", member.email);
    let _ = api.get(path).send().await.ok(200);
}

#[tokio::test]
async fn one_account_asks_for_five_mails_an_hour() {
    let app = strict().await;
    let email = Member::new(&app.api()).await.email;
    // The mail that welcomed them counts as well.
    app.advance(4 * QUARTER);
    let member = Member::logged_in(&app.api(), &email, JOBS_PASSWORD).await;
    let _ = app.mails();
    let change = async || {
        let new = fresh("n") + "@example.org";
        let form = [("password", JOBS_PASSWORD), ("newEmail", &*new)];
        member.posts("/api/users/changeEmail", &form).await
    };

    for nr in 0..5 {
        let _ = match nr % 2 {
            0 => change().await,
            _ => member.get("/api/users/resendActivationEmail").await,
        }
        .ok(200);
    }

    throttled(&change().await, 4 * QUARTER);
    throttled(&member.get("/api/users/resendActivationEmail").await, 4 * QUARTER);
    assert_eq!(app.mails().len(), 5);
}

#[tokio::test]
async fn nobody_has_an_address_flooded_by_giving_it_to_accounts_of_theirs() {
    let app = strict().await;
    let mut readers = Vec::new();
    for _ in 0..6 {
        readers.push(Reader::new(&app.api()).await);
    }
    let _ = app.mails();
    let give = async |reader: &Reader, email: &str| {
        reader.patch(reader.path()).json(&json!({ "email": email })).send().await
    };

    for reader in &readers[..5] {
        let _ = give(reader, "victim@example.org").await.ok(201);
        let _ = give(reader, reader.email()).await.ok(201);
    }
    throttled(&give(&readers[5], "victim@example.org").await, 4 * QUARTER);

    let mails = app.mails();
    assert_eq!(mails.iter().filter(|mail| mail.to == "victim@example.org").count(), 5);
    let account = readers[5].get(readers[5].path()).await.ok(200);
    assert_eq!(account.body["user"]["email"], json!(readers[5].email()));
    let _ = give(&readers[5], readers[5].email()).await.ok(201);
}

#[tokio::test]
async fn strange_tokens_are_counted_at_every_door_together() {
    let app = TestApp::with(|config| config.limits = "token=4/900".parse().expect("limits")).await;
    let api = app.api();
    let member = Member::new(&api).await;
    let good = app.mailed_token();
    let token = "A".repeat(54);
    let body = json!({ "reset_password_token": token, "password": PASSWORD });
    let reset_media = || api.post("/api/auth/reset").json(&body).send();
    let activate = |token: &str| api.post("/api/users/activate").form(&[("token", token)]).send();
    let form = [("newPassword", JOBS_PASSWORD), ("token", &*token)];
    let reset = || api.post("/api/users/resetPassword").form(&form).send();
    let verify = || api.post("/verify-token").json(&json!({ "access-token": "x" })).send();

    activate(&token).await.failed(400, "auth");
    reset().await.failed(400, "auth");
    reset_media().await.failed(401, "auth");
    let _ = verify().await.ok(401);

    throttled(&activate(&good).await, QUARTER);
    throttled(&reset().await, QUARTER);
    throttled(&reset_media().await, QUARTER);
    throttled(&verify().await, QUARTER);
    app.advance(QUARTER);
    let _ = activate(&good).await.ok(200);
    assert!(member.is_activated().await);
}

#[tokio::test]
async fn new_accounts_are_counted_at_every_door_together() {
    let limits = "registration=3/3600";
    let app = TestApp::with(|config| config.limits = limits.parse().expect("limits")).await;
    let api = app.api();
    let email = fresh("m") + "@example.org";

    let _ = Member::new(&api).await;
    let _ = Reader::new(&api).await;
    let _ = Writer::new(&api).await;

    let form = [("email", &*email), ("password", JOBS_PASSWORD)];
    throttled(&api.post("/api/users/signup").form(&form).send().await, 4 * QUARTER);
    let body = json!({ "email": email, "username": "ada.l", "password": PASSWORD });
    throttled(&api.post("/api/auth/register").json(&body).send().await, 4 * QUARTER);
    let body = json!({ "username": "user#1", "password": PASSWORD });
    throttled(&api.post("/register").json(&body).send().await, 4 * QUARTER);
    assert_eq!(app.mails().len(), 2);
    app.advance(4 * QUARTER);
    let _ = api.post("/api/users/signup").form(&form).send().await.ok(200);
}
