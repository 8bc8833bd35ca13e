//! Administrators: what they do for others, and that there is always one.

use accounts::provision::{self, Wanted};
use axum::http::Method;
use kindred::entity::names::Email;
use kindred::entity::user::User;
use kindred::store::Change;
use serde_json::json;
use tests::{ENDED, GONE, JOBS_PASSWORD, Member, OPEN, Reply, TestApp, doors};
use tokio::task::JoinSet;

const NEW: &str = "Other-Horse-88";

/// What wants the caller's password, with all else that it wants.
const CONFIRMED: [(&str, (&str, &str)); 3] = [
    ("/api/users/delete", ("x", "x")),
    ("/api/users/changePassword", ("newPassword", NEW)),
    ("/api/users/changeEmail", ("newEmail", "new@example.org")),
];

async fn delete(member: &Member) -> Reply {
    member.posts("/api/users/delete", &[("password", JOBS_PASSWORD)]).await
}

/// The path of somebody's account at the media API.
async fn account(member: &Member) -> String {
    let export = member.get("/api/user/export").await.ok(200);
    format!("/api/user/{}", export.body["user"]["uuid"].as_str().expect("a uuid"))
}

#[tokio::test]
async fn an_administrator_reads_of_any_address() {
    let app = TestApp::new().await;
    let (admin, member) = (app.administrator().await, Member::new(&app.api()).await);
    let info = async |query: &str| admin.get(format!("/api/users/info{query}")).await;
    let seen = |reply: &Reply| {
        let body = &reply.body;
        json!([body["email"], body["isAdmin"], body["activated"]])
    };

    let own = info("").await.ok(200);
    let named = info(&format!("?email={}", admin.email)).await.ok(200);
    let other = info(&format!("?email={}", member.email.to_uppercase())).await.ok(200);

    assert_eq!(seen(&own), json!([admin.email, true, true]));
    assert_eq!(own.body, named.body);
    assert_eq!(seen(&other), json!([member.email, false, false]));
    assert_eq!(info("?email=").await.ok(200).body, own.body);
    info("?email=nobody@example.org").await.failed(400, "notInDatabase");
    info("?email=x").await.failed(400, "notInDatabase");
}

#[tokio::test]
async fn an_administrator_confirms_with_their_own_password() {
    let app = TestApp::new().await;
    let (admin, member) = (app.administrator().await, Member::activated(&app).await);
    let form = [("password", JOBS_PASSWORD), ("newPassword", NEW)];
    let _ = member.posts("/api/users/changePassword", &form).await.ok(200);

    for (path, field) in CONFIRMED {
        for target in [&*member.email, "nobody@example.org"] {
            let form = [("password", NEW), ("emailModify", target), field];
            admin.posts(path, &form).await.failed(403, "auth");
        }
    }

    let _ = Member::logged_in(&app.api(), &member.email, NEW).await;
    assert_eq!(app.mails(), []);
}

#[tokio::test]
async fn an_administrator_acts_on_nobody_who_is_not_there() {
    let app = TestApp::new().await;
    let admin = app.administrator().await;

    for (path, field) in CONFIRMED {
        for target in ["", " ", "x", "nobody@example.org"] {
            let form = [("password", JOBS_PASSWORD), ("emailModify", target)];
            admin.posts(path, &form).await.failed(400, "notInDatabase");
            let whole = [form[0], form[1], field];
            admin.posts(path, &whole).await.failed(400, "notInDatabase");
        }
    }
    assert_eq!(doors(&app.api(), &admin.token).await, OPEN);
}

#[tokio::test]
async fn what_is_new_is_asked_for_when_the_target_is_known() {
    let app = TestApp::new().await;
    let (admin, member) = (app.administrator().await, Member::new(&app.api()).await);

    for (path, (field, _)) in &CONFIRMED[1..] {
        let form = [("password", JOBS_PASSWORD), ("emailModify", &*member.email)];
        let reply = admin.posts(*path, &form).await;
        reply.failed(400, "invalidRequest");
        assert!(reply.text_of("msg").contains(field), "{}", reply.text);
    }
    let form =
        [("password", JOBS_PASSWORD), ("emailModify", &*member.email), ("newEmail", &*admin.email)];
    admin.posts("/api/users/changeEmail", &form).await.failed(400, "email");
}

#[tokio::test]
async fn an_administrator_deletes_anothers_account() {
    let app = TestApp::new().await;
    let (admin, member) = (app.administrator().await, Member::new(&app.api()).await);
    let form = [("password", JOBS_PASSWORD), ("emailModify", &*member.email)];

    let _ = admin.posts("/api/users/delete", &form).await.ok(200);

    assert_eq!(doors(&app.api(), &member.token).await, GONE);
    assert_eq!(doors(&app.api(), &admin.token).await, OPEN);
    admin.posts("/api/users/delete", &form).await.failed(400, "notInDatabase");
}

#[tokio::test]
async fn an_administrator_sets_anothers_password_and_ends_their_sessions_only() {
    let app = TestApp::new().await;
    let (admin, member) = (app.administrator().await, Member::new(&app.api()).await);
    let form = [("password", JOBS_PASSWORD), ("emailModify", &*member.email), ("newPassword", NEW)];

    let _ = admin.posts("/api/users/changePassword", &form).await.ok(200);

    assert_eq!(doors(&app.api(), &member.token).await, ENDED);
    assert_eq!(doors(&app.api(), &admin.token).await, OPEN);
    let _ = Member::logged_in(&app.api(), &member.email, NEW).await;
    let _ = Member::logged_in(&app.api(), &admin.email, JOBS_PASSWORD).await;
}

