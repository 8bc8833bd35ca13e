//! What administrators see of the history: all that happened, in order, page by page.

mod filters;
mod properties;
mod refusals;
mod types;

use kindred::Event;
use serde_json::{Value, json};
use tests::{Member, Reply, TestApp};

/// A system and who administers it.
struct Archive {
    app: TestApp,
    administrator: Member,
}

impl Archive {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let administrator = app.administrator().await;
        Self { app, administrator }
    }

    /// A page of events.
    async fn page(&self, query: &str) -> Reply {
        self.administrator.get(format!("/api/admin/events?{query}")).await.ok(200)
    }

    /// All pages of events, and what they hold.
    async fn pages(&self, query: &str) -> Vec<Vec<Value>> {
        let mut pages = Vec::new();
        let mut next = query.to_owned();
        loop {
            let page = self.page(&next).await;
            pages.push(page.body["events"].as_array().expect("a list").clone());
            match page.body["cursor"].as_str() {
                Some(cursor) => next = format!("{query}&cursor={cursor}"),
                None => return pages,
            }
        }
    }

    /// The events of all pages.
    async fn listed(&self, query: &str) -> Vec<Value> {
        self.pages(query).await.concat()
    }
}

/// An event as administrators see it.
fn shown(event: &Event) -> Value {
    json!({
        "id": event.id,
        "type": event.name,
        "occured_at": event.occured_at,
        "occured_by": event.occured_by,
        "object_id": event.object_id,
        "fields": event.fields,
    })
}
