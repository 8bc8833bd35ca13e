//! Changes: all or nothing, with the refusal that is meant.

use std::sync::atomic::{AtomicU32, Ordering};

use kindred::store::{Change, Claim, Entity};
use kindred::{Error, Kind, Store};
use tests::TestApp;
use tokio::task::JoinSet;

use super::{Sheep, Tally};

async fn store() -> (TestApp, Store) {
    let app = TestApp::new().await;
    let store = app.app().store.clone();
    (app, store)
}

async fn sheep(store: &Store, n: u64) -> Option<Sheep> {
    store.get(&Sheep::place("x", n)).await.expect("the store answers")
}

/// Count one more, as often as it takes.
async fn tick(store: &Store) -> kindred::Result<u64> {
    let decide = |found: Option<Tally>| {
        let before = found.unwrap_or(Tally { count: 0, version: 0 });
        let after = Tally { count: before.count + 1, ..before };
        Ok((Change::new().save(&after), after.count))
    };
    store.change(&Tally::place(), decide).await
}

#[tokio::test]
async fn a_hundred_actions_are_written_together() {
    let (_app, store) = store().await;
    let change = (1..=100).fold(Change::new(), |all, n| all.create(&Sheep::new("x", n)));

    store.commit(change).await.expect("a hundred fit");

    assert!(sheep(&store, 1).await.is_some() && sheep(&store, 100).await.is_some());
}

#[tokio::test]
async fn more_than_a_hundred_actions_are_refused_before_anything_is_sent() {
    let (_app, store) = store().await;
    let change = (1..=101).fold(Change::new(), |all, n| all.create(&Sheep::new("x", n)));

    let refusal = store.commit(change).await.expect_err("one too many");

    assert_eq!(refusal.kind(), Kind::Internal);
    assert!(refusal.to_string().contains("101 actions"), "{refusal}");
    assert_eq!(sheep(&store, 1).await, None);
}

#[tokio::test]
async fn two_actions_on_one_item_are_refused() {
    let (_app, store) = store().await;
    let one = Sheep::new("x", 1);

    let refusal = store.commit(Change::new().create(&one).put(&one)).await;

    let refusal = refusal.expect_err("twice the same item");
    assert_eq!(refusal.kind(), Kind::Internal);
    assert!(refusal.to_string().contains("two actions on"), "{refusal}");
    assert_eq!(sheep(&store, 1).await, None);
}

#[tokio::test]
async fn what_is_wrong_with_a_change_is_said_without_names() {
    let (_app, store) = store().await;
    let claim = Claim::new("EMAIL", "ada@example.org", 1);
    let change = Change::new().claim(&claim, Error::taken("")).clear(claim.key());

    let refusal = store.commit(change).await.expect_err("twice the same item").to_string();

    assert!(refusal.contains("two actions on one UNIQUE of State"), "{refusal}");
    assert!(!refusal.contains("ada"), "{refusal}");
}

#[tokio::test]
async fn an_empty_change_is_nothing() {
    let (_app, store) = store().await;

    store.commit(Change::new()).await.expect("nothing can go wrong");

    assert!(Change::new().is_empty());
}

#[tokio::test]
async fn the_refusal_is_that_of_the_action_whose_condition_does_not_hold() {
    let (_app, store) = store().await;
    store
        .commit(Change::new().claim(&Claim::new("X", "b", 1), Error::taken("")))
        .await
        .expect("free");
    let claim = |name: &str| Claim::new("X", name, 2);
    let taken = |name: &'static str| Error::taken(name);

    for names in [["a", "b", "c"], ["b", "a", "c"], ["c", "a", "b"]] {
        let change =
            names.iter().fold(Change::new(), |all, name| all.claim(&claim(name), taken(name)));

        let refusal = store.commit(change).await.expect_err("b is taken");

        assert_eq!((refusal.kind(), refusal.message()), (Kind::Taken, "b"));
        let free = store.get::<Claim>(&Claim::place("X", "a")).await.expect("the store answers");
        assert!(free.is_none(), "nothing of a refused change is written");
    }
}

#[tokio::test]
async fn of_several_conditions_the_first_that_does_not_hold_is_told() {
    let (_app, store) = store().await;
    let claim = |name: &str| Claim::new("X", name, 1);
    for name in ["a", "b"] {
        store.commit(Change::new().claim(&claim(name), Error::taken(""))).await.expect("free");
    }

    let change = Change::new()
        .claim(&claim("c"), Error::taken("c"))
        .claim(&claim("b"), Error::state("b"))
        .claim(&claim("a"), Error::taken("a"));
    let refusal = store.commit(change).await.expect_err("two are taken");

    assert_eq!((refusal.kind(), refusal.message()), (Kind::State, "b"));
}

#[tokio::test]
async fn an_addition_to_what_is_not_there_is_refused_as_told() {
    let (_app, store) = store().await;

    let gone = Error::not_found("no such sheep");
    let change = Change::new().add(Sheep::place("x", 1), vec![("n", 1)], gone);
    let refusal = store.commit(change).await.expect_err("it is not there");

    assert_eq!((refusal.kind(), refusal.message()), (Kind::NotFound, "no such sheep"));
    assert_eq!(sheep(&store, 1).await, None);
}

#[tokio::test]
async fn an_addition_raises_the_version() {
    let (_app, store) = store().await;
    store.commit(Change::new().create(&Tally { count: 5, version: 0 })).await.expect("new");

    let gone = Error::not_found("");
    let change = Change::new().add(Tally::place(), vec![("count", -2)], gone);
    store.commit(change).await.expect("it is there");

    let tally: Option<Tally> = store.get(&Tally::place()).await.expect("the store answers");
    assert_eq!(tally, Some(Tally { count: 3, version: 2 }));
}

