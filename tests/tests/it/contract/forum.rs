//! The forum.

use serde_json::json;
use tests::{Api, Writer};

#[tokio::test]
async fn an_article_can_be_read_back() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;

    let id = writer.writes("Title", "Text").await;

    let article = api.get(format!("/articles/{id}")).send().await.ok(200);
    assert_eq!(article.body["title"], json!("Title"));
    assert_eq!(article.body["author.username"], json!(writer.name));
}
