//! Resets while others write.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kindred::entity::user::User;
use kindred::store::Table;
use tests::{Api, fresh};
use tokio::task::JoinSet;

use super::*;

/// Register again and again until told to stop; how often it worked.
async fn register(api: Api, stop: Arc<AtomicBool>) -> usize {
    let mut n_registered = 0;
    while !stop.load(Ordering::SeqCst) {
        let body = json!({ "username": fresh("w"), "password": tests::PASSWORD });
        // Never refused: what a request meets is a whole world, of before or after.
        let _ = api.post("/register").json(&body).send().await.ok(200);
        n_registered += 1;
    }
    n_registered
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_request_reaches_from_one_world_into_the_next() {
    let bench = Bench::new().await;
    let (app, stop) = (&bench.app, Arc::new(AtomicBool::new(false)));
    let pump = app.system.pump.clone();
    let pump = tokio::spawn(async move { pump.run().await });
    let mut writers = JoinSet::new();
    for _ in 0..8 {
        writers.spawn(register(app.api(), Arc::clone(&stop)));
    }

    for _ in 0..20 {
        bench.reset_to(&["admin@test.com", "user@test.com"]).await;
        let _ = bench.log_in("user@test.com", PASSWORD).await.ok(200);
    }
    stop.store(true, Ordering::SeqCst);
    let n_registered: usize = writers.join_all().await.into_iter().sum();
    pump.abort();

    assert!(n_registered > 20, "only {n_registered} registrations");
    app.settle().await;
    // Every account of this world was counted in this world, and has its names and its event.
    let n_users = app.app().store.last_id("user").await.expect("a read");
    for id in 1..=n_users {
        let user = app.app().store.get::<User>(&User::place(id)).await.expect("a read");
        assert!(user.is_some(), "{id} of {n_users}");
    }
    let state = app.items(Table::State).await;
    let of = |kind: &str| state.values().filter(|item| item["type"] == kind).count() as u64;
    assert_eq!((of("user"), of("unique")), (n_users, 2 * n_users));
    assert_eq!(app.all_events().await.len() as u64, n_users);
}
