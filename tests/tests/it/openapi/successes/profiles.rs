//! What somebody asks of their profiles.

use kindred::entity::kind::MediaKind;
use tests::{Editorial, Reply, Sandbox};

use super::{Operation, Stage};

impl Stage {
    /// Send the operation's examples as somebody whose profile likes something, has met one content of every kind and
    /// was launched.
    pub(super) async fn play_profile(&self, operation: &Operation) -> Reply {
        let owner = Editorial::over(&self.app).await.moderator;
        let profile = Sandbox::new(&owner, "Likes nothing at all").await;
        profile.likes(1).await;
        let first = |kind: MediaKind| self.contents.iter().find(|(of, _)| *of == kind);
        for kind in MediaKind::ALL {
            profile.meets(first(kind).expect("a content").1).await;
        }
        let launch = profile.launch().await.to_string();
        let content = self.contents[0].1.to_string();
        let path = operation.path_with(&[
            ("uuid", &profile.uuid),
            ("id", &launch),
            ("genre_id", "1"),
            ("content_id", &content),
        ]);
        let method = operation.method.parse().expect("a method");
        let call = self.app.api().call(method, path).bearer(&owner.token);
        match operation.request() {
            Some(body) => call.json(&body).send().await,
            None => call.send().await,
        }
    }
}
