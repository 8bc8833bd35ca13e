//! Accounts that go while something is done with them.

use std::time::Duration;

use axum::http::Method;
use kindred::entity::kind::MediaKind;
use serde_json::json;
use tests::{Call, JOBS_PASSWORD, Member, Person, TestApp, assert_sound};

use super::{at_once, login, winner};
use crate::cascade::everything;

/// How long until nobody can be under way any more who knew the account.
const PATIENCE: Duration = Duration::from_secs(301);

/// A place with contents and genres, and where the account of somebody is.
struct Place {
    app: TestApp,
    contents: Vec<(MediaKind, u64)>,
    genre: u64,
}

impl Place {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let genre = app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
        let mut contents = Vec::new();
        for n in 0..2 {
            let book = json!({ "title": "The Same", "isbn": n.to_string() });
            for (kind, fields) in
                [(MediaKind::Movie, json!({ "title": "The Same" })), (MediaKind::Book, book)]
            {
                contents.push((kind, app.publish(kind, fields).await));
            }
        }
        app.settle().await;
        Self { app, contents, genre }
    }

    /// Everything that somebody can write, once.
    fn writes(&self, person: &Person) -> Vec<Call> {
        let (reader, token) = (&person.reader, &person.writer.token);
        let article = json!({ "title": "Last", "text": "Words.", "access-token": token });
        let mut calls = vec![
            self.app.api().call(Method::POST, "/articles/new").json(&article),
            reader.put(format!("/api/user/genre/{}", self.genre)),
            reader.put("/api/user/preferences_defined"),
            reader.patch(path(person)).json(&json!({ "username": "another.name" })),
        ];
        for (kind, id) in &self.contents {
            let place = format!("/api/{kind}/{id}/meta");
            calls.push(reader.patch(&place).json(&json!({ "rating": 4 })));
            calls.push(self.app.api().get(place).bearer(&reader.token));
        }
        calls
    }
}

fn path(person: &Person) -> String {
    format!("/api/user/{}", person.user.uuid)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_of_an_account_that_writes_while_it_is_deleted() {
    let place = Place::new().await;
    let before = everything(&place.app).await;
    for round in 0..20 {
        let person = place.app.person().await;
        let mut calls = place.writes(&person);
        // Now among the first, now among the last.
        calls.insert((round * 3) % calls.len(), person.reader.delete(path(&person)));
        calls.extend(place.writes(&person));

        let replies = at_once(calls).await;

        for reply in &replies {
            assert!(reply.status < 500, "{}: {}", reply.status, reply.text);
        }
        assert_sound(&place.app).await;
        // The event may be worked off before the last of them has written.
        place.app.settle().await;
        place.app.advance(PATIENCE);
        place.app.finish_erasures().await.expect("they are gone through");
        place.app.settle().await;
        assert_eq!(place.app.erasures().await, []);
        assert_eq!(everything(&place.app).await, before, "round {round}");
        assert_sound(&place.app).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_deleted_many_times_at_once_goes_once() {
    let app = TestApp::new().await;
    let person = app.person().await;

    let replies = at_once((0..10).map(|_| person.reader.delete(path(&person)))).await;

    assert!(replies.iter().any(|reply| reply.status == 201));
    for reply in replies.iter().filter(|reply| reply.status != 201) {
        reply.failed(404, "notInDatabase");
    }
    assert_sound(&app).await;
}

/// Whoever has the old password, and is about to use it, has nothing once the owner has a new one.
#[tokio::test(flavor = "multi_thread")]
async fn an_account_goes_before_its_password_is_reset_or_not_at_all() {
    let app = TestApp::new().await;
    for _ in 0..20 {
        let member = Member::activated(&app).await;
        let path = format!("/api/users/requestPasswordReset?email={}", member.email);
        let _ = app.api().get(path).send().await.ok(200);
        let form = [("token", &*app.mailed_token()), ("newPassword", "Owners-Horse-2")];
        let reset = app.api().post("/api/users/resetPassword").form(&form);
        let delete = member.post("/api/users/delete").form(&[("password", JOBS_PASSWORD)]);

        let replies = at_once([delete, reset]).await;

        let winner = winner(&replies, |reply| match reply.status {
            401 => reply.failed(401, "token"),
            _ => reply.failed(400, "notInDatabase"),
        });
        let status = if winner == 0 { 401 } else { 200 };
        let _ = login(&app, &member.email, "Owners-Horse-2").send().await.ok(status);
        assert_sound(&app).await;
        let _ = app.mails();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_administrators_who_leave_at_once_by_different_doors_one_stays() {
    for _ in 0..10 {
        let app = TestApp::new().await;
        let (first, second) = (app.administrator().await, app.administrator().await);
        let info = app.api().get("/api/user/export").bearer(&second.token).send().await.ok(200);
        let uuid = info.body["user"]["uuid"].as_str().expect("a uuid").to_owned();

        let replies = at_once([
            first.post("/api/users/delete").form(&[("password", JOBS_PASSWORD)]),
            app.api().delete(format!("/api/user/{uuid}")).bearer(&second.token),
        ]);
        let winner = winner(&replies.await, |reply| reply.failed(400, "operation"));

        let (gone, stays) = if winner == 0 { (first, second) } else { (second, first) };
        gone.get("/api/users/info").await.failed(401, "token");
        let info = stays.get("/api/users/info").await.ok(200);
        assert_eq!(info.body["isAdmin"], json!(true));
        assert_sound(&app).await;
    }
}
