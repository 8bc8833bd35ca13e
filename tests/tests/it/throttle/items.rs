//! What the throttle leaves in the table: nothing that tells who, and nothing that stays.

use kindred::auth::throttle::Throttle;
use kindred::auth::throttle::limits::Limits;
use kindred::config::Secret;
use kindred::http::ClientAddress;
use kindred::store::Table;
use serde_json::{Map, Value};

use super::{ACCOUNT, DAY, HOME, Scene, WINDOW, client, limits};

/// The second at which the clock of a test begins.
fn start(scene: &Scene) -> i64 {
    scene.app.app().clock.now().seconds()
}

/// Do everything that is counted.
async fn everything(scene: &Scene) {
    scene.log_in(ACCOUNT, HOME).await;
    let (throttle, client) = (&scene.throttle, client(HOME));
    throttle.registration(client).await.expect("the store answers").expect("not throttled");
    throttle.mail(ACCOUNT, client).await.expect("the store answers").expect("not throttled");
    throttle.refused_session(client).await.expect("the store answers").expect("not throttled");
}

async fn items(scene: &Scene) -> Vec<(String, Map<String, Value>)> {
    let items = scene.app.items(Table::State).await;
    items.into_iter().map(|((place, _), item)| (place, item)).collect()
}

#[tokio::test]
async fn nobody_can_be_read_from_what_is_stored() {
    let scene = Scene::new().await;

    everything(&scene).await;

    let stored = format!("{:?}", items(&scene).await);
    assert!(stored.contains("THROTTLE#login-pair#"), "{stored}");
    let address = client(HOME).to_string();
    for readable in [ACCOUNT, "ada", "example.org", &*address] {
        assert!(!stored.contains(readable), "{readable} is in {stored}");
    }
}

#[tokio::test]
async fn the_same_subject_looks_different_in_each_rule() {
    let scene = Scene::new().await;

    everything(&scene).await;

    let items = items(&scene).await;
    let mut hidden: Vec<_> = items.iter().map(|(place, _)| subject(place)).collect();
    hidden.sort_unstable();
    hidden.dedup();
    assert_eq!(hidden.len(), 8, "seven rules and what is known");
}

#[tokio::test]
async fn another_secret_hides_otherwise() {
    let scene = Scene::new().await;
    let app = scene.app.app();
    let secret = Secret::new("another secret of the tests.....");
    let other = Throttle::new(app.store.clone(), app.clock.clone(), &secret, Limits::default());

    for throttle in [&scene.throttle, &other] {
        throttle.registration(client(HOME)).await.expect("it answers").expect("not throttled");
    }

    assert_eq!(items(&scene).await.len(), 2);
}

#[tokio::test]
async fn account_and_client_do_not_flow_into_each_other() {
    let scene = Scene::with(limits("login-account=off,login-client=off")).await;
    let address = client(HOME).to_string();
    let (head, tail) = address.split_at(3);

    for account in ["a", "a1", &format!("a{head}"), tail] {
        for client in [client(HOME), client(1), ClientAddress::UNKNOWN] {
            let attempt = scene.throttle.login(account, client).await.expect("it answers");
            assert!(attempt.is_ok());
        }
    }

    assert_eq!(items(&scene).await.len(), 12);
}

#[tokio::test]
async fn everything_expires_when_it_does_not_count_any_more() {
    let scene = Scene::new().await;

    everything(&scene).await;

    for (place, item) in items(&scene).await {
        let expected_s = match place.split('#').nth(1) {
            Some("login-pair" | "login-account" | "login-client" | "token") => WINDOW.as_secs(),
            Some("registration" | "mail-recipient" | "mail-client") => 4 * WINDOW.as_secs(),
            _ => 30 * DAY.as_secs(),
        };
        let expires_at = item["expires_at"].as_i64();
        assert_eq!(expires_at, Some(start(&scene) + expected_s.cast_signed()), "{place}");
    }
}

/// What stands for the subject: `THROTTLE#rule#subject#window`, `KNOWN#subject`.
fn subject(place: &str) -> &str {
    place.split('#').nth(if place.starts_with("KNOWN#") { 1 } else { 2 }).expect("a subject")
}
