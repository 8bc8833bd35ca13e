//! Catching up with very many events: everything derived at once, instead of batch by batch.

use kindred::entity::kind::MediaKind;
use kindred::store::Table;
use kindred_cli::embedded::Fault;
use proptest::prelude::*;
use serde_json::json;
use tests::{Reader, TestApp, run};

use super::comparable;
use super::world::{SLOTS, Step, World, steps};

/// Where everything lies that is true and has no random name.
async fn truth(world: &World) -> Vec<String> {
    let items = world.app.items(Table::State).await;
    let places = items.into_keys().map(|(partition, sort)| format!("{partition} {sort}"));
    let named = |place: &String| {
        ["UNIQUE#", "MAIL#", "THROTTLE#", "KNOWN#"].iter().any(|it| place.starts_with(it))
    };
    places.filter(|place| !named(place)).collect()
}

async fn leaping_equals_draining(history: Vec<Step>) {
    let (mut drained, mut leapt) = (World::new().await, World::new().await);
    for step in &history {
        drained.happen(step).await;
        leapt.happen(step).await;
    }

    drained.app.settle().await;
    leapt.app.system.catch_up_beyond(0).await.expect("everything can be derived");

    assert_eq!(leapt.derived().await, drained.derived().await);
    assert_eq!(truth(&leapt).await, truth(&drained).await);
    assert_eq!(leapt.app.settle().await, 0, "nothing is left in the stream");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn what_is_derived_at_once_is_what_a_drained_stream_derives(
        history in prop::collection::vec(steps(0..SLOTS), 1..30),
    ) {
        run(leaping_equals_draining(history));
    }
}

#[tokio::test]
async fn wherever_it_ends_the_next_start_finds_all_events() {
    for fault in Fault::ALL {
        let mut n_requests = 0;
        loop {
            let (app, faults) = TestApp::faulty().await;
            let reader = Reader::new(&app.api()).await;
            let movies = [
                app.publish(MediaKind::Movie, json!({ "title": "The Same" })).await,
                app.publish(MediaKind::Movie, json!({ "title": "The Same" })).await,
            ];
            reader.rates("movie", movies[0], 5).await;
            faults.arrange(n_requests, fault);
            let outcome = app.system.catch_up_beyond(0).await;
            let is_over = faults.cancel();

            app.settle().await;

            assert_eq!(reader.recommended("movie").await, [movies[1]], "request {n_requests}");
            let incremental = comparable(app.derived().await);
            app.forget_derived().await;
            app.derive_everything().await;
            assert_eq!(incremental, comparable(app.derived().await));
            if is_over {
                assert!(outcome.is_ok());
                break;
            }
            // Each place in turn would take long; these are spread over all of them.
            n_requests += 5;
        }
        assert!(n_requests > 20, "only {n_requests} requests were to fail");
    }
}

#[tokio::test]
async fn few_events_are_worked_off_as_they_come() {
    let app = TestApp::new().await;
    let reader = Reader::new(&app.api()).await;
    let liked = app.publish(MediaKind::Movie, json!({ "title": "The Same" })).await;
    let other = app.publish(MediaKind::Movie, json!({ "title": "The Same" })).await;
    reader.rates("movie", liked, 5).await;

    app.system.catch_up().await.expect("they can be worked off");

    assert_eq!(reader.recommended("movie").await, [other]);
    assert_eq!(app.settle().await, 0);
}
