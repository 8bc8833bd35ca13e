//! What a reset leaves behind, and what it does not.

use kindred::config::Secret;
use kindred::entity::administrators::Administrators;
use kindred::entity::kind::MediaKind;
use kindred::store::{Key, Table};
use kindred::{Clock, Config};
use kindred_cli::System;
use tests::{Api, Member, Reader, Writer};

use super::*;

/// An account, for a reset.
fn user(email: &str, is_admin: bool, activated: bool) -> Value {
    json!({ "email": email, "password": PASSWORD, "isAdmin": is_admin, "activated": activated })
}

#[tokio::test]
async fn everything_is_gone_and_ids_begin_again() {
    let bench = Bench::new().await;
    let (app, api) = (&bench.app, bench.app.api());
    let _ = Writer::new(&api).await.writes("Title", "Text").await;
    let movie = app.publish(MediaKind::Movie, json!({ "title": "Film" })).await;
    let reader = Reader::new(&api).await;
    reader.rates("movie", movie, 5).await;
    app.settle().await;
    app.put(Key::new(Table::Events, "CONTENT#1", "poison"), json!({ "name": 1 })).await;
    app.system.pump.drain().await.expect("the stream can be read");
    reader.rates("movie", movie, 4).await;
    for table in [Table::State, Table::Events, Table::Derived] {
        assert!(!app.items(table).await.is_empty(), "{table:?} is empty from the start");
    }
    assert!(!bench.outbox().await.is_empty());

    let reply = bench.reset(&json!({})).await.ok(200);

    assert_eq!(reply.body, json!({ "users": [] }));
    for table in [Table::State, Table::Events, Table::Derived] {
        assert_eq!(app.items(table).await, Default::default(), "{table:?}");
    }
    assert_eq!(bench.outbox().await, [] as [Value; 0]);
    assert_eq!(app.settle().await, 0, "the stream still holds something");
    let articles = api.get("/articles").send().await.ok(200);
    assert_eq!(articles.body["articles"], json!([]));
    let writer = Writer::new(&api).await;
    assert_eq!((writer.id, writer.writes("Title", "Text").await), (1, 1));
    assert_eq!(app.publish(MediaKind::Movie, json!({ "title": "Film" })).await, 1);
    assert!(app.settle().await > 0, "the new events arrive");
}

#[tokio::test]
async fn every_account_has_the_jobs_that_are_wanted_and_nobody_works_on_them() {
    let bench = Bench::new().await;
    let users = json!([user("admin@test.com", true, true), user("user@test.com", false, true)]);

    let _ = bench.reset(&json!({ "users": users, "jobsPerUser": 2 })).await.ok(200);

    let admin = Member::logged_in(&bench.app.api(), "admin@test.com", PASSWORD).await;
    let list = admin.get("/api/jobs/list?all=1").await.ok(200);
    let lists = json!([{ "userId": 1, "jobIds": [1, 2] }, { "userId": 2, "jobIds": [3, 4] }]);
    assert_eq!(list.body["jobs"], lists);
    let job = admin.sees(3).await;
    assert_eq!(job["status"], json!({ "step": "notQueued" }));
    assert_eq!(job["fileName"], json!("sample.mp3"));
    let _ = admin.aborts("1,2,3,4").await.ok(200);
    let _ = admin.deletes("1,2,3,4").await.ok(200);
    let reply = bench.reset(&json!({ "users": users, "jobsPerUser": 1_001 })).await;
    assert_eq!(reply.status, 400, "{}", reply.text);
}

#[tokio::test]
async fn accounts_are_made_in_their_order_and_as_they_are_wanted() {
    let bench = Bench::new().await;
    let users = json!([
        user("admin@test.com", true, true),
        user("user@test.com", false, true),
        user("Fresh@test.com", false, false),
        { "email": "lazy@test.com", "password": "short" },
    ]);

    let reply = bench.reset(&json!({ "users": users, "jobsPerUser": 1 })).await.ok(200);

    let addresses = ["admin@test.com", "user@test.com", "Fresh@test.com", "lazy@test.com"];
    let made = (1..).zip(addresses).map(|(id, email)| json!({ "id": id, "email": email }));
    assert_eq!(reply.body, json!({ "users": made.collect::<Vec<_>>() }));
    let rights = [(true, true), (false, true), (false, false), (false, false)];
    for (email, (is_admin, activated)) in addresses.into_iter().zip(rights) {
        let password = if email == "lazy@test.com" { "short" } else { PASSWORD };
        let session = bench.log_in(&email.to_lowercase(), password).await.ok(200);
        let info = bench.info(&session.text_of("accessToken")).await.ok(200);
        let expected = json!([email, is_admin, activated]);
        assert_eq!(
            json!([info.body["email"], info.body["isAdmin"], info.body["activated"]]),
            expected
        );
    }
    let administrators = Administrators::all(&bench.app.app().store).await.expect("a read");
    assert_eq!(Vec::from_iter(administrators.ids), [1]);
    let body = json!({ "username": "user#1", "password": tests::PASSWORD });
    let next = bench.app.api().post("/register").json(&body).send().await.ok(200);
    assert_eq!(next.number_of("id"), 5);
}

