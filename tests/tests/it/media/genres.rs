//! The genres of a kind.

use kindred::entity::kind::MediaKind;
use serde_json::json;
use tests::{Reader, TestApp, described};

#[tokio::test]
async fn genres_count_their_contents_and_the_greatest_comes_first() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let genres = app.genres(MediaKind::Movie, &["Action", "Drama", "Western"]).await;
    for genres in [&genres[..2], &genres[1..2], &[]] {
        let description = described(json!({ "title": "Film" }), genres.to_vec());
        app.publish_described(MediaKind::Movie, description).await;
    }
    app.settle().await;

    let reply = reader.get("/api/movie/genres").await.ok(200);

    let genre =
        |id: u64, name: &str, count: u64| json!({ "genre_id": id, "name": name, "count": count });
    let expected = json!([genre(2, "Drama", 2), genre(1, "Action", 1), genre(3, "Western", 0)]);
    assert_eq!(reply.body["content"], expected);
}

#[tokio::test]
async fn a_genre_loses_what_is_deleted_or_described_anew() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let genres = app.genres(MediaKind::Movie, &["Action"]).await;
    let description = || described(json!({ "title": "Film" }), genres.clone());
    let gone = app.publish_described(MediaKind::Movie, description()).await;
    let revised = app.publish_described(MediaKind::Movie, description()).await;
    app.publish_described(MediaKind::Movie, description()).await;
    app.settle().await;

    app.withdraw(gone).await;
    app.revise(revised, described(json!({ "title": "Film" }), vec![])).await;
    app.settle().await;

    let reply = reader.get("/api/movie/genres").await.ok(200);
    assert_eq!(reply.body["content"][0]["count"], json!(1));
}

#[tokio::test]
async fn a_kind_shows_only_its_own_genres() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    app.genres(MediaKind::Movie, &["Action"]).await;
    app.genres(MediaKind::Game, &["Action", "Puzzle"]).await;

    let movies = reader.get("/api/movie/genres").await.ok(200);
    let games = reader.get("/api/game/genres").await.ok(200);

    let names = |reply: &tests::Reply| -> Vec<_> {
        let genres = reply.body["content"].as_array().expect("a list");
        genres.iter().map(|genre| genre["name"].clone()).collect()
    };
    assert_eq!(names(&movies), ["Action"]);
    assert_eq!(names(&games), ["Action", "Puzzle"]);
}
