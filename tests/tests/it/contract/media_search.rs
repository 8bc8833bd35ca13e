//! Search by title, of all kinds, as far as it can be asked without knowing what is in the catalogue.

use kindred::entity::kind::MediaKind;
use serde_json::json;
use tests::{Api, Reader};

use super::media::assert_refused;

/// A search with an encoded blank.
fn search(kind: MediaKind) -> String {
    format!("/api/{kind}/search/te%20st")
}

#[tokio::test]
async fn a_term_may_have_a_blank() {
    let reader = Reader::new(&Api::any().await).await;

    for kind in MediaKind::ALL {
        for page in ["", "?page=1"] {
            let reply = reader.get(search(kind) + page).await.ok(200);

            assert_eq!((&reply.body["status"], &reply.body["page"]), (&json!(true), &json!(1)));
            assert!(reply.body["content"].is_array(), "{kind}: {}", reply.text);
        }
    }
}

#[tokio::test]
async fn a_page_below_one_or_beyond_the_end_is_empty() {
    let reader = Reader::new(&Api::any().await).await;

    for kind in MediaKind::ALL {
        let first = reader.get(search(kind)).await.ok(200);
        for page in [0, -1, 9_999_999] {
            let reply = reader.get(format!("{}?page={page}", search(kind))).await.ok(200);

            assert_eq!(reply.body["content"], json!([]), "{kind}");
            assert_eq!(reply.body["number_of_elements"], json!(0));
            assert_eq!(reply.body["page"], json!(page));
            assert_eq!(reply.body["total_pages"], first.body["total_pages"]);
        }
    }
}

#[tokio::test]
async fn a_search_bad_jwt() {
    let api = Api::any().await;

    for kind in MediaKind::ALL {
        assert_refused(&api.get(search(kind)).bearer("bad").send().await, 422, "token");
    }
}

#[tokio::test]
async fn a_search_fake_jwt() {
    let api = Api::any().await;
    let gone = Reader::new(&api).await;
    let _ = gone.delete(gone.path()).send().await.ok(201);

    for kind in MediaKind::ALL {
        assert_refused(&gone.get(search(kind)).await, 404, "notInDatabase");
    }
}

#[tokio::test]
async fn a_search_no_jwt() {
    let api = Api::any().await;

    for kind in MediaKind::ALL {
        assert_refused(&api.get(search(kind)).send().await, 401, "token");
    }
}
