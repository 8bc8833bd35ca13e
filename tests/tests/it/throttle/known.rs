//! Clients that an account is used from: an attacker elsewhere is not in their way.

use super::{ACCOUNT, DAY, HOME, SECOND, Scene, WINDOW, client, limits, throttled};

/// Where the owner has never been before.
const ABROAD: u32 = 1;

/// Attack the account from a hundred other clients; those and all new ones are refused then.
async fn siege(scene: &Scene) {
    assert_eq!(scene.attack(ACCOUNT, 1_000..1_100, 3).await, 30);
    assert!(scene.guess(ACCOUNT, 2_000).await.is_err(), "a stranger");
}

async fn recognise(scene: &Scene, from: u32) {
    scene.throttle.recognise(ACCOUNT, client(from)).await.expect("the store answers");
}

#[tokio::test]
async fn an_attack_from_a_hundred_addresses_does_not_lock_the_owner_out() {
    let scene = Scene::new().await;
    scene.log_in(ACCOUNT, HOME).await;

    siege(&scene).await;

    for _ in 0..50 {
        scene.log_in(ACCOUNT, HOME).await;
    }
    assert_eq!(scene.attack(ACCOUNT, 0..1, 20).await, 10, "their own mistakes count");
    siege_goes_on(&scene).await;
}

/// In the next window, too.
async fn siege_goes_on(scene: &Scene) {
    scene.app.advance(WINDOW);
    siege(scene).await;
    scene.log_in(ACCOUNT, HOME).await;
}

#[tokio::test]
async fn what_an_owner_mistypes_at_home_is_not_counted_against_strangers() {
    let scene = Scene::new().await;
    scene.log_in(ACCOUNT, HOME).await;

    scene.attack(ACCOUNT, 0..1, 10).await;

    siege(&scene).await;
}

#[tokio::test]
async fn a_mail_opens_a_new_address_under_attack() {
    let scene = Scene::new().await;
    scene.log_in(ACCOUNT, HOME).await;
    siege(&scene).await;
    assert_eq!(scene.guess(ACCOUNT, ABROAD).await.map(drop), throttled(WINDOW));

    recognise(&scene, ABROAD).await;

    scene.log_in(ACCOUNT, ABROAD).await;
}

#[tokio::test]
async fn who_mistyped_too_often_may_log_in_after_a_reset_by_mail() {
    let scene = Scene::new().await;
    scene.attack(ACCOUNT, 0..1, 11).await;
    assert!(scene.guess(ACCOUNT, HOME).await.is_err());

    recognise(&scene, HOME).await;

    scene.log_in(ACCOUNT, HOME).await;
}

#[tokio::test]
async fn a_client_is_known_for_thirty_days() {
    let scene = Scene::new().await;
    scene.log_in(ACCOUNT, HOME).await;

    scene.app.advance(30 * DAY - SECOND);
    siege(&scene).await;
    assert!(scene.guess(ACCOUNT, HOME).await.is_ok());
    scene.app.advance(SECOND);
    siege(&scene).await;

    assert_eq!(scene.guess(ACCOUNT, HOME).await.map(drop), throttled(WINDOW));
}

#[tokio::test]
async fn every_log_in_lets_a_client_be_known_for_longer() {
    let scene = Scene::new().await;

    for _ in 0..10 {
        scene.log_in(ACCOUNT, HOME).await;
        scene.app.advance(29 * DAY - SECOND);
    }
    siege(&scene).await;

    scene.log_in(ACCOUNT, HOME).await;
}

#[tokio::test]
async fn a_wrong_password_makes_no_client_known() {
    let scene = Scene::new().await;

    assert!(scene.guess(ACCOUNT, HOME).await.is_ok());
    scene.app.advance(WINDOW);
    siege(&scene).await;

    assert_eq!(scene.guess(ACCOUNT, HOME).await.map(drop), throttled(WINDOW));
}

#[tokio::test]
async fn a_client_is_known_for_its_own_account_only() {
    let scene = Scene::new().await;
    scene.log_in("mallory@example.org", ABROAD).await;

    siege(&scene).await;

    assert_eq!(scene.guess(ACCOUNT, ABROAD).await.map(drop), throttled(WINDOW));
}

#[tokio::test]
async fn without_the_limit_of_accounts_nobody_needs_to_be_known() {
    let scene = Scene::with(limits("login-account=off")).await;

    recognise(&scene, HOME).await;
    scene.log_in(ACCOUNT, HOME).await;

    let items = scene.app.items(kindred::store::Table::State).await;
    assert!(items.keys().all(|(place, _)| !place.starts_with("KNOWN#")), "{items:?}");
    assert_eq!(scene.attack(ACCOUNT, 1..101, 1).await, 100);
}
