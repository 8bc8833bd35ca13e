//! Published contents and genres: edited and deleted.

use kindred::entity::kind::MediaKind;
use kindred::entity::user::User;
use kindred::store::Change;
use serde_json::{Value, json};
use tests::{Editorial, Reader, TestApp, described, titled};

/// A system, somebody who looks after its catalogue, and somebody who does not.
async fn desk() -> (TestApp, Editorial) {
    let app = TestApp::new().await;
    let editorial = Editorial::over(&app).await;
    (app, editorial)
}

/// The last event of a content: name, fields, and who did it.
async fn last_told(app: &TestApp) -> (String, Value, Option<u64>) {
    let event = app.events().await.pop().expect("an event");
    (event.name, event.fields.into(), event.occured_by)
}

#[tokio::test]
async fn a3_a_content_of_every_kind_can_be_deleted_and_is_told_of() {
    let (app, Editorial { moderator, .. }) = desk().await;
    let by = app.id_of(&moderator).await;
    let serie = app.publish(MediaKind::Serie, json!({ "title": "Dekalog" })).await;

    for kind in MediaKind::WITH_EPISODES {
        let mut fields = titled(kind, "Zed", 1);
        if !MediaKind::ALL.contains(&kind) {
            fields["serie_id"] = json!(serie);
        }
        let id = app.publish(kind, fields).await;
        let path = if MediaKind::ALL.contains(&kind) { kind.name() } else { "serie" };

        let _ = moderator.delete(format!("/api/{path}/{id}")).send().await.ok(201);

        let expected = json!({ "model_name": kind.name() });
        assert_eq!(last_told(&app).await, ("DeletionEvent".to_owned(), expected, Some(by)));
        assert_eq!(app.content(id).await, None);
    }
    app.settle().await;
}

#[tokio::test]
async fn section_4_2_what_becomes_of_a_content_is_told_by_http_alone() {
    let (app, Editorial { moderator, .. }) = desk().await;
    let by = app.id_of(&moderator).await;
    let id = app.publish(MediaKind::Book, titled(MediaKind::Book, "Zed", 1)).await;
    let path = format!("/api/book/{id}");

    let body = json!({ "year_of_publication": 1897 });
    let _ = moderator.patch(&path).json(&body).send().await.ok(201);
    let changed = last_told(&app).await;
    let _ = moderator.delete(&path).send().await.ok(201);
    let deleted = last_told(&app).await;

    let fields = json!({
        "model_name": "book", "attribute_name": "year_of_publication", "new_value": "1897",
    });
    assert_eq!(changed, ("ChangedEvent".to_owned(), fields, Some(by)));
    let fields = json!({ "model_name": "book" });
    assert_eq!(deleted, ("DeletionEvent".to_owned(), fields, Some(by)));
}

#[tokio::test]
async fn section_3_3_what_hangs_on_a_content_or_a_genre_does_not_block_its_deletion() {
    let (app, Editorial { moderator, reader, .. }) = desk().await;
    let genres = app.genres(MediaKind::Serie, &["Drama"]).await;
    let genre = genres[0].genre_id;
    let content = || described(json!({ "title": "Dekalog" }), genres.clone());
    let [serie, alike] = [
        app.publish_described(MediaKind::Serie, content()).await,
        app.publish_described(MediaKind::Serie, content()).await,
    ];
    let fields = json!({ "title": "One", "serie_id": serie });
    let episode = app.publish(MediaKind::Episode, fields).await;
    for id in [serie, episode] {
        reader.rates("serie", id, 5).await;
    }
    let _ = reader.put(format!("/api/user/genre/{genre}")).send().await.ok(201);
    app.settle().await;

    let _ = moderator.delete(format!("/api/serie/{serie}")).send().await.ok(201);
    let _ = moderator.delete(format!("/api/serie/genres/{genre}")).send().await.ok(201);
    app.settle().await;

    reader.get(format!("/api/serie/{episode}")).await.failed(404, "notInDatabase");
    let shown = reader.get(format!("/api/serie/{alike}")).await.ok(200);
    assert_eq!(shown.body["content"]["genres"], json!([]));
    for path in ["/api/user/genre", "/api/serie/genres", "/api/serie/user"] {
        assert_eq!(reader.get(path).await.ok(200).body["content"], json!([]), "{path}");
    }
    let export = reader.get("/api/user/export").await.ok(200);
    assert!(!export.text.contains("Dekalog") && !export.text.contains("Drama"), "{}", export.text);
}

#[tokio::test]
async fn d6_the_genres_of_every_kind_take_the_same_permission() {
    let (app, Editorial { reader, .. }) = desk().await;
    let gone = Reader::gone(&app.api()).await;
    let user = app.user(app.id_of(&reader).await).await.expect("an account");
    let kinds = || MediaKind::ALL.into_iter().filter(|kind| kind.differences().has_genres());
    for kind in kinds() {
        let _ = reader.get(format!("/api/{kind}/genres")).await.ok(200);
        gone.get(format!("/api/{kind}/genres")).await.failed(404, "notInDatabase");
    }

    let change = Change::new().update(&User { roles: Vec::new(), ..user });
    app.app().store.commit(change).await.expect("it can be written");

    for kind in kinds() {
        reader.get(format!("/api/{kind}/genres")).await.failed(403, "permission");
    }
}

#[tokio::test]
async fn d7_what_is_published_can_be_read_edited_and_deleted() {
    let (app, Editorial { moderator, reader, .. }) = desk().await;
    for kind in MediaKind::ALL {
        let id = app.publish(kind, titled(kind, "Zed", 1)).await;
        let (path, title) = (format!("/api/{kind}/{id}"), kind.differences().title);

        let _ = moderator.patch(&path).json(&json!({ title: "Zee" })).send().await.ok(201);
        assert_eq!(reader.get(&path).await.ok(200).body["content"][title], json!("Zee"));
        let _ = moderator.delete(&path).send().await.ok(201);
        reader.get(&path).await.failed(404, "notInDatabase");
    }
    app.settle().await;
}
