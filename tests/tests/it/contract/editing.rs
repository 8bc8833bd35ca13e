//! One content, and genres: read, edited and deleted, over any server.

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::submissions::minimal;
use tests::{Api, Editorial, Reader, fresh};

use super::media::{assert_invalid, assert_refused};

/// An id that nothing has reached.
const UNKNOWN: &str = "9007199254740991";

/// Publish something and return its path.
async fn published(Editorial { moderator, .. }: &Editorial, kind: MediaKind) -> String {
    let id = moderator.submits(kind, &minimal(kind, &fresh("Zed"))).await;
    let reply = moderator.publishes(kind, id).await.ok(201);
    format!("/api/{kind}/{}", reply.number_of("content_id"))
}

/// What can be done with one content and one genre: method, path and body.
fn calls(api: &Api, kind: &str, id: &str) -> Vec<tests::Call> {
    let content = format!("/api/{kind}/{id}");
    let mut calls =
        vec![api.get(&content), api.patch(&content).json(&json!({})), api.delete(&content)];
    if kind != "book" {
        let genre = json!({ "name": fresh("Genre") });
        calls.push(api.get(format!("/api/{kind}/genres")));
        calls.push(api.post(format!("/api/{kind}/genres")).json(&genre));
        calls.push(api.delete(format!("/api/{kind}/genres/{id}")));
    }
    calls
}

#[tokio::test]
async fn a_content_is_read_edited_and_deleted() {
    let editorial = Editorial::any().await;
    let Editorial { moderator, reader, .. } = &editorial;
    for kind in MediaKind::ALL {
        let path = published(&editorial, kind).await;
        let title = kind.differences().title;
        let before = reader.get(&path).await.ok(200).body["content"].clone();

        let name = fresh("Zee");
        let reply = moderator.patch(&path).json(&json!({ title: name })).send().await.ok(201);

        assert_eq!(reply.body["status"], json!(true));
        let mut expected = before;
        expected[title] = json!(name);
        assert_eq!(reader.get(&path).await.ok(200).body["content"], expected);
        let _ = moderator.delete(&path).send().await.ok(201);
        assert_refused(&reader.get(&path).await, 404, "notInDatabase");
        assert_refused(&moderator.delete(&path).send().await, 404, "notInDatabase");
    }
}

#[tokio::test]
async fn a_genre_is_made_given_liked_and_deleted() {
    let editorial = Editorial::any().await;
    let Editorial { moderator, reader, .. } = &editorial;
    for kind in MediaKind::ALL.into_iter().filter(|kind| kind.differences().has_genres()) {
        let content = published(&editorial, kind).await;
        let (list, name) = (format!("/api/{kind}/genres"), fresh("Genre"));

        let genre = moderator.posts(&list, &json!({ "name": name })).await.ok(201);
        let id = genre.body["content"]["genre_id"].as_u64().expect("an id");
        assert_eq!(genre.body["content"], json!({ "genre_id": id, "name": name, "count": 0 }));
        assert_refused(&moderator.posts(&list, &json!({ "name": name })).await, 400, "taken");
        let body = json!({ "genres": [id] });
        let _ = moderator.patch(&content).json(&body).send().await.ok(201);
        let _ = reader.put(format!("/api/user/genre/{id}")).send().await.ok(201);
        let _ = moderator.delete(format!("{list}/{id}")).send().await.ok(201);

        let listed = reader.get(&list).await.ok(200);
        let ids = listed.body["content"].as_array().expect("a list").iter();
        assert!(ids.map(|genre| &genre["genre_id"]).all(|other| *other != json!(id)));
        let again = moderator.delete(format!("{list}/{id}")).send().await;
        assert_refused(&again, 404, "notInDatabase");
        let _ = moderator.delete(&content).send().await.ok(201);
    }
}

#[tokio::test]
async fn editing_names_what_is_wrong() {
    let editorial = Editorial::any().await;
    let movie = published(&editorial, MediaKind::Movie).await;
    for (body, field) in [
        (json!({ "title": null }), "title"),
        (json!({ "avatar": "x" }), "avatar"),
        (json!({ "genres": {} }), "genres"),
    ] {
        let reply = editorial.moderator.patch(&movie).json(&body).send().await;
        assert_invalid(&reply, field);
    }
    let body = json!({ "genres": [9_007_199_254_740_991_u64] });
    let reply = editorial.moderator.patch(&movie).json(&body).send().await;
    assert_refused(&reply, 404, "notInDatabase");
    let reply =
        editorial.moderator.posts("/api/movie/genres", &json!({ "name": Value::Null })).await;
    assert_invalid(&reply, "name");
}

#[tokio::test]
async fn editing_bad_content_id() {
    let Editorial { moderator, .. } = Editorial::any().await;
    for id in ["0", "-1", "x", UNKNOWN, "999999999999", "99999999999999999999"] {
        for kind in tests::shapes::KINDS {
            let path = format!("/api/{kind}/{id}");
            assert_refused(&moderator.get(&path).await, 404, "notInDatabase");
            let edit = moderator.patch(&path).json(&json!({})).send().await;
            assert_refused(&edit, 404, "notInDatabase");
            let end = moderator.delete(&path).send().await;
            assert_refused(&end, 404, "notInDatabase");
        }
        let end = moderator.delete(format!("/api/movie/genres/{id}")).send().await;
        assert_refused(&end, 404, "notInDatabase");
    }
}

#[tokio::test]
async fn editing_no_jwt_bad_jwt_fake_jwt() {
    let api = Api::any().await;
    let gone = Reader::gone(&api).await;
    for kind in tests::shapes::KINDS {
        for call in calls(&api, kind, UNKNOWN) {
            assert_refused(&call.send().await, 401, "token");
        }
        for call in calls(&api, kind, UNKNOWN) {
            assert_refused(&call.bearer("no.token.atall").send().await, 422, "token");
        }
        for call in calls(&api, kind, UNKNOWN) {
            assert_refused(&call.bearer(&gone.token).send().await, 404, "notInDatabase");
        }
    }
}

#[tokio::test]
async fn editing_takes_a_moderator() {
    let reader = Reader::new(&Api::any().await).await;
    for kind in tests::shapes::KINDS {
        for path in [format!("/api/{kind}/{UNKNOWN}"), "/api/movie/1".to_owned()] {
            let edit = reader.patch(&path).json(&json!({})).send().await;
            assert_refused(&edit, 403, "permission");
            assert_refused(&reader.delete(&path).send().await, 403, "permission");
        }
    }
    let genre = reader.posts("/api/movie/genres", &json!({ "name": "Drama" })).await;
    assert_refused(&genre, 403, "permission");
    let end = reader.delete("/api/movie/genres/1").send().await;
    assert_refused(&end, 403, "permission");
}
