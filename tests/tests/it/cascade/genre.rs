//! A genre that is deleted: taken out of whatever has it.

use std::time::Duration;

use kindred::Event;
use kindred::entity::content::{Content, GenreRef};
use kindred::entity::genre::Genre;
use kindred::entity::kind::MediaKind;
use kindred::entity::like::{Like, Liker};
use kindred::store::Table;
use kindred_cli::embedded::{Fault, Faults};
use serde_json::{Value, json};
use tests::{Person, TestApp, described, stream};

use super::{Town, everything};

/// More requests than any of the works below needs.
const PLENTY: usize = 1_000;

/// A town with three movies that have a genre, and somebody.
struct Cinema {
    town: Town,
    drama: GenreRef,
    movies: Vec<u64>,
    person: Person,
}

impl Cinema {
    async fn over(app: TestApp) -> Self {
        let mut town = Town::over(app).await;
        let drama = town.app.genres(MediaKind::Movie, &["Drama"]).await.remove(0);
        let mut movies = Vec::new();
        for n in 0..3 {
            let fields = json!({ "title": format!("Movie {n}") });
            let content = described(fields, vec![drama.clone()]);
            movies.push(town.app.publish_described(MediaKind::Movie, content).await);
        }
        let person = town.app.person().await;
        town.app.settle().await;
        town.before = everything(&town.app).await;
        Self { town, drama, movies, person }
    }

    async fn fragile() -> (Self, Faults) {
        let (app, faults) = TestApp::faulty().await;
        (Self::over(app).await, faults)
    }

    /// A genre that all movies get, and the person likes.
    async fn genre(&self) -> Genre {
        let app = self.town.app.app();
        let occurrence = app.ids.occurrence(None);
        let genre = Genre::create(&app.store, MediaKind::Movie, "Western", occurrence).await;
        let genre = genre.expect("a genre");
        for movie in &self.movies {
            let content = self.town.app.content(*movie).await.expect("it is there");
            let genres = vec![self.drama.clone(), genre.clone().into()];
            self.town.app.revise(*movie, described(json!(content.fields), genres)).await;
        }
        let path = format!("/api/user/genre/{}", genre.genre_id);
        let _ = self.person.reader.put(path).send().await.ok(201);
        Genre { version: 1, ..genre }
    }

    /// Delete a genre as a moderator does and return the batch that tells of it.
    async fn delete(&self, genre: &Genre) -> Value {
        let app = self.town.app.app();
        let change = genre.removal(app.ids.occurrence(Some(1)));
        app.store.commit(change).await.expect("it can be written");
        let event = self.town.app.all_events().await.pop().expect("an event");
        assert_eq!((&*event.name, event.object_id), ("DeletionEvent", genre.genre_id));
        stream(&[event])
    }

    /// No content has it, and nobody likes it.
    async fn assert_gone(&self, genre: &Genre, context: &str) {
        for movie in &self.movies {
            let content = self.town.app.content(*movie).await.expect("it is there");
            assert_eq!(content.genres, std::slice::from_ref(&self.drama), "{context}");
        }
        let id = genre.genre_id;
        let places = self.town.app.items(Table::State).await.into_keys();
        let left: Vec<_> = places
            .filter(|(pk, sk)| *pk == format!("LIKERS#{id}") || *sk == format!("LIKE#{id:016}"))
            .collect();
        assert!(left.is_empty(), "{context}: {left:?}");
    }

    async fn assert_as_before(&self, context: &str) {
        self.town.assert_as_before(&everything(&self.town.app).await, context);
    }
}

#[tokio::test]
async fn after_a_deletion_all_is_as_if_the_genre_had_never_been() {
    let cinema = Cinema::over(TestApp::new().await).await;
    let genre = cinema.genre().await;
    cinema.town.app.settle().await;

    cinema.delete(&genre).await;
    cinema.town.app.settle().await;

    cinema.assert_gone(&genre, "after the events").await;
    cinema.assert_as_before("after the events").await;
}

