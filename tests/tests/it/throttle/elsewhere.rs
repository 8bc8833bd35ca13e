//! Registrations, mails and tokens.

use std::time::Duration;

use tokio::task::JoinSet;

use super::{ACCOUNT, HOME, Scene, client, throttled};

const HOUR: Duration = Duration::from_secs(3_600);

/// How many of so many in a row are let through.
async fn n_let_through<T, E>(
    times: u32,
    again: impl AsyncFn(u32) -> kindred::Result<Result<T, E>>,
) -> u32 {
    let mut n = 0;
    for time in 0..times {
        n += u32::from(again(time).await.expect("the store answers").is_ok());
    }
    n
}

#[tokio::test]
async fn one_client_makes_360_accounts_an_hour() {
    let scene = Scene::new().await;
    let register = async |_| scene.throttle.registration(client(HOME)).await;

    assert_eq!(n_let_through(370, register).await, 360);
    let refusal = scene.throttle.registration(client(HOME)).await.expect("the store answers");
    assert_eq!(refusal, throttled(HOUR));
    assert_eq!(n_let_through(1, async |_| scene.throttle.registration(client(1)).await).await, 1);
    scene.app.advance(HOUR);

    assert_eq!(n_let_through(1, register).await, 1);
}

#[tokio::test]
async fn one_recipient_gets_five_mails_an_hour_whoever_asks() {
    let scene = Scene::new().await;
    let ask = async |from| scene.throttle.mail(ACCOUNT, client(from)).await;

    assert_eq!(n_let_through(20, ask).await, 5);
    scene.app.advance(HOUR);

    assert_eq!(n_let_through(20, ask).await, 5);
}

#[tokio::test]
async fn one_client_asks_for_sixty_mails_an_hour_whoever_gets_them() {
    let scene = Scene::new().await;
    let ask = async |n| scene.throttle.mail(&format!("user-{n}"), client(HOME)).await;

    assert_eq!(n_let_through(70, ask).await, 60);
}

#[tokio::test]
async fn of_tokens_that_are_tried_at_the_same_time_300_are_looked_at() {
    let scene = Scene::new().await;

    let mut tasks = JoinSet::new();
    for _ in 0..400 {
        let throttle = scene.throttle.clone();
        tasks.spawn(async move { throttle.token(client(HOME)).await });
    }
    let answers = tasks.join_all().await;

    let looked_at = answers.iter().filter(|answer| answer.as_ref().is_ok_and(Result::is_ok));
    assert_eq!(looked_at.count(), 300);
}

#[tokio::test]
async fn good_tokens_are_not_counted() {
    let scene = Scene::new().await;
    let good = async |_| {
        let attempt = scene.throttle.token(client(HOME)).await?;
        attempt.expect("not throttled").succeeded().await.map(Ok::<_, ()>)
    };

    assert_eq!(n_let_through(310, good).await, 310);
}

#[tokio::test]
async fn refused_sessions_and_refused_tokens_count_together() {
    let scene = Scene::new().await;

    let refused = async |_| scene.throttle.refused_session(client(HOME)).await;
    assert_eq!(n_let_through(200, refused).await, 200);
    let wrong = async |_| Ok(scene.throttle.token(client(HOME)).await?.map(drop));
    assert_eq!(n_let_through(200, wrong).await, 100);

    assert_eq!(n_let_through(1, refused).await, 0);
}
