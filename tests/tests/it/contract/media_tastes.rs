//! What somebody does with a content, and how popular contents are paged: the same for every kind.
//!
//! A server somewhere is asked about what it has; in this process there is a content of each kind.

use axum::http::Method;
use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::shapes::{META, PAGE, fields};
use tests::{Api, Call, Reader, Reply, TestApp, titled};

use super::media::{assert_invalid, assert_refused};

/// Ids that no catalogue has; one of them is beyond 32 bits, one beyond 64.
const UNKNOWN: [&str; 3] = ["999999999999", "9007199254740991", "99999999999999999999"];

/// A server, and a content of each kind that it has any of.
async fn catalogue() -> (Api, Vec<(MediaKind, u64)>) {
    let mut contents = Vec::new();
    if std::env::var_os("KINDRED_BASE_URL").is_none() {
        let app = TestApp::new().await;
        for kind in MediaKind::ALL {
            contents.push((kind, app.publish(kind, titled(kind, "Zed", "1")).await));
        }
        return (app.api(), contents);
    }
    let api = Api::any().await;
    let reader = Reader::new(&api).await;
    for kind in MediaKind::ALL {
        let list = reader.get(format!("/api/{kind}")).await.ok(200);
        contents.extend(list.body["content"][0]["content_id"].as_u64().map(|id| (kind, id)));
    }
    (api, contents)
}

/// The three ways in which a token can be wrong, at this request.
async fn assert_signed(api: &Api, call: impl Fn() -> Call) {
    let gone = Reader::new(api).await;
    let _ = gone.delete(gone.path()).send().await.ok(201);

    assert_refused(&call().send().await, 401, "token");
    assert_refused(&call().bearer("no token").send().await, 422, "token");
    assert_refused(&call().bearer(&gone.token).send().await, 404, "notInDatabase");
}

#[track_caller]
fn assert_done(reply: &Reply) {
    assert_eq!(reply.status, 201, "{}", reply.text);
    assert_eq!(fields(&reply.body), ["message", "status"].map(String::from).into());
    assert_eq!(reply.body["status"], json!(true));
}

async fn meta(reader: &Reader, kind: MediaKind, content: u64) -> Value {
    let reply = reader.get(format!("/api/{kind}/{content}/meta")).await.ok(200);
    assert_eq!(fields(&reply.body["content"]), META.map(String::from).into());
    reply.body["content"].clone()
}

#[tokio::test]
async fn a_record_is_there_when_none_was() {
    let (api, contents) = catalogue().await;
    let reader = Reader::new(&api).await;

    for (kind, content) in contents {
        let meta = meta(&reader, kind, content).await;

        assert_eq!((&meta["rating"], &meta["count"]), (&Value::Null, &json!(0)), "{kind}");
        assert_eq!(meta["review_see_count"], json!(1), "{kind}");
    }
}

#[tokio::test]
async fn a_rating_and_a_use_are_stored() {
    let (api, contents) = catalogue().await;
    let reader = Reader::new(&api).await;

    for (kind, content) in contents {
        // Contract: hours of a game come as a number with a point.
        let report = json!({ "rating": 5, "additional_count": 24.0 });

        assert_done(&reader.reports(kind.name(), content, &report).await);

        let meta = meta(&reader, kind, content).await;
        assert_eq!((&meta["rating"], &meta["count"]), (&json!(5), &json!(24)), "{kind}");
    }
}

#[tokio::test]
async fn a_rating_is_withdrawn_once() {
    let (api, contents) = catalogue().await;
    let reader = Reader::new(&api).await;

    for (kind, content) in contents {
        let path = format!("/api/{kind}/{content}/meta/rating");
        assert_refused(&reader.delete(&*path).send().await, 400, "operation");
        reader.rates(kind.name(), content, 4).await;

        assert_done(&reader.delete(&*path).send().await);

        assert_refused(&reader.delete(&*path).send().await, 400, "operation");
        assert_eq!(meta(&reader, kind, content).await["rating"], Value::Null, "{kind}");
    }
}

#[tokio::test]
async fn a_bad_recommendation_is_noted_with_a_category_with_all_and_with_none() {
    let (api, contents) = catalogue().await;
    let reader = Reader::new(&api).await;

    for (kind, content) in contents {
        let path = format!("/api/{kind}/{content}/bad_recommendation");
        let categories = kind.differences().reasons;
        let all: serde_json::Map<_, _> =
            categories.iter().map(|category| ((*category).to_owned(), json!(["2010"]))).collect();
        let one = json!({ categories[categories.len() - 1]: ["2010"] });

        for body in [one.clone(), one, json!(all), json!({}), json!({ "unknown": 7 })] {
            assert_done(&reader.post(&*path).json(&body).send().await);
        }
    }
}

