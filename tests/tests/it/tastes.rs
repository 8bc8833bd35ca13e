//! People of near taste: who is found, what is shown of them, and that nobody is who does not want to be.

mod consent;
mod leaks;
mod near;
mod processes;
mod recompute;
mod withdrawal;

use kindred::entity::kind::MediaKind;
use kindred::entity::opinions::Opinions;
use serde_json::{Value, json};
use tests::{Person, TestApp, titled};

/// A system with movies and books, and people who have rated some of them.
pub(super) struct Club {
    pub(super) app: TestApp,
    pub(super) movies: Vec<u64>,
    pub(super) books: Vec<u64>,
}

impl Club {
    pub(super) async fn new() -> Self {
        Self::over(TestApp::new().await).await
    }

    pub(super) async fn over(app: TestApp) -> Self {
        let (mut movies, mut books) = (Vec::new(), Vec::new());
        for n in 0..8 {
            let title = format!("Title {n}");
            movies.push(app.publish(MediaKind::Movie, titled(MediaKind::Movie, &title, n)).await);
            books.push(app.publish(MediaKind::Book, titled(MediaKind::Book, &title, n)).await);
        }
        Self { app, movies, books }
    }

    /// Somebody who has rated these movies, by number, and agrees to be compared.
    pub(super) async fn member(&self, ratings: &[(usize, u8)]) -> Person {
        let person = self.stranger(ratings).await;
        person.reader.consents(true).await;
        person
    }

    /// The same, who does not agree.
    pub(super) async fn stranger(&self, ratings: &[(usize, u8)]) -> Person {
        let person = self.app.person().await;
        for (number, rating) in ratings {
            person.reader.rates("movie", self.movies[*number], *rating).await;
        }
        person
    }

    /// What is derived of somebody's opinions of movies.
    pub(super) async fn opinions(&self, person: &Person) -> Option<Opinions> {
        let place = Opinions::place(person.user.id, MediaKind::Movie);
        self.app.app().store.get(&place).await.expect("the store answers")
    }
}

/// Whom somebody is shown.
pub(super) async fn list(person: &Person, query: &str) -> Vec<Value> {
    let reply = person.reader.get(format!("/api/match/users?{query}")).await.ok(200);
    reply.body["content"].as_array().expect("a list").clone()
}

/// Their uuids.
pub(super) async fn near(person: &Person) -> Vec<String> {
    let people = list(person, "").await;
    people.iter().map(|it| it["uuid"].as_str().expect("a uuid").to_owned()).collect()
}

/// The uuids of these people.
pub(super) fn uuids(people: &[&Person]) -> Vec<String> {
    people.iter().map(|person| person.user.uuid.to_string()).collect()
}

/// How one person sees another: the status and the content.
pub(super) async fn detail(own: &Person, other: &Person) -> (u16, Value) {
    let reply = own.reader.get(format!("/api/match/users/{}", other.user.uuid)).await;
    (reply.status, reply.body["content"].clone())
}

/// A content that two people have in common, as it is shown.
pub(super) fn common(kind: &str, id: u64, title: &str, ratings: [Option<u8>; 2]) -> Value {
    json!({
        "kind": kind, "content_id": id, "title": title,
        "your_rating": ratings[0], "their_rating": ratings[1],
    })
}
