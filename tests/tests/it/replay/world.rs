//! A small world in which everything happens that lists depend on, told by events alone.

use std::time::Duration;

use kindred::entity::content::GenreRef;
use kindred::entity::kind::MediaKind;
use kindred::entity::meta::{Meta, Report};
use kindred::entity::user::{Newcomer, Origin, User};
use kindred::{Error, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};
use tests::{Reader, TestApp, described};

/// Places for contents; the even ones are movies, the odd ones books.
const SLOTS: usize = 10;
const USERS: usize = 3;
const GENRES: usize = 3;

/// Something that happens.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Publish a content, or describe it anew when it is there; with the genres whose bits are set.
    Describe(usize, (u8, u8), u8),
    Withdraw(usize),
    /// A rating, a use, or both.
    Report(usize, usize, Option<u8>, Option<u8>),
    Look(usize, usize),
    Unrate(usize, usize),
    /// Say that it should not be recommended, and whose work should not.
    Flag(usize, usize, u8),
    Like(usize, usize),
    Unlike(usize, usize),
    /// Agree to be compared with others, or take it back.
    Consent(usize, bool),
    /// Delete a genre; another of its name comes in its place.
    Replace(usize),
    /// Delete an account; somebody else comes in its place.
    Leave(usize),
    /// Make the group anew.
    Found(usize),
    Join(usize),
    /// Leave the group; its owner deletes it.
    Part(usize),
    /// Somebody of a data set rates it.
    Import(usize, u8),
}

/// What happens, and after what of it everything is worked off and looked at.
pub(super) fn histories() -> impl Strategy<Value = Vec<(Step, bool)>> {
    prop::collection::vec((steps(), prop::bool::weighted(0.15)), 8..40)
}

fn steps() -> impl Strategy<Value = Step> {
    let (slot, user, genre) = (|| 0..SLOTS, || 0..USERS, || 0..GENRES);
    let rating = || prop::option::of(0_u8..=5);
    prop_oneof![
        8 => (slot(), (0_u8..3, 0_u8..3), 0_u8..8).prop_map(|(s, text, genres)| Step::Describe(s, text, genres)),
        1 => slot().prop_map(Step::Withdraw),
        5 => (user(), slot(), rating(), prop::option::of(0_u8..3)).prop_map(|(u, s, r, c)| Step::Report(u, s, r, c)),
        2 => (user(), slot()).prop_map(|(user, slot)| Step::Look(user, slot)),
        1 => (user(), slot()).prop_map(|(user, slot)| Step::Unrate(user, slot)),
        1 => (user(), slot(), 0_u8..4).prop_map(|(user, slot, person)| Step::Flag(user, slot, person)),
        2 => (user(), genre()).prop_map(|(user, genre)| Step::Like(user, genre)),
        1 => (user(), genre()).prop_map(|(user, genre)| Step::Unlike(user, genre)),
        1 => (user(), any::<bool>()).prop_map(|(user, is_given)| Step::Consent(user, is_given)),
        1 => genre().prop_map(Step::Replace),
        1 => user().prop_map(Step::Leave),
        1 => user().prop_map(Step::Found),
        2 => user().prop_map(Step::Join),
        1 => user().prop_map(Step::Part),
        1 => (slot(), 0_u8..=5).prop_map(|(slot, rating)| Step::Import(slot, rating)),
    ]
}

/// The world.
pub(super) struct World {
    pub(super) app: TestApp,
    pub(super) readers: Vec<Reader>,
    slots: Vec<Option<u64>>,
    genres: Vec<GenreRef>,
    /// The group, with the user who made it.
    group: Option<(usize, u64)>,
    outsider: u64,
}

impl World {
    pub(super) async fn new() -> Self {
        let app = TestApp::new().await;
        let mut readers = Vec::new();
        for _ in 0..USERS {
            readers.push(Reader::new(&app.api()).await);
        }
        let genres = app.genres(MediaKind::Movie, &["Genre 0", "Genre 1", "Genre 2"]).await;
        let outsider = admit(&app).await;
        Self { app, readers, slots: vec![None; SLOTS], genres, group: None, outsider }
    }

