//! Many items at once.

use kindred::Store;
use kindred::store::{Key, Order};
use tests::TestApp;

use super::Sheep;

async fn store() -> (TestApp, Store) {
    let app = TestApp::new().await;
    let store = app.app().store.clone();
    (app, store)
}

fn flock(n: u64) -> Vec<Sheep> {
    (1..=n).map(|n| Sheep::new("x", n)).collect()
}

#[tokio::test]
async fn put_all_writes_more_than_one_batch() {
    let (_app, store) = store().await;

    for n in [0, 1, 25, 26, 51] {
        store.put_all(&flock(n), &[]).await.expect("it can be written");

        let all: Vec<Sheep> =
            store.list_all(&Sheep::flock("x", Order::Ascending)).await.expect("a list");
        assert_eq!(all, flock(n));
    }
}

#[tokio::test]
async fn put_all_replaces_and_removes_in_one_go() {
    let (_app, store) = store().await;
    store.put_all(&flock(60), &[]).await.expect("it can be written");

    let new: Vec<_> = (1..=30).map(|n| Sheep { version: 9, ..Sheep::new("x", n) }).collect();
    // Of what is removed the last thirty were never there.
    let gone: Vec<Key> = (31..=90).map(|n| Sheep::place("x", n)).collect();
    store.put_all(&new, &gone).await.expect("it can be written");

    let all: Vec<Sheep> =
        store.list_all(&Sheep::flock("x", Order::Ascending)).await.expect("a list");
    assert_eq!(all, new);
}

#[tokio::test]
async fn a_batch_of_more_than_a_hundred_comes_in_the_order_of_its_keys() {
    let (_app, store) = store().await;
    store.put_all(&flock(250), &[]).await.expect("it can be written");

    // Every second is not there.
    let keys: Vec<Key> = (1..=500).rev().step_by(2).map(|n| Sheep::place("x", n)).collect();
    let found: Vec<Sheep> = store.batch(&keys).await.expect("a batch");

    let numbers: Vec<_> = found.into_iter().map(|sheep| sheep.n).collect();
    assert_eq!(numbers, (1..=250).rev().step_by(2).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_batch_of_nothing_is_nothing() {
    let (_app, store) = store().await;

    let found: Vec<Sheep> = store.batch(&[]).await.expect("a batch");

    assert_eq!(found, []);
}
