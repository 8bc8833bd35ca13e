//! Genres that one likes, and what an export holds of it.

use axum::http::Method;
use kindred::entity::kind::MediaKind;
use kindred::entity::user::User;
use kindred::store::Change;
use serde_json::{Value, json};
use tests::{Reader, Reply, TestApp};
use tokio::task::JoinSet;

/// A system with two genres, and somebody in it.
struct Scene {
    app: TestApp,
    reader: Reader,
    /// Of books.
    fantasy: u64,
    /// Of movies.
    drama: u64,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let fantasy = app.genres(MediaKind::Book, &["Fantasy"]).await[0].genre_id;
        let drama = app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
        let reader = Reader::new(&app.api()).await;
        Self { app, reader, fantasy, drama }
    }

    async fn like(&self, genre: impl std::fmt::Display) -> Reply {
        self.reader.put(format!("/api/user/genre/{genre}")).send().await
    }

    async fn unlike(&self, genre: impl std::fmt::Display) -> Reply {
        self.reader.delete(format!("/api/user/genre/{genre}")).send().await
    }

    async fn liked(&self) -> Value {
        let reply = self.reader.get("/api/user/genre").await.ok(200);
        assert_eq!(reply.body["status"], json!(true));
        assert!(!reply.text_of("message").is_empty());
        reply.body["content"].clone()
    }
}

#[tokio::test]
async fn genres_of_every_kind_can_be_liked() {
    let scene = Scene::new().await;
    assert_eq!(scene.liked().await, json!([]));

    for genre in [scene.drama, scene.fantasy] {
        let reply = scene.like(genre).await.ok(201);
        assert_eq!(reply.body, json!({ "status": true, "message": reply.text_of("message") }));
    }

    let expected = json!([
        { "genre_id": scene.fantasy, "name": "Fantasy", "count": 0 },
        { "genre_id": scene.drama, "name": "Drama", "count": 0 },
    ]);
    assert_eq!(scene.liked().await, expected);
    let export = scene.reader.get("/api/user/export").await.ok(200);
    assert_eq!(export.body["user"]["liked_genres"], expected);
    let other = Reader::new(&scene.app.api()).await.get("/api/user/genre").await.ok(200);
    assert_eq!(other.body["content"], json!([]));
}

#[tokio::test]
async fn liking_twice_is_liking_once() {
    let scene = Scene::new().await;

    for _ in 0..2 {
        let _ = scene.like(scene.drama).await.ok(201);
    }

    assert_eq!(scene.liked().await.as_array().map(Vec::len), Some(1));
    let _ = scene.unlike(scene.drama).await.ok(201);
    assert_eq!(scene.liked().await, json!([]));
}

#[tokio::test]
async fn likes_are_told_of_and_so_is_their_end() {
    let scene = Scene::new().await;
    let (genre, user) = (scene.drama, scene.app.id_of(&scene.reader).await);
    let n_before = scene.app.all_events().await.len();

    for _ in 0..2 {
        let _ = scene.like(genre).await.ok(201);
    }
    let _ = scene.unlike(genre).await.ok(201);

    let events = scene.app.all_events().await.split_off(n_before);
    let told: Vec<_> = events.iter().map(|event| json!(event.fields)).collect();
    let changed = |value: String| json!({ "model_name": "user", "attribute_name": "liked_genres", "new_value": value });
    assert_eq!(told, [changed(genre.to_string()), changed(format!("-{genre}"))]);
    let by = (Some(user), user);
    assert!(events.iter().all(|event| (event.occured_by, event.object_id) == by));
}

#[tokio::test(flavor = "multi_thread")]
async fn liking_many_times_at_once_is_liking_once() {
    let scene = Scene::new().await;
    let path = format!("/api/user/genre/{}", scene.drama);

    let likes = (0..20).map(|_| scene.reader.put(&path).send());
    let replies = likes.collect::<JoinSet<_>>().join_all().await;

    for reply in replies {
        let _ = reply.ok(201);
    }
    assert_eq!(scene.liked().await.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_one_did_not_like_cannot_be_liked_no_more() {
    let scene = Scene::new().await;
    let _ = scene.like(scene.drama).await.ok(201);
    let _ = scene.unlike(scene.drama).await.ok(201);

    for genre in [scene.drama, scene.fantasy] {
        scene.unlike(genre).await.failed(400, "operation");
    }
}

#[tokio::test]
async fn an_unknown_genre_is_not_found() {
    let scene = Scene::new().await;

    for genre in ["0", "999", "-1", "+1", "1.0", "x", "%31%20", "99999999999999999999"] {
        scene.like(genre).await.failed(404, "notInDatabase");
        scene.unlike(genre).await.failed(404, "notInDatabase");
    }
    assert_eq!(scene.liked().await, json!([]));
}

#[tokio::test]
async fn whoever_has_no_role_is_refused_before_the_genre_is_looked_for() {
    let scene = Scene::new().await;
    let claim = User::email_claim(scene.reader.email());
    let store = &scene.app.app().store;
    let user = User::by_claim(store, &claim).await.expect("a read").expect("an account");
    let change = Change::new().update(&User { roles: Vec::new(), ..user });
    store.commit(change).await.expect("it can be written");

    for genre in [scene.drama, 999] {
        scene.like(genre).await.failed(403, "permission");
        scene.unlike(genre).await.failed(403, "permission");
    }
    for (method, path) in [
        (Method::PUT, "/api/user/preferences_defined"),
        (Method::PATCH, &*scene.reader.path()),
        (Method::DELETE, &scene.reader.path()),
    ] {
        let call = scene.app.api().call(method, path).bearer(&scene.reader.token);
        call.json(&json!({})).send().await.failed(403, "permission");
    }
    assert_eq!(scene.liked().await, json!([]));
    let account = scene.reader.get(scene.reader.path()).await.ok(200);
    assert_eq!(account.body["user"]["role"], json!({ "name": null, "permissions": [] }));
}
