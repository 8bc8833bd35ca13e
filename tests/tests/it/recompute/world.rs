//! A small world in which anything may happen: twelve places for contents, three for users, two for groups.

use kindred::entity::content::GenreRef;
use kindred::entity::kind::MediaKind;
use proptest::prelude::*;
use serde_json::json;
use tests::{Items, Reader, TestApp, described};

use super::comparable;

/// Places for contents; the even ones are movies, the odd ones books.
pub(super) const SLOTS: usize = 12;
const USERS: usize = 3;
const GROUPS: usize = 2;

/// What a content is about: few values, so that texts overlap.
pub(super) type Text = (u8, u8, u8);

/// Something that happens.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Publish a content, or describe it anew when it is there.
    Describe(usize, Text),
    /// Delete it.
    Withdraw(usize),
    Rate(usize, usize, u8),
    Look(usize, usize),
    Use(usize, usize),
    /// Take a rating back, if there is one.
    Unrate(usize, usize),
    /// Say that it should not be recommended, perhaps because of this person.
    Flag(usize, usize, Option<u8>),
    /// Like a genre, or like it no more.
    Like(usize, u8, bool),
    /// Agree to be compared with others, or take it back.
    Consent(usize, bool),
    /// Give a user another name.
    Rename(usize, u8),
    /// Delete an account; somebody else comes in its place.
    Leave(usize),
    /// Make a group in this place; who was in another there is left alone with it.
    Found(usize, usize),
    /// Come to a group.
    Join(usize, usize),
    /// Leave a group; its owner deletes it.
    Part(usize, usize),
    /// Go through the erasures.
    Finish,
}

/// Anything that may happen to these places.
pub(super) fn steps(slots: std::ops::Range<usize>) -> impl Strategy<Value = Step> {
    let texts = || (0_u8..3, 0_u8..3, 0_u8..3);
    let slot = move || slots.clone();
    prop_oneof![
        5 => (slot(), texts()).prop_map(|(slot, text)| Step::Describe(slot, text)),
        1 => slot().prop_map(Step::Withdraw),
        3 => (0..USERS, slot(), 0_u8..=5).prop_map(|(user, slot, rating)| Step::Rate(user, slot, rating)),
        2 => (0..USERS, slot()).prop_map(|(user, slot)| Step::Look(user, slot)),
        1 => (0..USERS, slot()).prop_map(|(user, slot)| Step::Use(user, slot)),
        1 => (0..USERS, slot()).prop_map(|(user, slot)| Step::Unrate(user, slot)),
        1 => (0..USERS, slot(), prop::option::of(0_u8..3))
            .prop_map(|(user, slot, person)| Step::Flag(user, slot, person)),
        2 => (0..USERS, 0_u8..3, prop::bool::weighted(0.7))
            .prop_map(|(user, genre, likes)| Step::Like(user, genre, likes)),
        2 => (0..USERS, prop::bool::weighted(0.7))
            .prop_map(|(user, is_given)| Step::Consent(user, is_given)),
        1 => (0..USERS, any::<u8>()).prop_map(|(user, name)| Step::Rename(user, name % 3)),
        1 => (0..USERS).prop_map(Step::Leave),
        1 => (0..USERS, 0..GROUPS).prop_map(|(user, group)| Step::Found(user, group)),
        2 => (0..USERS, 0..GROUPS).prop_map(|(user, group)| Step::Join(user, group)),
        1 => (0..USERS, 0..GROUPS).prop_map(|(user, group)| Step::Part(user, group)),
        1 => Just(Step::Finish),
    ]
}

/// The world.
pub(super) struct World {
    pub(super) app: TestApp,
    readers: Vec<Reader>,
    pub(super) slots: Vec<Option<u64>>,
    /// Groups with the users who made them.
    groups: [Option<(usize, u64)>; GROUPS],
}

impl World {
    pub(super) async fn new() -> Self {
        let app = TestApp::new().await;
        // The genres that contents have, by these ids.
        let genres = app.genres(MediaKind::Movie, &["Genre 0", "Genre 1", "Genre 2"]).await;
        assert!(genres.iter().map(|genre| genre.genre_id).eq(1..=3));
        let mut readers = Vec::new();
        for _ in 0..USERS {
            readers.push(Reader::new(&app.api()).await);
        }
        Self { app, readers, slots: vec![None; SLOTS], groups: [None; GROUPS] }
    }

