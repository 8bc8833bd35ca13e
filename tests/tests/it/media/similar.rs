//! What is like a content, as a client gets it.

use kindred::entity::kind::MediaKind;
use serde_json::json;
use tests::shapes::{fields, similar};
use tests::{Reader, TestApp, titled};

use super::{entry, ids};

/// Three movies, two games, a book and a serie that all go by the same title.
async fn shop() -> (TestApp, Reader) {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let kinds = [
        MediaKind::Movie,
        MediaKind::Game,
        MediaKind::Book,
        MediaKind::Movie,
        MediaKind::Serie,
        MediaKind::Game,
        MediaKind::Movie,
    ];
    for (number, kind) in kinds.into_iter().enumerate() {
        app.publish(kind, titled(kind, "Solaris", number)).await;
    }
    app.settle().await;
    (app, reader)
}

#[tokio::test]
async fn the_own_kind_comes_first_then_others_by_their_age() {
    let (_app, reader) = shop().await;

    assert_eq!(ids(&reader.get("/api/movie/1/similar").await.ok(200)), [4, 7, 3, 5]);
    assert_eq!(ids(&reader.get("/api/game/2/similar").await.ok(200)), [6, 1, 4, 5, 7]);
    assert_eq!(ids(&reader.get("/api/book/3/similar").await.ok(200)), [0; 0]);
}

#[tokio::test]
async fn an_entry_has_the_shape_of_its_own_kind_and_says_how_much_and_who_says_so() {
    let (_app, reader) = shop().await;

    let list = reader.get("/api/game/2/similar").await.ok(200);

    for (id, kind, engine) in [(6, "game", "ContentSimilarities"), (1, "movie", "LinkBetweenItems")]
    {
        let item = entry(&list, id);
        assert_eq!(fields(&item), similar(kind));
        assert_eq!((&item["kind"], &item["engine"]), (&json!(kind), &json!(engine)));
        assert_eq!(item["similarity"], json!(1.0));
    }
    assert_eq!(list.body["total_pages"], json!(1));
}

#[tokio::test]
async fn one_kind_alone_can_be_had() {
    let (_app, reader) = shop().await;
    let path = |kind: &str| format!("/api/movie/1/similar?kind={kind}");

    assert_eq!(ids(&reader.get(path("movie")).await.ok(200)), [4, 7]);
    assert_eq!(ids(&reader.get(path("serie")).await.ok(200)), [5]);
    assert_eq!(ids(&reader.get(path("track")).await.ok(200)), [0; 0]);
    assert_eq!(ids(&reader.get(path("")).await.ok(200)).len(), 4);
    for kind in ["films", "Movie", "episode"] {
        let refused = reader.get(path(kind)).await.ok(400);
        assert_eq!(refused.body["errors"], json!([format!("kind: there is no kind '{kind}'")]));
    }
}

#[tokio::test]
async fn a_long_list_has_pages() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let movie = app.publish(MediaKind::Movie, titled(MediaKind::Movie, "Solaris", 0)).await;
    for number in 1..=30 {
        app.publish(MediaKind::Book, titled(MediaKind::Book, "Solaris", number)).await;
    }
    app.settle().await;
    let page = async |page: &str| {
        reader.get(format!("/api/movie/{movie}/similar?page={page}")).await.ok(200)
    };

    assert_eq!(ids(&page("1").await), (2..=25).collect::<Vec<_>>());
    assert_eq!(ids(&page("2").await), [26], "25 links at most");
    assert_eq!(page("2").await.body["total_pages"], json!(2));
    assert_eq!(ids(&page("3").await), [0; 0]);
    assert_eq!(ids(&page("0").await), [0; 0]);
    assert_eq!(ids(&page("x").await).len(), 24);
}

#[tokio::test]
async fn what_is_gone_is_left_out_before_anything_is_derived() {
    let (app, reader) = shop().await;

    app.withdraw(4).await;

    assert_eq!(ids(&reader.get("/api/movie/1/similar").await.ok(200)), [7, 3, 5]);
    let _ = reader.get("/api/movie/4/similar").await.ok(404);
}

#[tokio::test]
async fn a_content_of_another_kind_is_not_there() {
    let (_app, reader) = shop().await;

    for path in ["/api/book/1/similar", "/api/movie/99/similar", "/api/movie/x/similar"] {
        let _ = reader.get(path).await.ok(404);
    }
}
