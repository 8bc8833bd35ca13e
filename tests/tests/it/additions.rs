//! What people submit for the catalogue, over a system whose tables tests look into.

mod genres;
mod list;
mod properties;
mod publication;
pub(crate) mod series;

use kindred::Event;
use kindred::entity::addition::Addition;
use kindred::entity::kind::MediaKind;
use serde_json::Value;
use tests::{Reader, TestApp};

/// A system with somebody who submits and somebody who decides.
pub(crate) struct Desk {
    pub(crate) app: TestApp,
    pub(crate) reader: Reader,
    pub(crate) moderator: Reader,
}

impl Desk {
    pub(crate) async fn new() -> Self {
        Self::over(TestApp::new().await).await
    }

    pub(crate) async fn over(app: TestApp) -> Self {
        let (reader, moderator) = (app.person().await.reader, app.moderator().await);
        Self { app, reader, moderator }
    }

    /// Submit and publish something; returns the content.
    pub(crate) async fn publish(&self, kind: MediaKind, body: &Value) -> u64 {
        let id = self.reader.submits(kind, body).await;
        self.moderator.publishes(kind, id).await.ok(201).number_of("content_id")
    }

    /// An addition as stored.
    pub(crate) async fn addition(&self, kind: MediaKind, id: u64) -> Option<Addition> {
        self.app.app().store.get(&Addition::place(kind, id)).await.expect("the store answers")
    }

    /// The events about a content.
    pub(crate) async fn told_of(&self, content: u64) -> Vec<Event> {
        let mut events = self.app.events().await;
        events.retain(|event| event.object_id == content);
        events
    }
}