#[tokio::test]
async fn a_stale_update_is_refused_by_commit() {
    let (_app, store) = store().await;
    store.commit(Change::new().create(&Sheep::new("x", 1))).await.expect("new");
    let seen = sheep(&store, 1).await.expect("it is there");
    store.commit(Change::new().update(&seen)).await.expect("nobody was faster");

    for change in [
        Change::new().update(&seen),
        Change::new().delete(&seen),
        Change::new().create(&Sheep::new("x", 1)),
    ] {
        let refusal = store.commit(change).await.expect_err("somebody was faster");
        assert_eq!(refusal.kind(), Kind::Unavailable);
    }
    assert_eq!(sheep(&store, 1).await.map(|sheep| sheep.version), Some(2));
}

#[tokio::test]
async fn change_reads_and_decides_again_when_somebody_was_faster() {
    let (_app, store) = store().await;
    tick(&store).await.expect("nobody else is here");
    let n_decisions = AtomicU32::new(0);
    let stale: Option<Tally> = store.get(&Tally::place()).await.expect("the store answers");
    tick(&store).await.expect("nobody else is here");

    let decide = |found: Option<Tally>| {
        // The first time it is as if somebody wrote between the reading and the commit.
        let first = n_decisions.fetch_add(1, Ordering::Relaxed) == 0;
        let seen = if first { stale.clone() } else { found }.expect("it is there");
        Ok((Change::new().save(&Tally { count: seen.count + 10, ..seen }), ()))
    };
    store.change(&Tally::place(), decide).await.expect("the second time it works");

    assert_eq!(n_decisions.load(Ordering::Relaxed), 2);
    let tally: Option<Tally> = store.get(&Tally::place()).await.expect("the store answers");
    assert_eq!(tally, Some(Tally { count: 12, version: 3 }));
}

#[tokio::test]
async fn change_gives_up_in_the_end() {
    let (_app, store) = store().await;
    tick(&store).await.expect("nobody else is here");
    let stale = Tally { count: 0, version: 7 };

    let decide = |_: Option<Tally>| Ok((Change::new().save(&stale), ()));
    let refusal = store.change(&Tally::place(), decide).await.expect_err("it never fits");

    assert_eq!(refusal.kind(), Kind::Unavailable);
}

#[tokio::test]
async fn a_refused_decision_writes_nothing_and_is_not_tried_again() {
    let (_app, store) = store().await;
    let n_decisions = AtomicU32::new(0);

    let decide = |_: Option<Tally>| -> kindred::Result<(Change, ())> {
        n_decisions.fetch_add(1, Ordering::Relaxed);
        Err(Error::forbidden("no"))
    };
    let refusal = store.change(&Tally::place(), decide).await.expect_err("it says no");

    assert_eq!((refusal.kind(), n_decisions.into_inner()), (Kind::Forbidden, 1));
}

#[tokio::test]
async fn fifty_who_change_one_item_at_the_same_time_lose_nothing() {
    let (_app, store) = store().await;

    let mut tasks = JoinSet::new();
    for _ in 0..50 {
        let store = store.clone();
        tasks.spawn(async move { tick(&store).await });
    }
    let outcomes = tasks.join_all().await;

    // Who was outrun again and again is told so, and has changed nothing.
    let done = outcomes.iter().filter(|outcome| outcome.is_ok()).count() as u64;
    let outrun = outcomes.iter().filter_map(|outcome| outcome.as_ref().err());
    assert!(outrun.into_iter().all(|refusal| refusal.kind() == Kind::Unavailable));
    let tally: Option<Tally> = store.get(&Tally::place()).await.expect("the store answers");
    assert_eq!(tally, Some(Tally { count: done, version: done }));
    assert!(done >= 25, "only {done} of 50 came through");
}

#[tokio::test]
async fn ten_who_change_one_item_at_the_same_time_all_come_through() {
    let (_app, store) = store().await;

    let mut tasks = JoinSet::new();
    for _ in 0..10 {
        let store = store.clone();
        tasks.spawn(async move { tick(&store).await.expect("there is time enough") });
    }
    let mut counts = tasks.join_all().await;

    counts.sort_unstable();
    assert_eq!(counts, (1..=10).collect::<Vec<_>>());
}

#[tokio::test]
async fn counters_never_give_an_id_twice() {
    let (_app, store) = store().await;

    let mut tasks = JoinSet::new();
    for n in 0..100 {
        let store = store.clone();
        tasks.spawn(async move {
            let count = n % 3 + 1;
            let first = store.next_ids("sheep", count).await.expect("ids");
            (first..first + count).collect::<Vec<_>>()
        });
    }
    let mut ids = tasks.join_all().await.concat();

    ids.sort_unstable();
    assert_eq!(ids, (1..=ids.len() as u64).collect::<Vec<_>>());
    assert_eq!(store.last_id("sheep").await.expect("a number"), ids.len() as u64);
    assert_eq!(store.next_id("wolves").await.expect("another counter"), 1);
}

#[tokio::test]
async fn what_is_stored_is_what_is_read_with_its_version() {
    let (_app, store) = store().await;
    let one = Sheep::new("x", 1);

    store.commit(Change::new().create(&one)).await.expect("new");

    assert_eq!(sheep(&store, 1).await, Some(Sheep { version: 1, ..one.clone() }));
    store.commit(Change::new().clear(one.key())).await.expect("it can be cleared");
    assert_eq!(sheep(&store, 1).await, None);
}
