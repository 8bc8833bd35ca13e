//! The look-up of records, as far as it can be asked without knowing what is in the catalogue.

use axum::http::Method;
use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::{Api, Call, Reader};

use super::media::{assert_invalid, assert_refused};

/// All that can be asked of a kind, by anybody.
fn calls(api: &Api, kind: &str) -> [Call; 2] {
    let path = format!("/api/match/{kind}");
    let body = json!({ "title": "x" });
    [api.get(format!("{path}?q=x")), api.call(Method::POST, &path).json(&body)]
}

async fn asked(reader: &Reader, body: &Value) -> tests::Reply {
    reader.posts("/api/match/book", body).await
}

#[tokio::test]
async fn look_up_record_answers_with_a_list() {
    let reader = Reader::new(&Api::any().await).await;

    for kind in MediaKind::ALL {
        let path = format!("/api/match/{kind}?q=Zzyzx%20Qwertz");
        let reply = reader.get(path).await.ok(200);

        assert_eq!(reply.body["status"], true);
        assert!(reply.body["content"].is_array());
    }
}

#[tokio::test]
async fn look_up_record_bad_fields() {
    let reader = Reader::new(&Api::any().await).await;

    for (body, field) in [
        (json!({}), "title"),
        (json!({ "title": "" }), "title"),
        (json!({ "title": null }), "title"),
        (json!({ "title": ["x"] }), "title"),
        (json!({ "title": "x".repeat(1_001) }), "title"),
        (json!({ "title": "x", "year": "1979" }), "year"),
        (json!({ "title": "x", "year": -1 }), "year"),
        (json!({ "title": "x", "year": 1979.5 }), "year"),
        (json!({ "title": "x", "creator": {} }), "creator"),
        (json!({ "isbn": "9780306406158" }), "isbn"),
        (json!({ "isbn": "0306406153" }), "isbn"),
        (json!({ "isbn": "" }), "isbn"),
        (json!({ "isbn": true }), "isbn"),
        (json!({ "title": "x", "imdbid": "tt1" }), "imdbid"),
        (json!({ "title": "x", "ids": ["tt0079944"] }), "ids"),
        (json!({ "title": "x", "ids": { "imdbid": [] } }), "ids.imdbid"),
        (json!({ "title": "x", "ids": { "title": "x" } }), "ids.title"),
        (json!({ "title": "x", "limit": 0 }), "limit"),
        (json!({ "title": "x", "limit": -1 }), "limit"),
        (json!({ "title": "x", "limit": 51 }), "limit"),
        (json!({ "title": "x", "limit": 1e30 }), "limit"),
    ] {
        assert_invalid(&asked(&reader, &body).await, field);
    }
}

#[tokio::test]
async fn look_up_title_bad_parameters() {
    let reader = Reader::new(&Api::any().await).await;

    for (query, field) in [
        ("", "q"),
        ("?q=", "q"),
        ("?q=%20%09", "q"),
        ("?q=x&limit=0", "limit"),
        ("?q=x&limit=-1", "limit"),
        ("?q=x&limit=99999999999999999999", "limit"),
        ("?q=x&limit=x", "limit"),
    ] {
        let reply = reader.get(format!("/api/match/movie{query}")).await;

        assert_invalid(&reply, field);
    }
}

#[tokio::test]
async fn look_up_record_of_no_kind() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;

    for kind in ["films", "episode", "Movie", "42"] {
        for call in calls(&api, kind) {
            assert_refused(&call.bearer(&reader.token).send().await, 404, "notInDatabase");
        }
    }
}

#[tokio::test]
async fn list_duplicates_is_for_moderators() {
    let reader = Reader::new(&Api::any().await).await;

    let reply = reader.posts("/api/match/movie/duplicates", &json!({ "title": "x" })).await;

    assert_eq!(reply.status, 403);
}

#[tokio::test]
async fn look_up_record_bad_jwt() {
    let api = Api::any().await;

    for call in calls(&api, "movie") {
        assert_refused(&call.bearer("bad").send().await, 422, "token");
    }
}

#[tokio::test]
async fn look_up_record_fake_jwt() {
    let api = Api::any().await;
    let gone = Reader::new(&api).await;
    let _ = gone.delete(gone.path()).send().await.ok(201);

    for call in calls(&api, "movie") {
        assert_refused(&call.bearer(&gone.token).send().await, 404, "notInDatabase");
    }
}

#[tokio::test]
async fn look_up_record_no_jwt() {
    let api = Api::any().await;

    for call in calls(&api, "movie") {
        assert_refused(&call.send().await, 401, "token");
    }
}
