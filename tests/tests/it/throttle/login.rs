//! Guesses at passwords: how many get an answer.

use std::collections::HashMap;
use std::time::Duration;

use kindred::auth::throttle::limits::Limits;
use proptest::prelude::*;

use super::{ACCOUNT, HOME, SECOND, Scene, WINDOW, limits, n_answered, throttle, throttled};

#[tokio::test]
async fn of_two_hundred_guesses_at_the_same_time_ten_are_answered() {
    let scene = Scene::new().await;

    assert_eq!(scene.attack(ACCOUNT, 0..1, 200).await, 10);
    assert_eq!(scene.attack(ACCOUNT, 0..1, 10).await, 0);
}

#[tokio::test]
async fn two_instances_count_together() {
    let scene = Scene::new().await;
    let other = throttle(&scene.app, scene.app.app().store.clone(), Limits::default());
    let guesses = || (0..80).map(|_| (ACCOUNT.to_owned(), HOME));

    let (first, second) =
        tokio::join!(n_answered(&scene.throttle, guesses()), n_answered(&other, guesses()));

    assert_eq!(first + second, 10);
}

#[tokio::test]
async fn a_refusal_tells_when_the_window_ends_and_then_it_is_over() {
    let scene = Scene::new().await;
    scene.attack(ACCOUNT, 0..1, 10).await;
    let refusal = async || scene.guess(ACCOUNT, HOME).await.map(drop);

    assert_eq!(refusal().await, throttled(WINDOW));
    scene.app.advance(WINDOW - SECOND);
    assert_eq!(refusal().await, throttled(SECOND));
    scene.app.advance(SECOND / 2);
    assert_eq!(refusal().await, throttled(SECOND));
    scene.app.advance(SECOND / 2);

    assert_eq!(scene.attack(ACCOUNT, 0..1, 20).await, 10);
}

#[tokio::test]
async fn who_is_beyond_two_limits_waits_for_the_longer() {
    let limits = limits("login-pair=100/60,login-account=1/1800,login-client=1/3600");
    let scene = Scene::with(limits).await;
    scene.attack(ACCOUNT, 0..1, 1).await;

    assert_eq!(scene.guess(ACCOUNT, HOME).await.map(drop), throttled(4 * WINDOW));
    assert_eq!(scene.guess(ACCOUNT, 1).await.map(drop), throttled(2 * WINDOW));
}

#[tokio::test]
async fn success_is_given_back() {
    let scene = Scene::new().await;

    for _ in 0..120 {
        scene.log_in(ACCOUNT, HOME).await;
    }

    assert_eq!(scene.attack(ACCOUNT, 0..1, 20).await, 10);
}

#[tokio::test]
async fn success_is_given_back_to_the_window_that_it_was_taken_from() {
    let scene = Scene::new().await;
    let slow = scene.guess(ACCOUNT, HOME).await.expect("not throttled");

    scene.app.advance(WINDOW);
    slow.succeeded().await.expect("the store answers");

    assert_eq!(scene.attack(ACCOUNT, 0..1, 20).await, 10);
}

#[tokio::test]
async fn a_client_that_tries_many_accounts_gets_a_hundred_answers() {
    let scene = Scene::new().await;

    let accounts = (0..150).map(|n| (format!("user-{n}"), HOME));

    assert_eq!(n_answered(&scene.throttle, accounts).await, 100);
    assert!(scene.guess("user-0", 1).await.is_ok(), "others are not concerned");
}

#[tokio::test]
async fn many_clients_that_try_one_account_get_thirty_answers() {
    let scene = Scene::new().await;

    assert_eq!(scene.attack(ACCOUNT, 0..100, 2).await, 30);
    assert!(scene.guess("somebody-else", 1).await.is_ok(), "others are not concerned");
}

#[tokio::test]
async fn one_refused_pair_does_not_use_up_what_its_client_may_do() {
    let scene = Scene::new().await;

    scene.attack(ACCOUNT, 0..1, 200).await;

    let others = (0..150).map(|n| (format!("user-{n}"), HOME));
    assert_eq!(n_answered(&scene.throttle, others).await, 90);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_guess_is_answered_while_its_window_has_fewer_failures_than_allowed(
        steps in prop::collection::vec((0..40_u64, any::<bool>()), 1..40),
    ) {
        const MOST: u32 = 3;
        let rules: Limits = limits("login-pair=3/60,login-account=off,login-client=off");
        let answers = tests::run(async {
            let scene = Scene::with(rules).await;
            let mut answers = Vec::new();
            for (pause_s, is_right) in &steps {
                scene.app.advance(Duration::from_secs(*pause_s));
                let attempt = scene.guess(ACCOUNT, HOME).await;
                answers.push(attempt.is_ok());
                if let (Ok(attempt), true) = (attempt, is_right) {
                    attempt.succeeded().await.expect("the store answers");
                }
            }
            answers
        });

        let (mut now_s, mut failures) = (0, HashMap::<u64, u32>::new());
        let expected: Vec<bool> = steps
            .iter()
            .map(|(pause_s, is_right)| {
                now_s += pause_s;
                let failed = failures.entry(now_s / 60).or_default();
                let is_answered = *failed < MOST;
                *failed += u32::from(is_answered && !is_right);
                is_answered
            })
            .collect();
        prop_assert_eq!(answers, expected);
    }
}