    /// Let it happen; what cannot, because there is no such content, does not.
    pub(super) async fn happen(&mut self, step: &Step) {
        match *step {
            Step::Describe(slot, text) => self.describe(slot, text).await,
            Step::Withdraw(slot) => {
                if let Some(id) = self.slots[slot].take() {
                    self.app.withdraw(id).await;
                }
            }
            Step::Rate(user, slot, rating) => {
                self.report(user, slot, json!({ "rating": rating })).await
            }
            Step::Use(user, slot) => {
                self.report(user, slot, json!({ "additional_count": 1 })).await
            }
            Step::Look(user, slot) => {
                if let Some(id) = self.slots[slot] {
                    let path = format!("/api/{}/{id}/meta", kind(slot));
                    let _ = self.readers[user].get(path).await.ok(200);
                }
            }
            Step::Unrate(user, slot) => {
                if let Some(id) = self.slots[slot] {
                    let path = format!("/api/{}/{id}/meta/rating", kind(slot));
                    let reply = self.readers[user].delete(path).send().await;
                    assert!(matches!(reply.status, 201 | 400), "{}", reply.text);
                }
            }
            Step::Flag(user, slot, person) => {
                if let Some(id) = self.slots[slot] {
                    let person: Vec<_> = person.iter().map(|nr| format!("Person {nr}")).collect();
                    let reasons = json!({ "director": person, "author": person });
                    self.readers[user].flags(kind(slot).name(), id, &reasons).await;
                }
            }
            Step::Like(user, genre, likes) => {
                self.readers[user].likes(u64::from(genre) + 1, likes).await;
            }
            Step::Consent(user, is_given) => self.readers[user].consents(is_given).await,
            Step::Rename(user, name) => {
                let id = self.app.id_of(&self.readers[user]).await;
                self.app.rename(id, &format!("Name_{name}")).await;
            }
            Step::Leave(user) => {
                let id = self.app.id_of(&self.readers[user]).await;
                self.app.delete_account(id).await;
                self.readers[user] = Reader::new(&self.app.api()).await;
            }
            Step::Found(user, group) => {
                let id = self.readers[user].founds("group").await;
                self.groups[group] = Some((user, id));
            }
            Step::Join(user, group) => self.join(user, group).await,
            Step::Part(user, group) => {
                if let Some((_, id)) = self.groups[group] {
                    let reply = self.readers[user].leaves(id).await;
                    assert!(reply.status < 500, "{}", reply.text);
                }
            }
            Step::Finish => self.app.finish_erasures().await.expect("it is gone through"),
        }
    }

    /// Invited, and accepted; refused where the group or its owner is gone.
    async fn join(&self, user: usize, group: usize) {
        if let Some((owner, id)) = self.groups[group] {
            let invited = self.readers[owner].invites(id, &self.readers[user]).await;
            let accepted = self.readers[user].accepts(id).await;
            assert!(invited.status < 500 && accepted.status < 500, "{}", accepted.text);
        }
    }

    async fn describe(&mut self, slot: usize, (title, person, genre): Text) {
        let (title, person) = (format!("Title {title}"), format!("Person {person}"));
        let description = match kind(slot) {
            MediaKind::Book => {
                let isbn = slot.to_string();
                let fields = json!({ "isbn": isbn, "title": title, "author": person });
                described(fields, vec![])
            }
            _ => {
                let name = format!("Genre {genre}");
                let genre = GenreRef { genre_id: u64::from(genre) + 1, name };
                described(json!({ "title": title, "director": person }), vec![genre])
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

    async fn report(&self, user: usize, slot: usize, report: serde_json::Value) {
        if let Some(id) = self.slots[slot] {
            let kind = kind(slot).to_string();
            let _ = self.readers[user].reports(&kind, id, &report).await.ok(201);
        }
    }

    /// What is derived now.
    pub(super) async fn derived(&self) -> Items {
        comparable(self.app.derived().await)
    }

    /// What is derived when nothing was before.
    pub(super) async fn derived_afresh(&self) -> Items {
        self.app.forget_derived().await;
        self.app.derive_everything().await;
        self.derived().await
    }
}

fn kind(slot: usize) -> MediaKind {
    if slot.is_multiple_of(2) { MediaKind::Movie } else { MediaKind::Book }
}