#[tokio::test]
async fn sessions_and_links_of_before_are_refused() {
    let bench = Bench::new().await;
    bench.reset_to(&["admin@test.com", "user@test.com"]).await;
    let session = bench.log_in("admin@test.com", PASSWORD).await.ok(200).text_of("accessToken");
    let _ = bench.sign_up("new@test.com").await.ok(200);
    let mails = bench.outbox().await;

    bench.reset_to(&["admin@test.com", "user@test.com", "new@test.com"]).await;

    let api = bench.app.api();
    assert_eq!(bench.info(&session).await.status, 401);
    let body = json!({ "access-token": session });
    let verified = api.post("/verify-token").json(&body).send().await;
    verified.refused(401, "Invalid access-token. Log in please");
    assert_eq!(api.get("/api/movie/user").bearer(&session).send().await.status, 404);
    let activation = bench.form("/api/users/activate", &[("token", token(&mails[0]))]).await;
    assert_eq!((activation.status, &activation.body["errorType"]), (400, &json!("auth")));
}

#[tokio::test]
async fn the_clock_goes_back_to_now() {
    let config = Config::isolated(Secret::new("a secret of the tests, 32 bytes."), 4);
    let system = System::in_memory(Clock::shifted(), config).await.expect("a system in memory");
    let api = Api::in_process(system.router());
    // A month, so that no midnight can matter.
    let body = json!({ "advance_s": 30 * 86_400 });
    let far = api.post("/_local/clock").json(&body).send().await.ok(200).text_of("now");

    let _ = api.post("/_local/reset").send().await.ok(200);

    let near = api.post("/_local/clock").json(&json!({ "advance_s": 86_400 })).send().await;
    let near = near.ok(200).text_of("now");
    assert!(Clock::System.now().to_string() < near && near < far, "{near}, {far}");
}

#[tokio::test]
async fn what_cannot_be_understood_is_refused_and_changes_nothing() {
    let bench = Bench::new().await;
    bench.reset_to(&["admin@test.com"]).await;
    let refusals = [
        (json!([]), "not a JSON object"),
        (json!({ "user": [] }), "unknown field `user`"),
        (json!({ "users": {} }), "expected a sequence"),
        (json!({ "users": [{ "email": "ada@test.com" }] }), "missing field `password`"),
        (
            json!({ "users": [user("ada@test.com", false, true), user("ada", false, true)] }),
            "users[1].email is not an e-mail address",
        ),
        (
            json!({ "users": [user("ada@test.com", true, true), user("Ada@test.com", true, true)] }),
            "users[1].email is that of another",
        ),
        (json!({ "clientURL": "https://example.org/" }), "clientURL is not an http(s) URL"),
        (json!({ "clientURL": "example.org" }), "clientURL is not an http(s) URL"),
        (json!({ "senderEmail": "kindred" }), "senderEmail is not an e-mail address"),
        (json!({ "disableSignup": "yes" }), "expected a boolean"),
        (json!({ "allowedEmailDomains": "test.com" }), "expected a sequence"),
        (json!({ "jobsPerUser": -1 }), "expected u32"),
    ];

    for (body, problem) in refusals {
        let reply = bench.reset(&body).await.ok(400);
        assert!(reply.text_of("error").contains(problem), "{body}: {}", reply.text);
        assert_eq!(reply.body["errorType"], json!("invalidRequest"));
    }

    let broken = bench.app.api().post("/_local/reset").body("text/plain", "{").send().await;
    assert!(broken.ok(400).text_of("error").contains("not a JSON object"));
    let _ = bench.log_in("admin@test.com", PASSWORD).await.ok(200);
}

#[tokio::test]
async fn a_body_is_read_whatever_type_it_is_said_to_be() {
    let bench = Bench::new().await;
    let api = bench.app.api();

    for body in ["", " \n", "{}"] {
        let reply = api.post("/_local/reset").bytes(body).send().await.ok(200);
        assert_eq!(reply.body, json!({ "users": [] }));
    }
    let body = json!({ "users": [user("ada@test.com", false, false)] }).to_string();
    let reply = api.post("/_local/reset").body("text/plain", body).send().await.ok(200);
    assert_eq!(reply.body["users"][0]["id"], json!(1));
}
