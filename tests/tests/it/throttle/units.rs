//! What the throttle costs; and that the price does not tell who has an account.

use kindred::Store;
use kindred::auth::throttle::limits::Limits;
use kindred_cli::embedded::{Meter, Units};
use tests::TestApp;

use super::{ACCOUNT, DAY, HOME, Scene, client, throttle};

/// A scene whose requests to the store are metered.
async fn metered(limits: Limits) -> (Scene, Meter) {
    let app = TestApp::new().await;
    let (store, meter) = app.system.engine.metered_client();
    let store = Store::new(store, app.app().config.tables.clone());
    let throttle = throttle(&app, store, limits);
    (Scene { app, throttle }, meter)
}

fn units(read: f64, write: f64) -> Units {
    Units { read, write }
}

#[tokio::test]
async fn a_log_in_costs_as_documented() {
    let (scene, meter) = metered(Limits::default()).await;

    scene.log_in(ACCOUNT, HOME).await;
    assert_eq!(meter.take(), units(1.0, 7.0), "from a new client");
    scene.log_in(ACCOUNT, HOME).await;
    assert_eq!(meter.take(), units(1.0, 4.0), "from a known client");
    scene.app.advance(DAY);
    scene.log_in(ACCOUNT, HOME).await;
    assert_eq!(meter.take(), units(1.0, 5.0), "the first of the day");
}

#[tokio::test]
async fn a_wrong_password_costs_as_documented() {
    let (scene, meter) = metered(Limits::default()).await;
    scene.log_in(ACCOUNT, HOME).await;
    meter.take();

    assert!(scene.guess(ACCOUNT, HOME).await.is_ok());
    assert_eq!(meter.take(), units(1.0, 2.0), "from a known client");
    assert!(scene.guess(ACCOUNT, 1).await.is_ok());
    assert_eq!(meter.take(), units(1.0, 3.0), "from a stranger");
    scene.attack(ACCOUNT, 1..2, 10).await;
    meter.take();
    assert!(scene.guess(ACCOUNT, 1).await.is_err());
    assert_eq!(meter.take(), units(1.0, 1.0), "beyond the limit of the pair");
}

#[tokio::test]
async fn everything_else_costs_as_documented() {
    let (scene, meter) = metered(Limits::default()).await;
    let (throttle, client) = (&scene.throttle, client(HOME));

    throttle.registration(client).await.expect("it answers").expect("not throttled");
    assert_eq!(meter.take(), units(0.0, 1.0), "a registration");
    throttle.mail(ACCOUNT, client).await.expect("it answers").expect("not throttled");
    assert_eq!(meter.take(), units(0.0, 2.0), "a mail");
    throttle.refused_session(client).await.expect("it answers").expect("not throttled");
    assert_eq!(meter.take(), units(0.0, 1.0), "a refused session");
    let attempt = throttle.token(client).await.expect("it answers").expect("not throttled");
    attempt.succeeded().await.expect("it answers");
    assert_eq!(meter.take(), units(0.0, 2.0), "a good token");
    throttle.recognise(ACCOUNT, client).await.expect("it answers");
    assert_eq!(meter.take(), units(0.0, 4.0), "a mail's link");
}

#[tokio::test]
async fn an_account_that_nobody_has_costs_what_any_costs() {
    let (scene, meter) = metered(Limits::default()).await;
    scene.log_in(ACCOUNT, HOME).await;
    meter.take();
    let mut costs = [Vec::new(), Vec::new()];

    for (account, costs) in [ACCOUNT, "nobody@example.org"].into_iter().zip(&mut costs) {
        for n in 0..40 {
            let is_answered = scene.guess(account, 1 + n / 12).await.is_ok();
            costs.push((is_answered, meter.take()));
        }
    }

    assert_eq!(costs[0], costs[1]);
}

#[tokio::test]
async fn switched_off_it_asks_nothing_and_refuses_nobody() {
    let (scene, meter) = metered(Limits::off()).await;
    let (throttle, client) = (&scene.throttle, client(HOME));

    assert_eq!(scene.attack(ACCOUNT, 0..1, 500).await, 500);
    scene.log_in(ACCOUNT, HOME).await;
    throttle.recognise(ACCOUNT, client).await.expect("nothing to fail");
    throttle.registration(client).await.expect("nothing to fail").expect("not throttled");
    throttle.mail(ACCOUNT, client).await.expect("nothing to fail").expect("not throttled");
    throttle.refused_session(client).await.expect("nothing to fail").expect("not throttled");

    assert_eq!(meter.take(), units(0.0, 0.0));
}
