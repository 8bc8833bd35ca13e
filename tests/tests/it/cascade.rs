//! Cascade: after a deletion everything is as if there had never been anything to delete.

mod author;
mod content;
mod delivery;
mod genre;
mod groups;
mod interrupted;
mod jobs;
mod schedule;
mod traces;

use kindred::Event;
use kindred::entity::kind::MediaKind;
use kindred::event::META_MODEL;
use kindred::store::{Key, Table};
use serde_json::{Value, json};
use tests::{Items, Person, TestApp, stream, titled};

use crate::recompute::comparable;

/// A place with contents of all kinds and people who stay, everything worked off.
struct Town {
    app: TestApp,
    contents: Vec<(MediaKind, u64)>,
    before: (Items, Items),
}

impl Town {
    async fn over(app: TestApp) -> Self {
        let mut contents = Vec::new();
        for n in 0..3 {
            for kind in MediaKind::ALL {
                let id = app.publish(kind, fields(kind, n)).await;
                app.add_ratings(id, 40 + n, 10 + n).await;
                contents.push((kind, id));
            }
        }
        let stays = app.person().await;
        stays.writer.writes("Stays", "This one stays.").await;
        for (kind, id) in &contents[..4] {
            stays.reader.rates(kind.name(), *id, 4).await;
        }
        app.settle().await;
        let before = everything(&app).await;
        Self { app, contents, before }
    }

    async fn new() -> Self {
        Self::over(TestApp::new().await).await
    }

    /// Somebody comes, writes this many articles, and meets this many contents in every way.
    async fn guest(&self, n_articles: usize, n_contents: usize) -> Person {
        let guest = self.app.person().await;
        guest.reader.consents(true).await;
        for n in 0..n_articles {
            guest.writer.writes(&format!("Title {n}"), "Goes with its author.").await;
        }
        for (kind, id) in &self.contents[..n_contents] {
            let _ = guest.reader.get(format!("/api/{kind}/{id}/meta")).await.ok(200);
            // Content 3 was looked at only, content 4 used and not rated.
            match id {
                3 => {}
                4 => {
                    let report = json!({ "additional_count": 2 });
                    let _ = guest.reader.reports(kind.name(), *id, &report).await.ok(201);
                }
                _ => guest.reader.rates(kind.name(), *id, (id % 6) as u8).await,
            }
        }
        self.put_like(guest.user.id).await;
        guest
    }

    /// Something else that lies in a user's partition.
    async fn put_like(&self, user: u64) {
        let place = Key::new(Table::State, format!("USER#{user}"), "LIKE#0000000000000003");
        let like = json!({
            "user_id": user, "genre_id": 3, "name": "Fantasy", "kind": "book", "version": 1,
        });
        self.app.put(place, like).await;
    }

    /// Delete an account and return the batch that tells of it.
    async fn delete(&self, guest: &Person) -> Value {
        self.app.delete_account(guest.user.id).await;
        let event = self.app.all_events().await.pop().expect("an event");
        assert_eq!((&*event.name, event.object_id), ("DeletionEvent", guest.user.id));
        stream(&[event])
    }

    /// It must be as it was before anybody came.
    #[track_caller]
    fn assert_as_before(&self, now: &(Items, Items), context: &str) {
        for (was, is) in [(&self.before.0, &now.0), (&self.before.1, &now.1)] {
            let places: Vec<_> = was.keys().chain(is.keys()).collect();
            for place in places {
                assert_eq!(is.get(place), was.get(place), "{context}: {place:?}");
            }
        }
    }

    /// The interactions whose end is told of, by user and content.
    async fn forgotten(&self) -> Vec<(Option<u64>, u64)> {
        let is_end = |event: &Event| {
            event.name == "DeletionEvent" && event.text("model_name") == Some(META_MODEL)
        };
        let events = self.app.all_events().await.into_iter().filter(is_end);
        events.map(|event| (event.occured_by, event.object_id)).collect()
    }
}

fn fields(kind: MediaKind, n: i64) -> Value {
    let mut fields = titled(kind, "The Same", n);
    if kind == MediaKind::Game {
        fields["recommendations"] = json!(10 + n);
    }
    fields
}

/// All that is true and all that is derived, without what only tells how often it was written, and without erasures.
pub(crate) async fn everything(app: &TestApp) -> (Items, Items) {
    let mut state = app.items(Table::State).await;
    state.retain(|(pk, _), _| pk != "ERASURES" && !pk.starts_with("COUNTER#"));
    (comparable(state), comparable(app.derived().await))
}
