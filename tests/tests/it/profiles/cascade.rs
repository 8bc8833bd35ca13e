//! After a profile, or whoever had it, everything is as if it had never been.

use std::time::Duration;

use kindred::Event;
use kindred::entity::kind::MediaKind;
use kindred::event::PERSONA_MODEL;
use kindred_cli::embedded::{Fault, Faults};
use serde_json::{Value, json};
use tests::{Editorial, Items, Reader, Sandbox, TestApp, stream};

use crate::cascade::everything;

/// More requests than any of the works below needs.
const PLENTY: usize = 1_000;

/// Contents, a genre, and somebody with a profile that stays.
struct Place {
    app: TestApp,
    owner: Reader,
    genre: u64,
    contents: Vec<u64>,
}

impl Place {
    async fn over(app: TestApp) -> Self {
        let owner = Editorial::over(&app).await.moderator;
        let genre = app.genres(MediaKind::Movie, &["Drama"]).await[0].genre_id;
        let contents = app.twins(2).await.into_iter().map(|(_, ids)| ids[0]).collect();
        let place = Self { app, owner, genre, contents };
        place.fill(&place.owner, "Stays").await;
        place.app.settle().await;
        place
    }

    async fn fragile() -> (Self, Faults) {
        let (app, faults) = TestApp::faulty().await;
        (Self::over(app).await, faults)
    }

    /// A profile that likes something, has met something of every kind and was launched twice.
    async fn fill<'a>(&self, owner: &'a Reader, name: &str) -> Sandbox<'a> {
        let profile = Sandbox::new(owner, name).await;
        profile.likes(self.genre).await;
        for content in &self.contents {
            profile.meets(*content).await;
        }
        for _ in 0..2 {
            let _ = profile.launched().await;
        }
        profile
    }

    /// Delete a profile and return the batch that tells of it.
    async fn delete(&self, profile: &Sandbox<'_>) -> Value {
        let _ = profile.owner.delete(profile.path()).send().await.ok(201);
        let event = self.app.all_events().await.pop().expect("an event");
        assert_eq!(event.name, "DeletionEvent");
        assert_eq!(event.text("model_name"), Some(PERSONA_MODEL));
        stream(&[event])
    }

    async fn now(&self) -> (Items, Items) {
        everything(&self.app).await
    }
}

/// What has to do with profiles: accounts have traces of other sorts, which are not the matter here.
fn of_profiles(all: (Items, Items)) -> (Items, Items) {
    let (mut state, mut derived) = all;
    for items in [&mut state, &mut derived] {
        items.retain(|(pk, sk), _| {
            ["PERSONA", "LAUNCH"].iter().any(|word| pk.contains(word) || sk.contains(word))
        });
    }
    (state, derived)
}

#[track_caller]
fn assert_same(now: &(Items, Items), before: &(Items, Items), context: &str) {
    for (is, was) in [(&now.0, &before.0), (&now.1, &before.1)] {
        for place in was.keys().chain(is.keys()) {
            assert_eq!(is.get(place), was.get(place), "{context}: {place:?}");
        }
    }
}

#[tokio::test]
async fn a_profile_goes_with_all_that_is_its_own() {
    let place = Place::over(TestApp::new().await).await;
    let before = place.now().await;
    let profile = place.fill(&place.owner, "Goes").await;

    let _ = place.owner.delete(profile.path()).send().await.ok(201);
    place.app.settle().await;

    assert_same(&place.now().await, &before, "after the events");
    place.app.advance(Duration::from_secs(400));
    place.app.finish_erasures().await.expect("it is gone through");
    assert_eq!(place.app.erasures().await, []);
}

#[tokio::test]
async fn profiles_go_with_the_account() {
    let place = Place::over(TestApp::new().await).await;
    let before = of_profiles(place.now().await);
    let guest = Editorial::another_moderator(&place.app).await;
    for name in ["One", "Two"] {
        let _ = place.fill(&guest, name).await;
    }

    let id = place.app.id_of(&guest).await;
    place.app.delete_account(id).await;
    place.app.settle().await;

    assert_same(&of_profiles(place.now().await), &before, "after the events");
}

#[tokio::test]
async fn the_schedule_alone_is_enough() {
    let place = Place::over(TestApp::new().await).await;
    let before = place.now().await;
    let profile = place.fill(&place.owner, "Goes").await;
    let _ = place.delete(&profile).await;

    place.app.advance(Duration::from_secs(400));
    place.app.finish_erasures().await.expect("it is gone through");

    assert_eq!(place.app.erasures().await, []);
    assert_same(&place.now().await, &before, "after the schedule");
}

#[tokio::test]
async fn a_profile_that_is_there_loses_nothing_whatever_an_event_says() {
    let place = Place::over(TestApp::new().await).await;
    let before = place.now().await;
    let event = Event::persona_deleted(place.app.app().ids.occurrence(None), 1);

    let answer = place.app.invoke_cascade(stream(&[event])).await.expect("it is passed over");

    assert_eq!(answer, json!({ "batchItemFailures": [] }));
    assert_same(&place.now().await, &before, "after the event");
}

#[tokio::test]
async fn a_batch_that_breaks_off_anywhere_is_finished_when_it_comes_again() {
    let (place, faults) = Place::fragile().await;
    let before = place.now().await;
    for fault in Fault::ALL {
        for n in 0..PLENTY {
            let profile = place.fill(&place.owner, "Goes").await;
            let batch = place.delete(&profile).await;

            faults.arrange(n, fault);
            let broken_off = place.app.invoke_cascade(batch.clone()).await.is_err();
            let is_through = faults.cancel();
            place.app.invoke_cascade(batch).await.expect("nothing fails any more");

            let context = format!("{fault:?} {n}");
            assert_ne!(broken_off, is_through, "{context}");
            assert_same(&place.now().await, &before, &context);
            if is_through {
                break;
            }
        }
    }
}

#[tokio::test]
async fn the_end_of_an_account_that_breaks_off_anywhere_is_finished_by_the_schedule() {
    let (place, faults) = Place::fragile().await;
    let before = of_profiles(place.now().await);
    for fault in Fault::ALL {
        for n in 0..PLENTY {
            let guest = Editorial::another_moderator(&place.app).await;
            let _ = place.fill(&guest, "Goes").await;
            let id = place.app.id_of(&guest).await;
            place.app.delete_account(id).await;
            let event = place.app.all_events().await.pop().expect("an event");

            faults.arrange(n, fault);
            let broken_off = place.app.invoke_cascade(stream(&[event])).await.is_err();
            let is_through = faults.cancel();
            place.app.finish_erasures().await.expect("nothing fails any more");
            place.app.settle().await;

            let context = format!("{fault:?} {n}");
            assert_ne!(broken_off, is_through, "{context}");
            assert_same(&of_profiles(place.now().await), &before, &context);
            if is_through {
                break;
            }
        }
    }
}
