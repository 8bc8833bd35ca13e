//! Behind the doors: who comes, gets another name and goes, and what removes what they owned.

use kindred::auth::session;
use kindred::auth::token::Door;
use kindred::entity::erasure::Erasure;
use kindred::entity::user::{Newcomer, Origin, User};
use kindred::store::Change;
use kindred::{Error, Event, Result};
use serde_json::Value;

use crate::{Reader, TestApp, Writer, fresh};

/// Somebody with every sort of name, at home at the forum and at the media API.
pub struct Person {
    /// The account as it was made.
    pub user: User,
    /// Them at the forum.
    pub writer: Writer,
    /// Them at the media API.
    pub reader: Reader,
}

impl TestApp {
    /// Register somebody as `named` makes them.
    pub async fn register(&self, origin: Origin, named: impl FnOnce(&mut User)) -> User {
        let app = self.app();
        let id = app.store.next_id("user").await.expect("an id");
        let newcomer =
            Newcomer { id, uuid: app.ids.uuid(), password_hash: None, now: app.clock.now() };
        let mut user = User::new(newcomer, origin);
        named(&mut user);
        let taken = Error::taken("somebody has this name");
        let change = user.registration(app.ids.occurrence(Some(id)), &taken);
        app.store.commit(change).await.expect("nobody has these names");
        // As it lies in the store.
        User { version: 1, ..user }
    }

    /// Register somebody with fresh names of every sort.
    pub async fn person(&self) -> Person {
        self.person_with(|_| {}).await
    }

    /// The same, who differs so from others.
    pub async fn person_with(&self, differs: impl FnOnce(&mut User)) -> Person {
        let user = self.register(Origin::Forum, |user| {
            user.login_name = Some(fresh("Login"));
            user.display_name = Some(fresh("Shown"));
            user.email = Some(format!("{}@example.org", fresh("Mail")));
            differs(user);
        });
        let user = user.await;
        let token = |door| session::open(self.app(), &user, door).expect("a session");
        let writer = Writer::known(&self.api(), &user, token(Door::Forum));
        let reader = Reader::known(&self.api(), &user, token(Door::Media));
        Person { user, writer, reader }
    }

    /// An account as stored.
    pub async fn user(&self, id: u64) -> Option<User> {
        self.app().store.get(&User::place(id)).await.expect("the store answers")
    }

    /// Give somebody another name for others to see.
    pub async fn rename(&self, id: u64, name: &str) {
        let user = self.user(id).await.expect("an account");
        let occurrence = self.app().ids.occurrence(Some(id));
        let event = Event::user_changed(occurrence, id, "username", &Value::Null);
        let user = User { display_name: Some(name.to_owned()), ..user };
        let change = Change::new().update(&user).event(&event);
        self.app().store.commit(change).await.expect("it can be written");
    }

    /// Delete an account: what it owned is still there.
    pub async fn delete_account(&self, id: u64) {
        let user = self.user(id).await.expect("an account");
        let change = user.removal(self.app().ids.occurrence(Some(id)));
        self.app().store.commit(change).await.expect("it can be written");
    }

    /// The erasures that are not finished.
    pub async fn erasures(&self) -> Vec<Erasure> {
        self.app().store.list_all(&Erasure::all()).await.expect("a list")
    }

    /// The ids of the things of a model whose erasures are not finished.
    pub async fn erasures_of(&self, model: &str) -> Vec<u64> {
        let all = self.erasures().await.into_iter().filter(|erasure| erasure.model == model);
        all.map(|erasure| erasure.id).collect()
    }

    /// Go through all erasures, as the schedule does.
    pub async fn finish_erasures(&self) -> Result<()> {
        self.system.cascade().finish().await
    }

    /// Invoke the function `cascade` with this payload.
    pub async fn invoke_cascade(&self, payload: Value) -> Result<Value> {
        self.system.cascade().invoke(payload).await
    }
}
