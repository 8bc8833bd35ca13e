//! What the forum refuses: to strangers, and to those who write.

use axum::http::Method;
use serde_json::json;
use tests::{PASSWORD, Writer};

use super::{COMMON, Scene};

impl Scene {
    pub(super) async fn forum(&mut self) {
        let writer = Writer::new(&self.app.api()).await;
        self.forum_accounts(&writer.name).await;
        self.lists().await;
        let article = writer.writes("Title", "Text").await;
        self.drafts(&writer, article).await;
        self.strangers(article).await;
    }

    async fn forum_accounts(&mut self, taken: &str) {
        for body in [
            json!({}),
            json!({ "username": "ada_l" }),
            json!({ "username": "ada", "password": PASSWORD }),
            json!({ "username": "ada_l", "password": "password" }),
            json!({ "username": "ada_l", "password": COMMON }),
            json!({ "username": taken, "password": PASSWORD }),
        ] {
            self.meet("register", |call| call.json(&body)).await;
        }
        for body in [
            json!({}),
            json!({ "username": taken }),
            json!({ "username": taken, "password": "Password#2" }),
        ] {
            self.meet("login", |call| call.json(&body)).await;
        }
        self.meet("get_user", |call| call).await;
    }

    async fn lists(&mut self) {
        let api = self.app.api();
        self.meet_by("list_articles", api.get("/articles?cursor=x")).await;
        self.meet_by("list_user_articles", api.get("/users/1/articles?cursor=x")).await;
        self.meet("list_user_articles", |call| call).await;
        self.meet("get_article", |call| call).await;
    }

    async fn drafts(&mut self, writer: &Writer, article: u64) {
        for mut draft in [
            json!({ "text": "Text" }),
            json!({ "title": "Title" }),
            json!({ "title": "t".repeat(1_001), "text": "Text" }),
            json!({ "title": "Title", "text": "t".repeat(262_145) }),
        ] {
            draft["access-token"] = json!(writer.token);
            self.meet("create_article", |call| call.json(&draft)).await;
            let edit = self.app.api().put(format!("/articles/{article}/edit"));
            self.meet_by("edit_article", edit.json(&draft)).await;
        }
    }

    async fn strangers(&mut self, article: u64) {
        let stranger = Writer::new(&self.app.api()).await;
        let whole = json!({ "title": "Title", "text": "Text", "access-token": stranger.token });
        for (operation, method, verb) in
            [("edit_article", Method::PUT, "edit"), ("delete_article", Method::DELETE, "delete")]
        {
            let path = format!("/articles/{article}/{verb}");
            self.meet_by(operation, self.app.api().call(method, path).json(&whole)).await;
            self.meet(operation, |call| call.json(&whole)).await;
        }
    }
}
