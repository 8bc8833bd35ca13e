//! What a process keeps of a kind: it saves reading all of it, and is never wrong.

use kindred::Event;
use kindred::engines::Engines;
use kindred::entity::kind::MediaKind;
use kindred_cli::embedded::{Fault, Meter};
use proptest::prelude::*;
use recompute::Recompute;
use serde_json::json;
use tests::{Reader, TestApp, described, run, stream};

use super::comparable;
use super::world::{SLOTS, Step, World, steps};

/// Movies in a small and in a large catalogue, both between two milestones.
const SIZES: [usize; 2] = [200, 2_060];

/// A process of its own: it keeps nothing of what others keep.
fn instance(app: &TestApp) -> Recompute {
    let app = app.app();
    Recompute::new(Engines::new(app.store.clone(), app.blobs.clone()), app.clock.clone())
}

async fn deliver(instance: &Recompute, events: &[Event]) {
    let answer = instance.invoke(stream(events)).await.expect("the batch is worked off");
    assert_eq!(answer["batchItemFailures"], json!([]));
}

/// What was derived is what a full run derives.
async fn is_as_a_full_run(app: &TestApp) {
    let incremental = comparable(app.derived().await);
    app.forget_derived().await;
    app.derive_everything().await;
    assert_eq!(incremental, comparable(app.derived().await));
}

/// Read units for the events of a rating and of a new title, of a process that has worked before.
async fn units(n: usize) -> [f64; 2] {
    let (app, meter) = TestApp::metered().await;
    let title = |n: usize| json!({ "title": format!("Title{n}") });
    let mut movies = Vec::new();
    for number in 0..n {
        movies.push(app.publish(MediaKind::Movie, title(number)).await);
    }
    app.system.catch_up_beyond(0).await.expect("everything can be derived");
    let reader = Reader::new(&app.api()).await;
    let read = async |meter: &Meter| {
        meter.take();
        app.settle().await;
        meter.take().read
    };
    reader.rates("movie", movies[0], 4).await;
    app.publish(MediaKind::Movie, title(n)).await;
    read(&meter).await;

    reader.rates("movie", movies[1], 4).await;
    let rating = read(&meter).await;
    app.publish(MediaKind::Movie, title(n + 1)).await;
    [rating, read(&meter).await]
}

#[tokio::test]
async fn neither_a_rating_nor_a_new_title_reads_more_in_a_larger_catalogue() {
    let [small, large] = SIZES;

    assert_eq!(units(small).await, units(large).await);
}

/// Two processes take turns, and each finds what the other did meanwhile.
async fn processes_in_turn(history: Vec<(Step, bool)>) {
    let mut world = World::new().await;
    let processes = [instance(&world.app), instance(&world.app)];
    let mut n_done = 0;

    for (step, other) in &history {
        world.happen(step).await;
        let events = world.app.all_events().await;
        deliver(&processes[usize::from(*other)], &events[n_done..]).await;
        n_done = events.len();
    }

    let in_turn = world.derived().await;
    assert_eq!(in_turn, world.derived_afresh().await);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn processes_that_take_turns_derive_what_one_does(
        history in prop::collection::vec((steps(0..SLOTS), any::<bool>()), 1..40),
    ) {
        run(processes_in_turn(history));
    }
}

/// One process breaks off while a movie is another one; then it is as before, which the other process finds.
async fn is_right_after_a_break(n_requests: usize, fault: Fault, n_others: usize) -> bool {
    let (app, faults) = TestApp::faulty().await;
    let movie = |title: &str| described(json!({ "title": title }), vec![]);
    for n in 0..n_others {
        app.publish(MediaKind::Movie, json!({ "title": format!("Other{n}") })).await;
    }
    let _alike = app.publish(MediaKind::Movie, json!({ "title": "Moon" })).await;
    let edited = app.publish(MediaKind::Movie, json!({ "title": "Moon" })).await;
    let reader = Reader::new(&app.api()).await;
    reader.rates("movie", edited, 5).await;
    let (warm, breaking) = (instance(&app), instance(&app));
    let before = app.all_events().await;
    deliver(&warm, &before).await;

    app.revise(edited, movie("Mars")).await;
    let came = app.publish(MediaKind::Movie, json!({ "title": "Mars" })).await;
    reader.rates("movie", edited, 2).await;
    let events = app.all_events().await.split_off(before.len());
    faults.arrange(n_requests, fault);
    let _ = breaking.invoke(stream(&events)).await;
    let is_through = faults.cancel();
    app.revise(edited, movie("Moon")).await;
    app.withdraw(came).await;
    reader.rates("movie", edited, 5).await;
    let events = app.all_events().await.split_off(before.len());
    deliver(&warm, &events).await;

    // A third, which keeps nothing, goes on from what lies in the store.
    let n_before = app.all_events().await.len();
    let third = app.publish(MediaKind::Movie, json!({ "title": "Mars" })).await;
    deliver(&instance(&app), &app.all_events().await[n_before..]).await;
    assert_eq!(super::neighbours(&app, third).await, []);
    is_as_a_full_run(&app).await;
    is_through
}

#[tokio::test]
async fn wherever_a_process_breaks_off_another_that_keeps_what_was_before_is_right() {
    for fault in Fault::ALL {
        let mut n_requests = 0;
        while !is_right_after_a_break(n_requests, fault, 0).await {
            n_requests += 2;
        }
    }
}

#[tokio::test]
async fn in_a_large_catalogue_too_a_process_that_breaks_off_leaves_nothing_wrong() {
    // Beyond the first hundred, statistics stand still, and little is due.
    for n_requests in (0..40).step_by(3) {
        is_right_after_a_break(n_requests, Fault::Unanswered, 102).await;
    }
}
