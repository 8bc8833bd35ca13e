//! Events: which change tells what, and that none happens without the other.

mod interactions;
mod media;
mod together;

use kindred::Event;
use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::{Reader, TestApp};

/// A system with a reader, their id, and a movie whose events are not looked at.
struct Cinema {
    app: TestApp,
    reader: Reader,
    user: u64,
    movie: u64,
    seen: usize,
}

impl Cinema {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let reader = Reader::new(&app.api()).await;
        let user = app.id_of(&reader).await;
        let movie = app.publish(MediaKind::Movie, json!({ "title": "Film" })).await;
        Self { app, reader, user, movie, seen: 1 }
    }

    async fn looks(&self) {
        let _ = self.reader.get(format!("/api/movie/{}/meta", self.movie)).await.ok(200);
    }

    async fn reports(&self, report: Value) {
        let _ = self.reader.reports("movie", self.movie, &report).await.ok(201);
    }

    /// The events since the last call, in order.
    async fn news(&mut self) -> Vec<Event> {
        let events = self.app.events().await.split_off(self.seen);
        self.seen += events.len();
        events
    }
}

/// The attribute and the new value of each event, all of which tell of a change of this model.
#[track_caller]
fn changes<'a>(events: &'a [Event], model: &str) -> Vec<(&'a str, &'a str)> {
    let change = |event: &'a Event| {
        assert_eq!((&*event.name, event.text("model_name")), ("ChangedEvent", Some(model)));
        assert_eq!(event.fields.len(), 3, "{event:?}");
        let attribute = event.text("attribute_name").expect("an attribute");
        (attribute, event.text("new_value").expect("a value"))
    };
    events.iter().map(change).collect()
}
