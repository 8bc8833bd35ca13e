//! The list of recommendations, as a client gets it.

use kindred::entity::kind::MediaKind;
use serde_json::json;
use tests::shapes::{fields, recommended};
use tests::{Reader, TestApp};

use super::{entry, ids};

/// Publish so many movies that are all alike, and return their ids.
async fn series(app: &TestApp, n: usize) -> Vec<u64> {
    let mut ids = Vec::new();
    for _ in 0..n {
        let fields = json!({ "title": "The Same", "director": "Same One" });
        ids.push(app.publish(MediaKind::Movie, fields).await);
    }
    ids
}

#[tokio::test]
async fn a_recommendation_names_engine_score_and_reasons() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let movies = series(&app, 2).await;
    reader.rates("movie", movies[0], 4).await;
    app.settle().await;

    let list = reader.get("/api/movie/user").await.ok(200);

    let item = entry(&list, movies[1]);
    assert_eq!(fields(&item), recommended("movie"));
    assert_eq!(item["reco_engine"], json!("FromSimilarContent"));
    let score = item["reco_score"].as_f64().expect("a score");
    assert!((score - 0.8).abs() < 1e-9, "{score}");
    let expected = json!([{ "content_id": movies[0], "title": "The Same", "share": score }]);
    assert_eq!(item["reco_reasons"], expected);
}

#[tokio::test]
async fn books_and_games_are_recommended_in_their_own_shapes() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    for n in ["1", "2"] {
        app.publish(MediaKind::Book, json!({ "title": "The Same", "isbn": n })).await;
        app.publish(MediaKind::Game, json!({ "name": "The Same" })).await;
    }
    reader.rates("book", 1, 5).await;
    reader.rates("game", 2, 5).await;
    app.settle().await;

    for (kind, id) in [("book", 3), ("game", 4)] {
        let list = reader.get(format!("/api/{kind}/user")).await.ok(200);

        assert_eq!(ids(&list), [id]);
        assert_eq!(fields(&entry(&list, id)), recommended(kind));
    }
}

#[tokio::test]
async fn the_list_can_be_had_from_one_engine() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let movies = series(&app, 2).await;
    reader.rates("movie", movies[0], 4).await;
    app.settle().await;

    let path = |engine: &str| format!("/api/movie/user?reco_engine={engine}");
    let similar = reader.get(path("FromSimilarContent")).await.ok(200);
    let other = reader.get(path("CollaborativeFiltering")).await.ok(200);
    let unknown = reader.get(path("fromsimilarcontent")).await.ok(200);

    assert_eq!(ids(&similar), [movies[1]]);
    assert_eq!((ids(&other), &other.body["total_pages"]), (vec![], &json!(0)));
    assert_eq!((ids(&unknown), &unknown.body["total_pages"]), (vec![], &json!(0)));
}

#[tokio::test]
async fn a_long_list_has_pages() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let mut expected = Vec::new();
    // Each pair is a world of its own: of one the reader likes the first.
    for pair in 0..30 {
        let fields = json!({ "title": format!("Title{pair}"), "director": format!("Name{pair}") });
        let liked = app.publish(MediaKind::Movie, fields.clone()).await;
        expected.push(app.publish(MediaKind::Movie, fields).await);
        reader.rates("movie", liked, 4).await;
    }
    app.settle().await;

    let mut seen = Vec::new();
    for page in [1, 2, 3, 0] {
        let list = reader.get(format!("/api/movie/user?page={page}")).await.ok(200);
        assert_eq!(list.body["total_pages"], json!(2));
        assert_eq!(list.body["page"], json!(page));
        seen.push(ids(&list));
    }

    assert_eq!(seen.iter().map(Vec::len).collect::<Vec<_>>(), [24, 6, 0, 0]);
    seen.concat().iter().for_each(|id| assert!(expected.contains(id)));
}

#[tokio::test]
async fn among_equal_scores_the_more_popular_comes_first() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let movies = series(&app, 4).await;
    app.add_ratings(movies[2], 40, 10).await;
    reader.rates("movie", movies[0], 4).await;
    app.settle().await;

    let list = reader.get("/api/movie/user").await.ok(200);

    assert_eq!(ids(&list), [movies[2], movies[1], movies[3]]);
}
