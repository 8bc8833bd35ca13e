//! Changes of accounts that meet: passwords, addresses, sessions, likes.

use kindred::entity::kind::MediaKind;
use kindred::entity::user::User;
use serde_json::json;
use tests::{
    Call, JOBS_PASSWORD, Member, OPEN, PASSWORD, Reader, Reply, TestApp, assert_sound, doors, fresh,
};

use super::{at_once, login, tokens_to, winner};

/// How often two meet, so that the order of their steps is not always the same.
const ROUNDS: usize = 20;

fn activate(app: &TestApp, token: &str) -> Call {
    app.api().post("/api/users/activate").form(&[("token", token)])
}

/// A new password at the job service, for somebody who knows the present one.
fn change(app: &TestApp, member: &Member, password: &str) -> Call {
    let form = [("password", JOBS_PASSWORD), ("newPassword", password)];
    app.api().post("/api/users/changePassword").bearer(&member.token).form(&form)
}

/// A new address at the media API.
fn give(reader: &Reader, email: &str) -> Call {
    reader.patch(reader.path()).json(&json!({ "email": email }))
}

/// Of these passwords only this one opens the account.
async fn assert_password(app: &TestApp, email: &str, passwords: &[String], right: usize) {
    for (nr, password) in passwords.iter().enumerate() {
        let status = if nr == right { 200 } else { 401 };
        let _ = login(app, email, password).send().await.ok(status);
    }
}

