//! What is refused to those who edit and delete what is published, and genres.

use kindred::entity::kind::MediaKind;
use serde_json::json;

use super::super::KIND;
use super::Scene;

impl Scene {
    pub(super) async fn edits(&mut self) {
        let moderator = self.moderator().await;
        for operation in [
            "get_content_movie",
            "update_content_movie",
            "delete_content_movie",
            "delete_genre_movie",
        ] {
            self.meet(operation, |call| call.bearer(&moderator.token).json(&json!({}))).await;
        }
        let movie = self.app.publish(MediaKind::Movie, json!({ "title": "x" })).await;
        for body in [
            json!({ "title": null }),
            json!({ "avatar": "x" }),
            json!({ "genres": [1.5] }),
            json!({ "genres": vec![1; 101] }),
            json!({ "genres": [999_999] }),
        ] {
            let call = self.app.api().patch(format!("/api/{KIND}/{movie}")).json(&body);
            self.meet_by("update_content_movie", call.bearer(&moderator.token)).await;
        }
        self.app.genres(MediaKind::Movie, &["Drama"]).await;
        for name in ["", "Drama"] {
            let body = json!({ "name": name });
            self.meet("create_genre_movie", |call| call.bearer(&moderator.token).json(&body)).await;
        }
    }
}
