//! Somebody with profiles.

use kindred::entity::kind::MediaKind;
use kindred::entity::persona::Persona;
use kindred::entity::persona::like::PersonaLike;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Editorial, Reader, Reply, TestApp, described, titled};

/// A profile, and who has it.
pub struct Sandbox<'a> {
    /// Who has it.
    pub owner: &'a Reader,
    /// Its uuid.
    pub uuid: String,
}

/// What a profile may have done with a content.
pub fn deeds() -> Value {
    json!({
        "rating": 5,
        "last_rating_date": "2026-11-20T19:30:00+01:00",
        "review_see_count": 2,
        "last_review_see_date": "2026-11-20T18:31:00.5Z",
        "count": 1,
        "last_count_increment": "2026-11-20T18:32:00",
    })
}

/// The same as they are shown.
pub fn shown_deeds() -> Value {
    json!({
        "rating": 5,
        "last_rating_date": "2026-11-20T18:30:00.000000",
        "review_see_count": 2,
        "last_review_see_date": "2026-11-20T18:31:00.500000",
        "count": 1,
        "last_count_increment": "2026-11-20T18:32:00.000000",
    })
}

impl<'a> Sandbox<'a> {
    /// Make a profile of this name.
    pub async fn new(owner: &'a Reader, name: &str) -> Self {
        let made = owner.posts("/api/profile", &json!({ "profilename": name })).await.ok(201);
        let uuid = made.body["profile"]["uuid"].as_str().expect("a uuid").to_owned();
        Self { owner, uuid }
    }

    /// Where it is.
    pub fn path(&self) -> String {
        format!("/api/profile/{}", self.uuid)
    }

    /// Where this of it is.
    pub fn at(&self, rest: impl std::fmt::Display) -> String {
        format!("{}/{rest}", self.path())
    }

    /// GET what is below it.
    pub async fn get(&self, rest: impl std::fmt::Display) -> Reply {
        self.owner.get(self.at(rest)).await
    }

    /// Let it like a genre.
    pub async fn likes(&self, genre: u64) {
        let _ = self.owner.put(self.at(format!("genre/{genre}"))).send().await.ok(201);
    }

    /// Say what it has done with a content.
    pub async fn has(&self, content: u64, deeds: &Value) -> Reply {
        let path = self.at(format!("content/{content}/meta"));
        self.owner.put(path).json(deeds).send().await
    }

    /// Let it meet a content in every way.
    pub async fn meets(&self, content: u64) {
        let _ = self.has(content, &deeds()).await.ok(201);
    }

    /// Ask what would be recommended to it.
    pub async fn launched(&self) -> Value {
        self.owner.posts(self.at("recommend"), &json!({})).await.ok(201).body
    }

    /// The same, and the id of the launch only.
    pub async fn launch(&self) -> u64 {
        self.launched().await["history"]["id"].as_u64().expect("an id")
    }
}

impl Editorial {
    /// A moderator more, in this process.
    pub async fn another_moderator(app: &TestApp) -> Reader {
        Self::over(app).await.moderator
    }
}

impl TestApp {
    /// Give somebody a profile with this uuid, whatever they may do.
    pub async fn persona_of(&self, owner: u64, uuid: Uuid) {
        let app = self.app();
        let id = app.store.next_id("persona").await.expect("an id");
        let persona = Persona::new(id, uuid, owner, format!("Profile {id}"), app.clock.now());
        app.store.commit(persona.saving(None)).await.expect("nobody has this name");
    }

    /// Let a profile like so many genres that there are not.
    pub async fn put_likes(&self, owner: u64, uuid: Uuid, n: usize) {
        let store = &self.app().store;
        let persona: Option<Persona> =
            store.get(&Persona::place(owner, uuid)).await.expect("a read");
        let persona = persona.expect("a persona").id;
        let like = |nr: usize| PersonaLike {
            persona,
            genre_id: 900_000_000 + nr as u64,
            name: format!("Genre {nr}"),
            kind: MediaKind::Book,
            version: 1,
        };
        let likes: Vec<_> = (0..n).map(like).collect();
        store.put_all(&likes, &[]).await.expect("they can be written");
    }

    /// Publish so many contents of every kind that are all alike; their ids, by kind.
    pub async fn twins(&self, n: usize) -> Vec<(MediaKind, Vec<u64>)> {
        let mut all = Vec::new();
        for kind in MediaKind::ALL {
            let mut ids = Vec::new();
            for nr in 0..n {
                let fields = titled(kind, "The Same", format!(" {nr}"));
                // Names of applications differ, so something else has to be alike.
                let genres = match kind {
                    MediaKind::Application => self.genres(kind, &["Maps,Stars,Birds,Tides"]).await,
                    _ => Vec::new(),
                };
                ids.push(self.publish_described(kind, described(fields, genres)).await);
            }
            all.push((kind, ids));
        }
        self.settle().await;
        all
    }
}
