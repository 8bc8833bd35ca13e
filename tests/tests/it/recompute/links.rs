//! Links: contents of other kinds that go by the same title, after every change of one.

use kindred::entity::kind::MediaKind;
use kindred::entity::links::Links;
use kindred_cli::embedded::Fault;
use proptest::prelude::*;
use serde_json::json;
use tests::{TestApp, described, run, titled};

use super::{comparable, touched};

/// Kinds between which there are links, the ones from which there are none last.
const KINDS: [MediaKind; 5] =
    [MediaKind::Game, MediaKind::Movie, MediaKind::Serie, MediaKind::Track, MediaKind::Book];

/// Where a content is linked to, most similar first.
pub(super) async fn links(app: &TestApp, id: u64) -> Vec<u64> {
    let found: Option<Links> =
        app.app().store.get(&Links::place(id)).await.expect("the store answers");
    found.into_iter().flat_map(|found| found.links).map(|link| link.content_id).collect()
}

async fn publish(app: &TestApp, kind: MediaKind, title: &str) -> u64 {
    // No two books have the same number.
    let number = app.app().store.last_id("content").await.expect("a counter") + 1;
    app.publish(kind, titled(kind, title, number)).await
}

async fn rename(app: &TestApp, kind: MediaKind, id: u64, title: &str) {
    app.revise(id, described(titled(kind, title, id), vec![])).await;
}

#[tokio::test]
async fn a_content_that_comes_goes_or_is_renamed_moves_its_links_and_those_to_it() {
    let app = TestApp::new().await;
    let movie = publish(&app, MediaKind::Movie, "Solaris").await;
    let book = publish(&app, MediaKind::Book, "SOLARIS ").await;
    app.settle().await;
    assert_eq!(links(&app, movie).await, [book]);
    assert_eq!(links(&app, book).await, [0; 0], "nothing is linked from books");

    let serie = publish(&app, MediaKind::Serie, "Solaris").await;
    app.settle().await;
    assert_eq!(links(&app, movie).await, [book, serie]);
    assert_eq!(links(&app, serie).await, [movie, book]);

    rename(&app, MediaKind::Book, book, "Eden").await;
    app.settle().await;
    assert_eq!(links(&app, movie).await, [serie]);

    app.withdraw(serie).await;
    app.settle().await;
    assert_eq!(links(&app, movie).await, [0; 0]);
    assert_eq!(links(&app, serie).await, [0; 0]);
}

#[tokio::test]
async fn contents_of_the_same_kind_take_no_places() {
    let app = TestApp::new().await;
    for _ in 0..30 {
        publish(&app, MediaKind::Movie, "Solaris").await;
    }
    let game = publish(&app, MediaKind::Game, "Solaris").await;
    for _ in 0..30 {
        publish(&app, MediaKind::Game, "Solaris").await;
    }
    app.settle().await;

    assert_eq!(links(&app, game).await, (1..=25).collect::<Vec<u64>>());
}

#[tokio::test]
async fn beyond_a_milestone_a_new_title_touches_its_own_links_only() {
    let app = TestApp::new().await;
    let movie = publish(&app, MediaKind::Movie, "Solaris").await;
    for n in 0..110 {
        let kind = KINDS[n % KINDS.len()];
        publish(&app, kind, &format!("Title{n}")).await;
    }
    // So many of each pair that their statistics stand still.
    for n in 110..340 {
        publish(&app, KINDS[1 + n % 2], &format!("Title{n}")).await;
    }
    app.settle().await;
    let before = app.derived().await;

    let book = publish(&app, MediaKind::Book, "Solaris").await;
    app.settle().await;

    let mut touched = touched(&before, &app.derived().await);
    touched.retain(|place| place.ends_with(" LINKS") || place.starts_with("LINKED#"));
    assert_eq!(touched, [format!("CONTENT#{movie} LINKS"), format!("LINKED#book {book:016}")]);
}