/// The account with this address, as it lies in the store.
async fn stored(app: &TestApp, email: &str) -> User {
    let user = User::by_claim(&app.app().store, &User::email_claim(email)).await;
    user.expect("the store answers").expect("an account")
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_loses_a_new_address_to_a_newcomer_keeps_all_that_they_had() {
    let app = TestApp::new().await;
    for _ in 0..ROUNDS {
        let member = Member::activated(&app).await;
        let email = fresh("n") + "@example.org";
        let form = [("password", JOBS_PASSWORD), ("newEmail", &*email)];
        let _ = member.posts("/api/users/changeEmail", &form).await.ok(200);
        let token = app.mailed_token();
        let before = stored(&app, &member.email).await;
        let form = [("email", &*email), ("password", JOBS_PASSWORD)];
        let sign_up = app.api().post("/api/users/signup").form(&form);

        let replies = at_once([sign_up, activate(&app, &token)]).await;

        if winner(&replies, |reply| reply.failed(400, "email")) == 0 {
            assert_eq!(stored(&app, &member.email).await, before);
            assert_eq!(doors(&app.api(), &member.token).await, OPEN);
            assert_eq!(app.mails().len(), 1, "the newcomer's");
        } else {
            assert_eq!(stored(&app, &email).await.id, before.id);
            assert_eq!(app.mails(), []);
        }
        assert_sound(&app).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_two_accounts_take_at_once_goes_to_one_of_them() {
    let app = TestApp::new().await;
    for _ in 0..ROUNDS {
        let readers = [Reader::new(&app.api()).await, Reader::new(&app.api()).await];
        let email = fresh("n") + "@example.org";
        let _ = app.mails();

        let replies = at_once([give(&readers[0], &email), give(&readers[1], &email)]).await;

        let winner = winner(&replies, |reply| reply.failed(400, "taken"));
        let loser = &readers[1 - winner];
        assert_eq!(json!(stored(&app, &email).await.uuid), readers[winner].user["uuid"]);
        assert_eq!(json!(stored(&app, loser.email()).await.uuid), loser.user["uuid"]);
        assert_eq!(tokens_to(&app, &email).len(), 1, "the winner alone has mail");
        assert_sound(&app).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_a_new_password_that_two_doors_get_at_once_is_good_at_one() {
    let app = TestApp::new().await;
    let passwords = ["Racing-Horse-1", "Racing-Horse-2"].map(str::to_owned);
    for _ in 0..ROUNDS {
        let reader = Reader::new(&app.api()).await;
        let _ = app.mails();
        let forget = json!({ "email": reader.email() });
        let _ = app.api().post("/api/auth/forget").json(&forget).send().await.ok(200);
        let token = app.mailed_token();
        let form = [("token", &*token), ("newPassword", &*passwords[0])];
        let body = json!({ "reset_password_token": token, "password": passwords[1] });

        let replies = at_once([
            app.api().post("/api/users/resetPassword").form(&form),
            app.api().post("/api/auth/reset").json(&body),
        ]);
        let replies = replies.await;

        let refused = |reply: &Reply| {
            reply.failed(if reply.body.get("msg").is_some() { 400 } else { 401 }, "auth");
        };
        let winner = winner(&replies, refused);
        assert_password(&app, reader.email(), &passwords, winner).await;
        assert_eq!(app.mails().len(), 1, "they are told once");
        assert_sound(&app).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_new_passwords_that_are_set_at_once_one_counts_and_the_others_come_too_late() {
    let app = TestApp::new().await;
    let passwords: Vec<_> = (0..8).map(|nr| format!("Racing-Horse-{nr}")).collect();
    for _ in 0..ROUNDS {
        let member = Member::activated(&app).await;
        let path = format!("/api/user/{}", stored(&app, &member.email).await.uuid);
        let call = |(nr, password): (usize, &String)| match nr % 2 {
            0 => change(&app, &member, password),
            _ => {
                let body = json!({ "password": password });
                app.api().patch(&path).bearer(&member.token).json(&body)
            }
        };

        let replies = at_once(passwords.iter().enumerate().map(call)).await;

        let winner = winner(&replies, |reply| reply.failed(401, "token"));
        assert_password(&app, &member.email, &passwords, winner).await;
        assert_sound(&app).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_new_password_and_a_mailed_link_to_one_the_first_counts() {
    let app = TestApp::new().await;
    let passwords = ["Thiefs-Horse-1", "Owners-Horse-2"].map(str::to_owned);
    for _ in 0..ROUNDS {
        let member = Member::activated(&app).await;
        let path = format!("/api/users/requestPasswordReset?email={}", member.email);
        let _ = app.api().get(path).send().await.ok(200);
        let form = [("token", &*app.mailed_token()), ("newPassword", &*passwords[1])];
        let reset = app.api().post("/api/users/resetPassword").form(&form);

        let replies = at_once([change(&app, &member, &passwords[0]), reset]).await;

        // Either the thief came too late, or the owner's link died with the password and they ask for another.
        let refused = |reply: &Reply| match reply.status {
            401 => reply.failed(401, "token"),
            _ => reply.failed(400, "auth"),
        };
        let winner = winner(&replies, refused);
        assert_password(&app, &member.email, &passwords, winner).await;
        let _ = app.mails();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn liking_a_genre_many_times_at_once_is_one_like_and_told_once() {
    let app = TestApp::new().await;
    let genre = app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
    let reader = Reader::new(&app.api()).await;
    let path = format!("/api/user/genre/{genre}");
    let before = app.all_events().await.len();

    let replies = at_once((0..20).map(|_| reader.put(&path))).await;

    for reply in replies {
        let _ = reply.ok(201);
    }
    let liked = reader.get("/api/user/genre").await.ok(200);
    assert_eq!(liked.body["content"].as_array().map(Vec::len), Some(1));
    assert_eq!(app.all_events().await.len(), before + 1);
    let replies = at_once((0..20).map(|_| reader.delete(&path))).await;
    winner(&replies, |reply| reply.failed(400, "operation"));
    assert_eq!(app.all_events().await.len(), before + 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_ended_many_times_at_once_has_ended_and_no_other() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let other = login(&app, reader.email(), PASSWORD).send().await.ok(200);
    let logout = || app.api().post("/api/auth/logout").bearer(&reader.token);

    let replies = at_once((0..20).map(|_| logout())).await;

    assert!(replies.iter().any(|reply| reply.status == 204));
    for reply in replies.iter().filter(|reply| reply.status != 204) {
        reply.failed(401, "token");
    }
    logout().send().await.failed(401, "token");
    assert_eq!(doors(&app.api(), &other.text_of("access_token")).await, OPEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_of_one_account_that_end_at_once_all_end() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let mut tokens = Vec::new();
    for _ in 0..10 {
        let session = login(&app, reader.email(), PASSWORD).send().await.ok(200);
        tokens.push(session.text_of("access_token"));
    }

    let logout = |token: &String| app.api().post("/api/auth/logout").bearer(token);
    let replies = at_once(tokens.iter().map(logout)).await;

    for reply in replies {
        let _ = reply.ok(204);
    }
    for token in &tokens {
        logout(token).send().await.failed(401, "token");
    }
    assert_eq!(doors(&app.api(), &reader.token).await, OPEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn ending_all_sessions_many_times_at_once_ends_them() {
    let app = TestApp::new().await;
    let member = Member::new(&app.api()).await;

    let replies = at_once((0..10).map(|_| member.post("/api/users/invalidateAllTokens"))).await;

    assert!(replies.iter().any(|reply| reply.status == 200));
    for reply in replies.iter().filter(|reply| reply.status != 200) {
        reply.failed(401, "token");
    }
    member.get("/api/users/info").await.failed(401, "token");
}
