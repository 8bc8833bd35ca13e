//! The titles that a search looks into: a snapshot, what lies beyond it, and what becomes of both.

mod beyond;
mod histories;
mod interrupted;
mod lost;

use std::collections::HashSet;

use kindred::Result;
use kindred::entity::kind::MediaKind;
use kindred::entity::snapshot::{Family, Snapshot, SnapshotBlob};
use recompute::Recompute;
use serde_json::json;
use tests::{Api, Reader, TestApp, described, stream};

/// Movies whose recompute makes a snapshot when more than three changes lie beyond the last.
struct Library {
    app: TestApp,
    reader: Reader,
    recompute: Recompute,
    /// The events that were worked off.
    done: HashSet<u64>,
}

impl Library {
    async fn new() -> Self {
        Self::of(TestApp::new().await).await
    }

    async fn of(app: TestApp) -> Self {
        let reader = Reader::new(&app.api()).await;
        let recompute = app.system.recompute().with_snapshots_after(3);
        Self { app, reader, recompute, done: HashSet::new() }
    }

    /// One with these movies, in a snapshot; and their ids.
    async fn with(titles: &[&str]) -> (Self, Vec<u64>) {
        let mut library = Self::new().await;
        let mut ids = Vec::new();
        for title in titles {
            ids.push(library.publish(title).await);
        }
        library.work_off().await.expect("it is worked off");
        assert!(library.last().await.blob.is_some(), "there is a snapshot");
        (library, ids)
    }

    async fn publish(&self, title: &str) -> u64 {
        self.app.publish(MediaKind::Movie, json!({ "title": title })).await
    }

    async fn rename(&self, id: u64, title: &str) {
        self.app.revise(id, described(json!({ "title": title }), vec![])).await;
    }

    /// Work off the events that were not yet; if that fails, they are not.
    async fn work_off(&mut self) -> Result<()> {
        let mut events = self.app.all_events().await;
        events.retain(|event| !self.done.contains(&event.id));
        self.recompute.invoke(stream(&events)).await?;
        self.done.extend(events.iter().map(|event| event.id));
        Ok(())
    }

    /// What a search finds, in order.
    async fn find(&self, term: &str) -> Vec<u64> {
        self.find_at(&self.app.api(), term).await
    }

    /// The same, asked of a process that has read nothing yet.
    async fn find_afresh(&self, term: &str) -> Vec<u64> {
        self.find_at(&Api::in_process(self.app.system.router()), term).await
    }

    async fn find_at(&self, api: &Api, term: &str) -> Vec<u64> {
        let path = format!("/api/movie/search/{}", term.replace(' ', "%20"));
        let reply = api.get(path).bearer(&self.reader.token).send().await.ok(200);
        let content = reply.body["content"].as_array().expect("a list");
        content.iter().map(|item| item["content_id"].as_u64().expect("an id")).collect()
    }

    /// The snapshot that counts.
    async fn last(&self) -> Snapshot {
        let last = Snapshot::of(&self.app.app().store, MediaKind::Movie).await;
        last.expect("the store answers")
    }

    /// The blobs that there may be.
    async fn blobs(&self) -> Vec<String> {
        let range = SnapshotBlob::all(Family::Titles, MediaKind::Movie);
        let blobs = self.app.app().store.list_all::<SnapshotBlob>(&range).await;
        blobs.expect("the store answers").into_iter().map(|blob| blob.blob).collect()
    }

    /// Whether a blob lies in the bucket.
    async fn has_blob(&self, blob: &str) -> bool {
        self.app.app().blobs.get(blob).await.expect("the bucket answers").is_some()
    }

    /// Where the snapshot that counts lies.
    async fn blob(&self) -> String {
        self.last().await.blob.expect("there is a snapshot")
    }
}
