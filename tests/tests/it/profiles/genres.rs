//! Genres that profiles like.

use kindred::entity::kind::MediaKind;
use serde_json::json;
use tests::{Editorial, Sandbox, TestApp};

#[tokio::test]
async fn genres_of_every_kind_can_be_liked_and_no_more() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let fantasy = app.genres(MediaKind::Book, &["Fantasy"]).await[0].genre_id;
    let drama = app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
    let profile = Sandbox::new(&editorial.moderator, "One").await;

    for genre in [drama, fantasy, drama] {
        profile.likes(genre).await;
    }

    let both = json!([
        { "genre_id": fantasy, "name": "Fantasy", "count": 0 },
        { "genre_id": drama, "name": "Drama", "count": 0 },
    ]);
    assert_eq!(profile.get("genre").await.ok(200).body["content"], both);
    let shown = editorial.moderator.get(profile.path()).await.ok(200);
    assert_eq!(shown.body["profile"]["liked_genres"], both);
    let own = editorial.moderator.get("/api/user/genre").await.ok(200);
    assert_eq!(own.body["content"], json!([]), "a profile is not its owner");

    let unlike = async |genre: u64| {
        editorial.moderator.delete(profile.at(format!("genre/{genre}"))).send().await
    };
    let _ = unlike(drama).await.ok(201);
    unlike(drama).await.failed(400, "operation");
    unlike(999).await.failed(404, "notInDatabase");
    assert_eq!(profile.get("genre").await.ok(200).body["content"], json!([both[0]]));
}

#[tokio::test]
async fn a_genre_that_is_deleted_is_liked_no_more_and_stays_in_the_history() {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    let drama = app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
    let profile = Sandbox::new(&editorial.moderator, "One").await;
    profile.likes(drama).await;
    let launch = profile.launch().await;

    let path = format!("/api/movie/genres/{drama}");
    let gone = editorial.moderator.delete(path).send().await;
    assert!(gone.status < 300, "{}", gone.text);
    app.settle().await;

    assert_eq!(profile.get("genre").await.ok(200).body["content"], json!([]));
    let history = profile.get(format!("history/{launch}/genres")).await.ok(200);
    let drama = json!([{ "name": "Drama", "content_type": "movie" }]);
    assert_eq!(history.body["content"], drama);
}
