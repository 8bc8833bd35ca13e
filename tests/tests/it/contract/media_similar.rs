//! What is like a content, of all kinds, as far as it can be asked without knowing what is in the catalogue.

use kindred::entity::kind::MediaKind;
use tests::{Api, Reader};

use super::media::{assert_invalid, assert_refused};

fn path(kind: MediaKind, content: &str) -> String {
    format!("/api/{kind}/{content}/similar")
}

#[tokio::test]
async fn similar_to_nothing_is_not_found() {
    let reader = Reader::new(&Api::any().await).await;

    for kind in MediaKind::ALL {
        for content in ["999999999999", "99999999999999999999", "x", "-1"] {
            let reply = reader.get(path(kind, content)).await;

            assert_refused(&reply, 404, "notInDatabase");
        }
    }
}

#[tokio::test]
async fn similar_of_no_kind_is_invalid() {
    let reader = Reader::new(&Api::any().await).await;

    for kind in MediaKind::ALL {
        let reply = reader.get(path(kind, "1") + "?kind=episode").await;

        assert_invalid(&reply, "kind");
    }
}

#[tokio::test]
async fn similar_bad_jwt() {
    let api = Api::any().await;

    for kind in MediaKind::ALL {
        assert_refused(&api.get(path(kind, "1")).bearer("bad").send().await, 422, "token");
    }
}

#[tokio::test]
async fn similar_fake_jwt() {
    let api = Api::any().await;
    let gone = Reader::new(&api).await;
    let _ = gone.delete(gone.path()).send().await.ok(201);

    for kind in MediaKind::ALL {
        assert_refused(&gone.get(path(kind, "1")).await, 404, "notInDatabase");
    }
}

#[tokio::test]
async fn similar_no_jwt() {
    let api = Api::any().await;

    for kind in MediaKind::ALL {
        assert_refused(&api.get(path(kind, "1")).send().await, 401, "token");
    }
}
