//! Reports of what users did with contents, as far as they can be refused without knowing what is in the catalogue.

use serde_json::json;
use tests::shapes::KINDS;
use tests::{Api, Reader};

use super::media::{assert_invalid, assert_refused};

/// An id that no catalogue has reached.
const UNKNOWN: u64 = 9_007_199_254_740_991;

#[tokio::test]
async fn an_anonymous_report_is_refused() {
    let api = Api::any().await;

    let reply = api.patch("/api/movie/1/meta").json(&json!({ "rating": 4 })).send().await;

    assert_refused(&reply, 401, "token");
}

#[tokio::test]
async fn an_id_that_names_no_content_is_not_found() {
    let reader = Reader::new(&Api::any().await).await;

    for kind in KINDS {
        for id in [&UNKNOWN.to_string(), "0", "99999999999999999999", "-1", "1.0", "abc", "%20"] {
            let path = format!("/api/{kind}/{id}/meta");

            let read = reader.get(&path).await;
            let report = reader.patch(&path).json(&json!({ "rating": 3 })).send().await;

            assert_refused(&read, 404, "notInDatabase");
            assert_refused(&report, 404, "notInDatabase");
        }
    }
}

#[tokio::test]
async fn a_rating_is_a_whole_number_from_0_to_5() {
    let reader = Reader::new(&Api::any().await).await;

    let odd = [json!(null), json!(4.0), json!(6), json!(-1), json!("5"), json!(true), json!([5])];
    for rating in odd {
        let reply = reader.reports("movie", UNKNOWN, &json!({ "rating": rating })).await;

        assert_invalid(&reply, "rating");
    }
}

#[tokio::test]
async fn an_additional_count_is_a_number_from_0() {
    let reader = Reader::new(&Api::any().await).await;

    let odd =
        [json!(-1), json!(-0.5), json!("1"), json!(1e300), json!(null), json!("NaN"), json!({})];
    for count in odd {
        let reply = reader.reports("movie", UNKNOWN, &json!({ "additional_count": count })).await;

        assert_invalid(&reply, "additional_count");
    }
}

#[tokio::test]
async fn a_report_is_a_json_object() {
    let reader = Reader::new(&Api::any().await).await;
    let path = format!("/api/movie/{UNKNOWN}/meta");

    let bodies =
        ["", "{", "[]", "null", "4", "\"rating\"", "{\"rating\": NaN}", "{\"rating\": 4,}"];
    for body in bodies {
        let reply = reader.patch(&path).body("application/json", body).send().await;

        assert_refused(&reply, 400, "invalidRequest");
        assert!(reply.body["errors"].is_array(), "{body}: {}", reply.text);
    }
}

#[tokio::test]
async fn a_report_of_another_content_type_is_refused() {
    let reader = Reader::new(&Api::any().await).await;
    let path = format!("/api/movie/{UNKNOWN}/meta");

    for content_type in ["text/plain", "application/x-www-form-urlencoded", ""] {
        let reply = reader.patch(&path).body(content_type, "{\"rating\": 4}").send().await;

        assert_refused(&reply, 400, "invalidRequest");
    }
}