    /// Let it happen; what cannot, because there is no such content, does not.
    pub(super) async fn happen(&mut self, step: &Step) {
        match *step {
            Step::Describe(slot, text, genres) => self.describe(slot, text, genres).await,
            Step::Withdraw(slot) => {
                if let Some(id) = self.slots[slot].take() {
                    self.app.withdraw(id).await;
                }
            }
            Step::Report(user, slot, rating, count) => {
                let mut report = json!({});
                report["rating"] = json!(rating);
                report["additional_count"] = json!(count);
                let report = report.as_object_mut().expect("an object");
                report.retain(|_, value| !value.is_null());
                self.call(user, slot, "meta", "PATCH", &json!(report)).await;
            }
            Step::Look(user, slot) => self.call(user, slot, "meta", "GET", &json!({})).await,
            Step::Unrate(user, slot) => {
                self.call(user, slot, "meta/rating", "DELETE", &json!({})).await;
            }
            Step::Flag(user, slot, person) => {
                // The fourth is nobody's name.
                let names = json!([format!("person {person}"), "what I think"]);
                let reasons = json!({ "director": names, "author": names });
                self.call(user, slot, "bad_recommendation", "POST", &reasons).await;
            }
            Step::Like(user, genre) => {
                let path = format!("/api/user/genre/{}", self.genres[genre].genre_id);
                let _ = self.readers[user].put(path).send().await.ok(201);
            }
            Step::Unlike(user, genre) => {
                let path = format!("/api/user/genre/{}", self.genres[genre].genre_id);
                let reply = self.readers[user].delete(path).send().await;
                assert!(matches!(reply.status, 201 | 400), "{}", reply.text);
            }
            Step::Consent(user, is_given) => self.readers[user].consents(is_given).await,
            Step::Replace(genre) => self.replace(genre).await,
            Step::Leave(user) => {
                let id = self.app.id_of(&self.readers[user]).await;
                self.app.delete_account(id).await;
                self.readers[user] = Reader::new(&self.app.api()).await;
            }
            Step::Found(user) => {
                self.group = Some((user, self.readers[user].founds("group").await));
            }
            Step::Join(user) => {
                if let Some((owner, id)) = self.group {
                    let invited = self.readers[owner].invites(id, &self.readers[user]).await;
                    let accepted = self.readers[user].accepts(id).await;
                    assert!(invited.status < 500 && accepted.status < 500, "{}", accepted.text);
                }
            }
            Step::Part(user) => {
                if let Some((_, id)) = self.group {
                    let reply = self.readers[user].leaves(id).await;
                    assert!(reply.status < 500, "{}", reply.text);
                }
            }
            Step::Import(slot, rating) => self.import(slot, rating).await,
        }
    }

    /// Work everything off; the moment at which it is, before the next begins.
    pub(super) async fn settled(&self) -> Timestamp {
        self.app.settle().await;
        let moment = self.app.app().clock.now();
        self.app.advance(Duration::from_secs(1));
        moment
    }

    async fn call(&self, user: usize, slot: usize, path: &str, method: &str, body: &Value) {
        let Some(id) = self.slots[slot] else { return };
        let path = format!("/api/{}/{id}/{path}", kind(slot));
        let call = self.app.api().call(method.parse().expect("a method"), path);
        let call = call.bearer(&self.readers[user].token);
        let call = if method == "GET" { call } else { call.json(body) };
        let reply = call.send().await;
        assert!(matches!(reply.status, 200 | 201 | 400), "{}", reply.text);
    }

    async fn describe(&mut self, slot: usize, (title, person): (u8, u8), bits: u8) {
        let (title, person) = (format!("Title {title}"), format!("Person {person}"));
        let description = match kind(slot) {
            MediaKind::Book => {
                let fields = json!({ "isbn": slot.to_string(), "title": title, "author": person });
                described(fields, vec![])
            }
            _ => {
                let has = |genre: &usize| bits & (1 << genre) > 0;
                let genres = (0..GENRES).filter(has).map(|genre| self.genres[genre].clone());
                let fields = json!({ "title": title, "director": person });
                described(fields, genres.collect())
            }
        };
        match self.slots[slot] {
            Some(id) => self.app.revise(id, description).await,
            None => {
                let id = self.app.publish_described(kind(slot), description).await;
                self.slots[slot] = Some(id);
            }
        }
    }

    /// Contents lose it before anything else is said of them.
    async fn replace(&mut self, genre: usize) {
        let moderator = self.app.moderator().await;
        let old = self.genres[genre].clone();
        let path = format!("/api/movie/genres/{}", old.genre_id);
        let _ = moderator.delete(path).send().await.ok(201);
        self.app.settle().await;
        let new = self.app.genres(MediaKind::Movie, &[&format!("{} again", old.name)]).await;
        self.genres[genre] = new[0].clone();
    }

    async fn import(&self, slot: usize, rating: u8) {
        let Some(id) = self.slots[slot] else { return };
        let app = self.app.app();
        let place = Meta::place(self.outsider, kind(slot), id);
        let found: Option<Meta> = app.store.get(&place).await.expect("a read");
        let before = found.unwrap_or_else(|| Meta::first(self.outsider, kind(slot), id));
        let report = Report { rating: Some(rating), ..Report::default() };
        let old = before.rating;
        let (after, events) = before.report(report, app.ids.occurrence(Some(self.outsider)));
        app.store.commit(after.saving(old, &events)).await.expect("it can be written");
    }
}

fn kind(slot: usize) -> MediaKind {
    if slot.is_multiple_of(2) { MediaKind::Movie } else { MediaKind::Book }
}

/// Somebody of a data set.
async fn admit(app: &TestApp) -> u64 {
    let app = app.app();
    let id = app.store.next_id("user").await.expect("an id");
    let now = app.clock.now();
    let newcomer = Newcomer { id, uuid: app.ids.uuid(), password_hash: None, now };
    let user = User { source: Some("set:1".to_owned()), ..User::new(newcomer, Origin::Dataset) };
    let admission = user.admission(&Error::taken("somebody else"));
    app.store.commit(admission).await.expect("it can be written");
    id
}