#[tokio::test]
async fn reasons_that_are_no_lists_of_texts_are_refused_by_name() {
    let (api, contents) = catalogue().await;
    let reader = Reader::new(&api).await;

    for (kind, content) in contents {
        let path = format!("/api/{kind}/{content}/bad_recommendation");
        for category in kind.differences().reasons {
            for odd in [json!("2010"), json!(2010), json!([2010]), json!({}), json!(null)] {
                let body = json!({ *category: odd });
                assert_invalid(&reader.post(&*path).json(&body).send().await, category);
            }
        }
        let reply = reader.post(&*path).body("application/json", "[]").send().await;
        assert_refused(&reply, 400, "invalidRequest");
    }
}

#[tokio::test]
async fn an_id_that_names_no_content_is_not_found() {
    let reader = Reader::new(&Api::any().await).await;

    for (kind, id) in MediaKind::ALL.into_iter().flat_map(|kind| UNKNOWN.map(|id| (kind, id))) {
        let path = format!("/api/{kind}/{id}");
        let replies = [
            reader.get(format!("{path}/meta")).await,
            reader.patch(format!("{path}/meta")).json(&json!({ "rating": 5 })).send().await,
            reader.delete(format!("{path}/meta/rating")).send().await,
            reader.post(format!("{path}/bad_recommendation")).json(&json!({})).send().await,
        ];

        for reply in replies {
            assert_refused(&reply, 404, "notInDatabase");
        }
    }
}

#[tokio::test]
async fn every_route_of_tastes_wants_a_session() {
    let (api, contents) = catalogue().await;

    for (kind, content) in contents {
        let path = format!("/api/{kind}/{content}");
        let report = json!({ "rating": 5 });
        assert_signed(&api, || api.get(format!("{path}/meta"))).await;
        assert_signed(&api, || api.patch(format!("{path}/meta")).json(&report)).await;
        assert_signed(&api, || api.delete(format!("{path}/meta/rating"))).await;
        let reasons = json!({});
        assert_signed(&api, || api.post(format!("{path}/bad_recommendation")).json(&reasons)).await;
        assert_signed(&api, || api.get(format!("/api/{kind}"))).await;
    }
    assert_signed(&api, || api.get("/api/track/history")).await;
}

#[tokio::test]
async fn popular_contents_are_paged_for_every_kind() {
    let (api, contents) = catalogue().await;
    let reader = Reader::new(&api).await;

    for (kind, _) in contents {
        for page in [1, 0, -1, 9_999_999] {
            let reply = reader.get(format!("/api/{kind}?page={page}")).await.ok(200);

            assert_eq!(fields(&reply.body), PAGE.map(str::to_owned).into(), "{kind}");
            assert_eq!(reply.body["page"], json!(page), "{kind}");
            let content = reply.body["content"].as_array().expect("a list");
            assert_eq!(content.is_empty(), page != 1, "{kind}, page {page}");
            assert_eq!(reply.body["number_of_elements"], json!(content.len()), "{kind}");
        }
        let plain = reader.get(format!("/api/{kind}")).await.ok(200);
        assert_eq!(plain.body["page"], json!(1), "{kind}");
        assert_ne!(plain.body["content"], json!([]), "{kind}");
    }
}

#[tokio::test]
async fn a_history_begins_empty_and_shows_what_was_played() {
    let (api, contents) = catalogue().await;
    let reader = Reader::new(&api).await;
    let empty = reader.get("/api/track/history").await.ok(200);
    assert_eq!((&empty.body["content"], &empty.body["total_pages"]), (&json!([]), &json!(0)));
    let track = contents.into_iter().find(|(kind, _)| kind.differences().history);
    let Some((kind, track)) = track else { return };

    assert_done(&reader.reports(kind.name(), track, &json!({ "additional_count": 1 })).await);

    let history = reader.get("/api/track/history?page=x").await.ok(200);
    assert_eq!(fields(&history.body), PAGE.map(str::to_owned).into());
    let entry = &history.body["content"][0];
    assert_eq!(fields(entry), ["last_played_date", "track"].map(String::from).into());
    assert_eq!(entry["track"]["content_id"], json!(track));
    assert!(entry["track"]["genres"].is_array(), "{}", history.text);
    let meta = meta(&reader, kind, track).await;
    assert_eq!(entry["last_played_date"], meta["last_count_increment"]);
}

#[tokio::test]
async fn a_method_that_these_paths_do_not_know_is_refused() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;

    for (method, path) in [
        (Method::GET, "/api/movie/1/meta/rating"),
        (Method::GET, "/api/book/1/bad_recommendation"),
        (Method::POST, "/api/track/history"),
    ] {
        let reply = api.call(method, path).bearer(&reader.token).send().await;

        assert_eq!((reply.status, &reply.body["status"]), (405, &json!(false)), "{path}");
    }
}