#[tokio::test]
async fn a_batch_that_breaks_off_anywhere_is_finished_when_it_comes_again() {
    let (cinema, faults) = Cinema::fragile().await;
    for fault in Fault::ALL {
        for n in 0..PLENTY {
            let genre = cinema.genre().await;
            let batch = cinema.delete(&genre).await;

            faults.arrange(n, fault);
            let broken_off = cinema.town.app.invoke_cascade(batch.clone()).await.is_err();
            let is_through = faults.cancel();
            cinema.town.app.invoke_cascade(batch).await.expect("nothing fails any more");

            let context = format!("{fault:?} {n}");
            assert_ne!(broken_off, is_through, "{context}");
            cinema.assert_gone(&genre, &context).await;
            cinema.town.app.settle().await;
            cinema.assert_as_before(&context).await;
            if is_through {
                break;
            }
        }
    }
}

#[tokio::test]
async fn the_schedule_alone_is_enough_and_catches_what_was_written_late() {
    let cinema = Cinema::over(TestApp::new().await).await;
    let (app, store) = (&cinema.town.app, &cinema.town.app.app().store);
    let genre = cinema.genre().await;
    let late: Content = app.content(cinema.movies[0]).await.expect("it is there");
    cinema.delete(&genre).await;
    app.finish_erasures().await.expect("it is gone through");
    cinema.assert_gone(&genre, "after the first pass").await;

    // By requests that had read the genre before.
    app.revise(late.id, described(json!(late.fields), late.genres)).await;
    let like = Like::new(cinema.person.user.id, genre.clone());
    store.commit(like.creation()).await.expect("it can be written");
    app.advance(Duration::from_secs(301));
    app.finish_erasures().await.expect("it is gone through");

    assert_eq!(app.erasures().await, []);
    cinema.assert_gone(&genre, "after the second pass").await;
    app.settle().await;
    cinema.assert_as_before("after the schedule").await;
}

#[tokio::test]
async fn a_genre_that_is_there_stays_where_it_is_whatever_an_event_says() {
    let cinema = Cinema::over(TestApp::new().await).await;
    let genre = cinema.genre().await;
    let before = everything(&cinema.town.app).await;
    let occurrence = cinema.town.app.app().ids.occurrence(None);

    let event = Event::genre_deleted(occurrence, MediaKind::Movie, genre.genre_id);
    cinema.town.app.invoke_cascade(stream(&[event])).await.expect("it is passed over");

    assert_eq!(everything(&cinema.town.app).await, before);
}

/// Also of those who are no users.
#[tokio::test]
async fn more_likes_than_are_read_at_once_go_too() {
    let cinema = Cinema::over(TestApp::new().await).await;
    let (app, store) = (&cinema.town.app, &cinema.town.app.app().store);
    let genre = cinema.genre().await;
    for n in 0..450 {
        let liker = Liker::new(genre.genre_id, format!("PROFILE#{n}"));
        app.put(liker.like_place(), json!({ "genre_id": genre.genre_id })).await;
        store
            .commit(kindred::store::Change::new().create(&liker))
            .await
            .expect("it can be written");
    }

    let batch = cinema.delete(&genre).await;
    app.invoke_cascade(batch).await.expect("it is worked off");

    cinema.assert_gone(&genre, "after the batch").await;
    app.settle().await;
    cinema.assert_as_before("after the batch").await;
}

#[tokio::test]
async fn a_user_who_goes_is_not_known_to_like_anything_any_more() {
    let cinema = Cinema::over(TestApp::new().await).await;
    let genre = cinema.genre().await;
    let app = &cinema.town.app;

    app.delete_account(cinema.person.user.id).await;
    app.settle().await;

    let places = app.items(Table::State).await.into_keys();
    let left = places.filter(|(pk, _)| *pk == format!("LIKERS#{}", genre.genre_id));
    assert_eq!(left.count(), 0);
}