#[tokio::test]
async fn an_administrator_gives_another_an_address_which_its_owner_confirms() {
    let app = TestApp::new().await;
    let (admin, member) = (app.administrator().await, Member::activated(&app).await);
    let new = "new@example.org";
    let form = [("password", JOBS_PASSWORD), ("emailModify", &*member.email), ("newEmail", new)];

    let _ = admin.posts("/api/users/changeEmail", &form).await.ok(200);

    assert_eq!(app.outbox().attempts()[0].to, new);
    assert_eq!(doors(&app.api(), &member.token).await, OPEN);
    let token = app.mailed_token();
    let activate = app.api().post("/api/users/activate").form(&[("token", &*token)]);
    let _ = activate.send().await.ok(200);
    assert_eq!(doors(&app.api(), &member.token).await, ENDED);
    assert_eq!(doors(&app.api(), &admin.token).await, OPEN);
    let _ = Member::logged_in(&app.api(), new, JOBS_PASSWORD).await;
}

#[tokio::test]
async fn an_administrator_who_names_themselves_acts_on_themselves() {
    let app = TestApp::new().await;
    let admin = app.administrator().await;
    let form = [("password", JOBS_PASSWORD), ("emailModify", &*admin.email), ("newPassword", NEW)];

    let _ = admin.posts("/api/users/changePassword", &form).await.ok(200);

    assert_eq!(doors(&app.api(), &admin.token).await, ENDED);
    let _ = Member::logged_in(&app.api(), &admin.email, NEW).await;
}

#[tokio::test]
async fn rights_that_were_taken_away_are_gone_at_once() {
    let app = TestApp::new().await;
    let (admin, member) = (app.administrator().await, Member::new(&app.api()).await);
    let claim = User::email_claim(&admin.email);
    let user = User::by_claim(&app.app().store, &claim).await.expect("a read").expect("a user");
    let demoted = User { is_admin: false, roles: Vec::new(), ..user };
    app.app().store.commit(Change::new().update(&demoted)).await.expect("it can be written");

    let query = format!("/api/users/info?email={}", member.email);
    admin.get(query).await.failed(403, "permission");
    let form = [("password", JOBS_PASSWORD), ("emailModify", &*member.email)];
    admin.posts("/api/users/delete", &form).await.failed(403, "permission");
    let path = account(&admin).await;
    for (method, path) in [
        (Method::PATCH, &*path),
        (Method::DELETE, &path),
        (Method::PUT, "/api/user/preferences_defined"),
        (Method::PUT, "/api/user/genre/1"),
        (Method::DELETE, "/api/user/genre/1"),
    ] {
        let call = app.api().call(method, path).bearer(&admin.token).json(&json!({}));
        call.send().await.failed(403, "permission");
    }
    assert_eq!(doors(&app.api(), &admin.token).await, OPEN);
}

#[tokio::test]
async fn an_administrator_is_a_user_of_the_media_api_with_every_right() {
    let app = TestApp::new().await;
    let admin = app.administrator().await;
    let path = account(&admin).await;

    let reply = admin.get(&path).await.ok(200);
    let role = &reply.body["user"]["role"];
    assert_eq!(role["name"], json!("admin"));
    assert_eq!(role["permissions"].as_array().map(Vec::len), Some(9), "{role}");
    let patch = app.api().patch(&path).bearer(&admin.token).json(&json!({ "username": "boss" }));
    let _ = patch.send().await.ok(201);
    // Rights are rights over the catalogue, not over other people.
    let other = account(&Member::new(&app.api()).await).await;
    let patch = app.api().patch(&other).bearer(&admin.token).json(&json!({}));
    patch.send().await.failed(403, "permission");
}

#[tokio::test]
async fn the_last_administrator_cannot_be_deleted_at_any_door() {
    let app = TestApp::new().await;
    let (first, last) = (app.administrator().await, app.administrator().await);
    let _ = delete(&first).await.ok(200);

    delete(&last).await.failed(400, "operation");
    let form = [("password", JOBS_PASSWORD), ("emailModify", &*last.email)];
    last.posts("/api/users/delete", &form).await.failed(400, "operation");
    let path = account(&last).await;
    let media = app.api().delete(&path).bearer(&last.token).send().await;
    media.failed(400, "operation");

    assert_eq!(doors(&app.api(), &last.token).await, OPEN);
    let _next = app.administrator().await;
    let _ = app.api().delete(&path).bearer(&last.token).send().await.ok(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_administrators_who_all_leave_at_once_one_stays() {
    let app = TestApp::new().await;
    let mut admins = Vec::new();
    for _ in 0..5 {
        admins.push(app.administrator().await);
    }

    let leaving = admins.into_iter().map(|admin| async move { delete(&admin).await });
    let replies = leaving.collect::<JoinSet<_>>().join_all().await;

    assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 4);
    let refused: Vec<_> = replies.iter().filter(|reply| reply.status != 200).collect();
    refused[0].failed(400, "operation");
}

#[tokio::test]
async fn whoever_was_made_an_administrator_is_one_from_then_on() {
    let app = TestApp::new().await;
    let member = Member::new(&app.api()).await;
    let wanted = Wanted {
        email: Email::parse(&member.email).expect("an address"),
        login_name: None,
        display_name: None,
        password: None,
        admin: true,
    };

    provision::add(app.app(), wanted).await.expect("it can be changed");

    let info = member.get("/api/users/info").await.ok(200);
    assert_eq!((&info.body["isAdmin"], &info.body["activated"]), (&json!(true), &json!(true)));
    delete(&member).await.failed(400, "operation");
}
