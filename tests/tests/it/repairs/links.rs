//! What is like what: links between kinds.

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::{Reader, TestApp, titled};

async fn similar(reader: &Reader, path: &str) -> Vec<(u64, Value)> {
    let list = reader.get(path).await.ok(200);
    let entries = list.body["content"].as_array().expect("a list").clone();
    let entry =
        |entry: Value| (entry["content_id"].as_u64().expect("an id"), entry["engine"].clone());
    entries.into_iter().map(entry).collect()
}

#[tokio::test]
async fn a18_links_between_kinds_are_made_by_events_and_can_be_read() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let movie = app.publish(MediaKind::Movie, titled(MediaKind::Movie, "Solaris", "1")).await;
    app.settle().await;
    let book = app.publish(MediaKind::Book, titled(MediaKind::Book, "Solaris", "2")).await;
    app.settle().await;

    let found = similar(&reader, &format!("/api/movie/{movie}/similar")).await;

    assert_eq!(found, [(book, json!("LinkBetweenItems"))]);
}

#[tokio::test]
async fn c11_a_kind_without_contents_empties_no_links_and_no_neighbours() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let movies = [
        app.publish(MediaKind::Movie, titled(MediaKind::Movie, "Solaris", "1")).await,
        app.publish(MediaKind::Movie, titled(MediaKind::Movie, "Solaris", "2")).await,
    ];
    let book = app.publish(MediaKind::Book, titled(MediaKind::Book, "Solaris", "3")).await;
    app.settle().await;
    let path = format!("/api/movie/{}/similar", movies[0]);
    let expected = [(movies[1], json!("ContentSimilarities")), (book, json!("LinkBetweenItems"))];
    assert_eq!(similar(&reader, &path).await, expected);

    // No application, game, serie or track was ever there.
    app.derive_everything().await;

    assert_eq!(similar(&reader, &path).await, expected);
}
