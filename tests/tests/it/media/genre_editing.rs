//! Genres: made and deleted.

use kindred::entity::genre::Genre;
use kindred::entity::kind::MediaKind;
use kindred::entity::user::User;
use kindred::store::{Change, Table};
use serde_json::{Value, json};
use tests::{Editorial, Reader, TestApp, described};
use tokio::task::JoinSet;

/// A system with a moderator and a reader.
async fn editorial() -> (TestApp, Editorial) {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    (app, editorial)
}

async fn names(reader: &Reader, kind: MediaKind) -> Vec<Value> {
    let reply = reader.get(format!("/api/{kind}/genres")).await.ok(200);
    let genres = reply.body["content"].as_array().expect("a list");
    genres.iter().map(|genre| genre["name"].clone()).collect()
}

#[tokio::test]
async fn a_new_genre_is_there_at_once() {
    let (app, Editorial { moderator, reader, .. }) = editorial().await;

    for kind in MediaKind::ALL.into_iter().filter(|kind| kind.differences().has_genres()) {
        let body = json!({ "name": "Film noir" });
        let reply = moderator.posts(format!("/api/{kind}/genres"), &body).await.ok(201);

        let id = reply.body["content"]["genre_id"].clone();
        let genre = json!({ "genre_id": id, "name": "Film noir", "count": 0 });
        assert_eq!(reply.body["content"], genre);
        let listed = reader.get(format!("/api/{kind}/genres")).await.ok(200);
        assert_eq!(listed.body["content"], json!([genre]));
        let _ = reader.put(format!("/api/user/genre/{id}")).send().await.ok(201);
    }
    assert!(app.settle().await > 0);
}

#[tokio::test]
async fn a_name_is_taken_once_in_its_kind_and_keeps_to_its_rule() {
    let (app, Editorial { moderator, .. }) = editorial().await;
    let drama = app.genres(MediaKind::Movie, &["Drama"]).await;
    let before = app.items(Table::State).await;
    let make =
        async |name: Value| moderator.posts("/api/movie/genres", &json!({ "name": name })).await;

    for name in ["Drama", "drama", "DRAMA"] {
        let reply = make(json!(name)).await;
        reply.failed(400, "taken");
        assert!(reply.body["errors"][0].as_str().is_some_and(|text| text.starts_with("name: ")));
    }
    let long = json!("x".repeat(46));
    for name in [json!(""), json!("  "), long, json!(3), Value::Null, json!(["x"])] {
        assert_eq!(make(name).await.wrong_fields(), ["name"]);
    }
    assert_eq!(app.items(Table::State).await, before, "no id is used up");
    let _ = make(json!("é".repeat(45))).await.ok(201);
    let other = moderator.posts("/api/game/genres", &json!({ "name": "Drama" })).await.ok(201);
    assert_ne!(other.body["content"]["genre_id"], json!(drama[0].genre_id));
    let _ = moderator.posts("/api/book/genres", &json!({ "name": "Drama" })).await.ok(405);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_make_the_same_genre_at_once_one_does() {
    let (app, Editorial { moderator, .. }) = editorial().await;
    let body = json!({ "name": "Drama" });

    let calls = (0..10)
        .map(|_| app.api().post("/api/movie/genres").bearer(&moderator.token).json(&body).send());
    let replies = calls.collect::<JoinSet<_>>().join_all().await;

    assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 1);
    for reply in replies.iter().filter(|reply| reply.status != 201) {
        reply.failed(400, "taken");
    }
    let genres: Vec<Genre> =
        app.app().store.list_all(&Genre::all(MediaKind::Movie)).await.expect("a list");
    assert_eq!(genres.len(), 1);
}

#[tokio::test]
async fn a_deleted_genre_is_gone_from_the_list_from_contents_and_from_likes() {
    let (app, Editorial { moderator, reader, .. }) = editorial().await;
    let genres = app.genres(MediaKind::Movie, &["Action", "Drama"]).await;
    let other = app.genres(MediaKind::Game, &["Drama"]).await;
    let content = described(json!({ "title": "Zed" }), genres.clone());
    let movie = app.publish_described(MediaKind::Movie, content).await;
    for genre in genres.iter().chain(&other) {
        let path = format!("/api/user/genre/{}", genre.genre_id);
        let _ = reader.put(path).send().await.ok(201);
    }
    app.settle().await;

    let path = format!("/api/movie/genres/{}", genres[1].genre_id);
    let reply = moderator.delete(&path).send().await.ok(201);

    assert_eq!(reply.body, json!({ "status": true, "message": reply.text_of("message") }));
    assert_eq!(names(&reader, MediaKind::Movie).await, ["Action"]);
    moderator.delete(&path).send().await.failed(404, "notInDatabase");
    let like = reader.put(format!("/api/user/genre/{}", genres[1].genre_id)).send().await;
    like.failed(404, "notInDatabase");
    app.settle().await;
    let shown = reader.get(format!("/api/movie/{movie}")).await.ok(200);
    let action = json!({ "genre_id": genres[0].genre_id, "name": "Action", "count": 1 });
    assert_eq!(shown.body["content"]["genres"], json!([action]));
    let liked = reader.get("/api/user/genre").await.ok(200);
    let liked: Vec<_> = liked.body["content"].as_array().expect("a list").clone();
    let liked: Vec<_> = liked.iter().map(|genre| genre["genre_id"].as_u64()).collect();
    assert_eq!(liked, [Some(genres[0].genre_id), Some(other[0].genre_id)]);

    let again = moderator.posts("/api/movie/genres", &json!({ "name": "drama" })).await.ok(201);
    assert!(again.body["content"]["genre_id"].as_u64() > Some(other[0].genre_id));
    assert_eq!(names(&reader, MediaKind::Game).await, ["Drama"]);
}

