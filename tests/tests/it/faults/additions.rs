//! What is submitted for the catalogue; long series have tests of their own, since they may be half published.

use kindred::entity::addition::Addition;
use kindred::entity::kind::MediaKind;
use serde_json::Value;
use tests::submissions::minimal;
use tests::{Reader, TestApp, fresh};

use super::{Operation, Told, survives};

/// Of those kinds that have a unique name.
const KIND: MediaKind = MediaKind::Book;

async fn awaits(app: &TestApp, id: u64) -> bool {
    let addition = app.app().store.get::<Addition>(&Addition::place(KIND, id)).await;
    addition.expect("the store answers").is_some()
}

/// Somebody submits a book.
struct Submission(Reader, Value);

impl Operation for Submission {
    const AGAIN: Told = Told::Refused("taken");

    async fn prepare(app: &TestApp) -> Self {
        Self(app.person().await.reader, minimal(KIND, &fresh("Zed")))
    }

    async fn ask(&self, _: &TestApp) -> Told {
        Told::by(&self.0.posts(format!("/api/{KIND}"), &self.1).await, "message")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        let all = app.app().store.list_all::<Addition>(&Addition::all(KIND)).await;
        let all = all.expect("the store answers");
        all.iter().any(|addition| addition.fields["isbn"] == self.1["isbn"])
    }
}

/// A moderator publishes one.
struct Publication(Reader, u64);

impl Operation for Publication {
    const EVENTS: usize = 1;
    const AGAIN: Told = Told::Refused("notInDatabase");

    async fn prepare(app: &TestApp) -> Self {
        let moderator = app.moderator().await;
        let id = moderator.submits(KIND, &minimal(KIND, &fresh("Zed"))).await;
        Self(moderator, id)
    }

    async fn ask(&self, _: &TestApp) -> Told {
        Told::by(&self.0.publishes(KIND, self.1).await, "message")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        !awaits(app, self.1).await
    }
}

/// A moderator declines one.
struct Decline(Reader, u64);

impl Operation for Decline {
    const AGAIN: Told = Told::Refused("notInDatabase");

    async fn prepare(app: &TestApp) -> Self {
        let Publication(moderator, id) = Publication::prepare(app).await;
        Self(moderator, id)
    }

    async fn ask(&self, _: &TestApp) -> Told {
        Told::by(&self.0.declines(KIND, self.1).await, "message")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        !awaits(app, self.1).await
    }
}

#[tokio::test]
async fn a_submission_happens_or_does_not() {
    survives::<Submission>().await;
}

#[tokio::test]
async fn a_submission_is_published_or_is_not() {
    survives::<Publication>().await;
}

#[tokio::test]
async fn a_submission_is_declined_or_is_not() {
    survives::<Decline>().await;
}
