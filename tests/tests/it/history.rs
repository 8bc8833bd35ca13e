//! What administrators see of the history: all that happened, in order, page by page.

mod engines;
mod filters;
mod launches;
mod order;
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
        self.pages_after(query, None).await
    }

    /// All pages after the one that gave out this cursor.
    async fn pages_after(&self, query: &str, cursor: Option<&str>) -> Vec<Vec<Value>> {
        let mut pages = Vec::new();
        let mut cursor = cursor.map(str::to_owned);
        loop {
            let page = match &cursor {
                Some(cursor) => self.page(&format!("{query}&cursor={cursor}")).await,
                None => self.page(query).await,
            };
            pages.push(page.body["events"].as_array().expect("a list").clone());
            match page.body["cursor"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
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