#[tokio::test]
async fn wherever_a_run_is_broken_off_the_next_one_makes_its_links_good() {
    for fault in Fault::ALL {
        let mut n_requests = 0;
        loop {
            let (app, faults) = TestApp::faulty().await;
            let movie = publish(&app, MediaKind::Movie, "Solaris").await;
            let book = publish(&app, MediaKind::Book, "Solaris").await;
            let serie = publish(&app, MediaKind::Serie, "Eden").await;
            app.settle().await;
            let n_before = app.all_events().await.len();
            rename(&app, MediaKind::Book, book, "Eden").await;
            let events = app.all_events().await.split_off(n_before);

            faults.arrange(n_requests, fault);
            let _ = app.invoke_recompute(tests::stream(&events)).await;
            let is_through = faults.cancel();
            app.invoke_recompute(tests::stream(&events)).await.expect("it is worked off");

            assert_eq!(links(&app, movie).await, [0; 0]);
            assert_eq!(links(&app, serie).await, [book]);
            is_as_a_full_run(&app).await;
            if is_through {
                break;
            }
            n_requests += 4;
        }
    }
}

async fn is_as_a_full_run(app: &TestApp) {
    let incremental = comparable(app.derived().await);
    app.forget_derived().await;
    app.derive_everything().await;
    assert_eq!(incremental, comparable(app.derived().await));
}

/// A content in a place gets this title, or goes; then perhaps the stream is worked off.
type Step = (usize, Option<u8>, bool);

fn history() -> impl Strategy<Value = Vec<Step>> {
    let title = prop::option::weighted(0.8, 0_u8..4);
    prop::collection::vec((0_usize..15, title, prop::bool::weighted(0.4)), 1..40)
}

async fn incremental_equals_full(n_others: usize, history: Vec<Step>) {
    let app = TestApp::new().await;
    for n in 0..n_others {
        publish(&app, KINDS[n % KINDS.len()], &format!("Title {}-{}", n % 5, n % 7)).await;
    }
    app.system.catch_up_beyond(0).await.expect("everything can be derived");
    let mut places: [Option<u64>; 15] = [None; 15];
    for (place, title, settles) in history {
        let kind = KINDS[place % KINDS.len()];
        match (places[place], title.map(|title| format!("Title {title}-{}", title / 2))) {
            (Some(id), Some(title)) => rename(&app, kind, id, &title).await,
            (None, Some(title)) => places[place] = Some(publish(&app, kind, &title).await),
            (Some(id), None) => {
                app.withdraw(id).await;
                places[place] = None;
            }
            (None, None) => {}
        }
        if settles {
            app.settle().await;
        }
    }
    app.settle().await;

    is_as_a_full_run(&app).await;
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn links_made_step_by_step_are_those_of_a_full_run(history in history()) {
        run(incremental_equals_full(0, history));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn among_many_titles_too_links_made_step_by_step_are_those_of_a_full_run(history in history()) {
        run(incremental_equals_full(270, history));
    }
}

#[tokio::test]
async fn a_title_without_a_word_is_linked_to_nothing() {
    let app = TestApp::new().await;
    let movie = publish(&app, MediaKind::Movie, "?!").await;
    publish(&app, MediaKind::Book, "?!").await;

    app.settle().await;

    assert_eq!(links(&app, movie).await, [0; 0]);
}

#[tokio::test]
async fn what_was_launched_is_told_by_kind() {
    let app = TestApp::new().await;
    publish(&app, MediaKind::Movie, "Solaris").await;
    publish(&app, MediaKind::Book, "Solaris").await;
    app.settle().await;

    let derived = app.derived().await;
    let told = derived.iter().filter(|((pk, _), _)| pk.starts_with("LAUNCHES#"));
    let told: Vec<_> = told
        .flat_map(|(_, item)| item["engines"].as_array().expect("a list").clone())
        .filter(|launched| launched["engine"] == json!("LinkBetweenItems"))
        .map(|launched| (launched["kind"].clone(), launched["written"].clone()))
        .collect();

    assert!(told.contains(&(json!("movie"), json!(1))), "{told:?}");
}