#[tokio::test]
async fn a_deleted_genre_is_told_of_and_by_whom_everything_lost_it() {
    let (app, Editorial { moderator, reader, .. }) = editorial().await;
    let (by, liker) = (app.id_of(&moderator).await, app.id_of(&reader).await);
    let genres = app.genres(MediaKind::Movie, &["Action", "Drama"]).await;
    let content = described(json!({ "title": "Zed" }), genres.clone());
    let movie = app.publish_described(MediaKind::Movie, content).await;
    let genre = genres[0].genre_id;
    let _ = reader.put(format!("/api/user/genre/{genre}")).send().await.ok(201);
    let n_before = app.all_events().await.len();

    let _ = moderator.delete(format!("/api/movie/genres/{genre}")).send().await.ok(201);
    app.settle().await;

    let events = app.all_events().await.split_off(n_before);
    let told: Vec<_> =
        events.iter().map(|event| (&*event.name, event.object_id, json!(event.fields))).collect();
    let changed = |model: &str, name: &str, value: &str| json!({ "model_name": model, "attribute_name": name, "new_value": value });
    let expected = [
        ("DeletionEvent", genre, json!({ "model_name": "genre", "kind": "movie" })),
        ("ChangedEvent", movie, changed("movie", "genres", &genres[1].genre_id.to_string())),
        ("ChangedEvent", liker, changed("user", "liked_genres", &format!("-{genre}"))),
    ];
    assert_eq!(told, expected);
    assert!(events.iter().all(|event| event.occured_by == Some(by)));
    let places = app.items(Table::Events).await.into_keys();
    assert!(places.map(|(pk, _)| pk).any(|pk| pk == format!("GENRE#{genre}")));
}

#[tokio::test]
async fn an_unknown_genre_or_one_of_another_kind_is_not_found() {
    let (app, Editorial { moderator, .. }) = editorial().await;
    let other = app.genres(MediaKind::Game, &["Drama"]).await[0].genre_id.to_string();

    for id in ["0", "999", "-1", "+1", "1.0", "x", "99999999999999999999", &*other] {
        let reply = moderator.delete(format!("/api/movie/genres/{id}")).send().await;
        reply.failed(404, "notInDatabase");
    }
    let genres: Vec<Genre> =
        app.app().store.list_all(&Genre::all(MediaKind::Game)).await.expect("a list");
    assert_eq!(genres.len(), 1);
}

#[tokio::test]
async fn only_who_may_makes_deletes_and_lists_genres() {
    let (app, Editorial { reader, .. }) = editorial().await;
    let gone = Reader::gone(&app.api()).await;
    let genre = app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
    let (list, body) = ("/api/movie/genres", json!({ "name": "Western" }));

    for id in [genre, 999] {
        let path = format!("{list}/{id}");
        reader.delete(&path).send().await.failed(403, "permission");
        gone.delete(&path).send().await.failed(404, "notInDatabase");
        app.api().delete(&path).send().await.failed(401, "token");
    }
    app.api().post(list).json(&json!({})).send().await.failed(401, "token");
    for who in [&reader, &gone] {
        assert_eq!(who.posts(list, &json!({})).await.wrong_fields(), ["name"]);
    }
    gone.posts(list, &body).await.failed(404, "notInDatabase");
    reader.posts(list, &body).await.failed(403, "permission");
    gone.get(list).await.failed(404, "notInDatabase");

    let user = app.user(app.id_of(&reader).await).await.expect("an account");
    let change = Change::new().update(&User { roles: Vec::new(), ..user });
    app.app().store.commit(change).await.expect("it can be written");
    for kind in MediaKind::ALL.into_iter().filter(|kind| kind.differences().has_genres()) {
        reader.get(format!("/api/{kind}/genres")).await.failed(403, "permission");
    }
}
