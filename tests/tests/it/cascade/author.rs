//! A new name of somebody who has written something.

use serde_json::json;
use tests::{Reader, TestApp};

#[tokio::test]
async fn articles_show_the_name_that_their_author_has_now() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let mut ids = Vec::new();
    for number in 0..3 {
        let body = json!({ "title": format!("No. {number}"), "text": "Text", "access-token": reader.token });
        let article = app.api().post("/articles/new").json(&body).send().await.ok(200);
        assert_eq!(article.text_of("author.username"), "reader");
        ids.push(article.number_of("id"));
    }

    let own = format!("/api/user/{}", reader.user["uuid"].as_str().expect("a uuid"));
    let _ = reader.patch(own).json(&json!({ "username": "grace.h" })).send().await.ok(201);
    app.settle().await;

    for id in ids {
        let article = app.api().get(format!("/articles/{id}")).send().await.ok(200);
        assert_eq!(article.text_of("author.username"), "grace.h");
    }
    let list = app.api().get("/articles").send().await.ok(200);
    let articles = list.body["articles"].as_array().expect("a list");
    assert_eq!(articles.len(), 3);
    assert!(
        articles.iter().all(|article| article["author.username"] == "grace.h"),
        "{}",
        list.text
    );
}
