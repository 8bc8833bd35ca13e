//! What a stranger learns from limits: nothing about who has an account.

use std::net::IpAddr;

use kindred::auth::token::Door;
use kindred::http::ClientAddress;
use serde_json::{Value, json};
use tests::{JOBS_PASSWORD, PASSWORD, TestApp, fresh};

use super::{Account, DOORS, HOME, HOUR, client, strict, throttled};

/// What guesses at an account are answered, until nobody gets an answer any more.
async fn answers(
    app: &TestApp,
    account: &Account,
    door: Door,
) -> Vec<(u16, Value, Option<String>)> {
    let mut answers = Vec::new();
    for from in 10..15 {
        for _ in 0..12 {
            let reply = account.guess(app, door, from).await;
            let retry_after = reply.headers.get("retry-after");
            let retry_after = retry_after.map(|value| format!("{value:?}"));
            answers.push((reply.status, reply.body, retry_after));
        }
    }
    answers
}

#[tokio::test]
async fn accounts_that_nobody_has_are_throttled_exactly_like_those_that_somebody_has() {
    for door in DOORS {
        let app = strict().await;
        let account = Account::new(&app).await;
        let nobody = Account::of_nobody();

        let known = answers(&app, &account, door).await;
        // The next window, or these clients would have made too many guesses of any sort.
        app.advance(HOUR);
        let unknown = answers(&app, &nobody, door).await;

        assert_eq!(known, unknown);
        assert_eq!(known.iter().filter(|(status, ..)| *status == 429).count(), 30);
    }
}

#[tokio::test]
async fn one_place_that_tries_many_accounts_gets_a_hundred_answers() {
    let app = strict().await;
    let somebody = Account::new(&app).await;

    let mut answered = 0;
    for nr in 0..110 {
        let reply = Account::of_nobody().guess(&app, DOORS[nr % 3], HOME).await;
        answered += usize::from(reply.status != 429);
    }

    assert_eq!(answered, 100);
    let right = somebody.at(&app, DOORS[0], JOBS_PASSWORD);
    assert_eq!(right.from_address(client(HOME)).send().await.status, 429);
    somebody.logs_in(&app, DOORS[0], HOME + 1).await;
}

#[tokio::test]
async fn one_place_makes_360_accounts_an_hour_at_all_doors_together() {
    let app = strict().await;
    let throttle = &app.app().throttle;
    let home = ClientAddress::from(IpAddr::from(client(HOME)));
    for _ in 0..357 {
        throttle.registration(home).await.expect("the store answers").expect("not throttled");
    }
    let register = |door: Door, from: u32| {
        let (email, name) = (fresh("n") + "@example.org", fresh("n"));
        let call = match door {
            Door::Forum => {
                let body = json!({ "username": name, "password": PASSWORD });
                app.api().post("/register").json(&body)
            }
            Door::Jobs => {
                let form = [("email", &*email), ("password", JOBS_PASSWORD)];
                app.api().post("/api/users/signup").form(&form)
            }
            Door::Media => {
                let body = json!({ "email": email, "username": "ada.l", "password": PASSWORD });
                app.api().post("/api/auth/register").json(&body)
            }
        };
        call.from_address(client(from)).send()
    };

    for door in DOORS {
        assert!(register(door, HOME).await.status < 300);
    }
    for door in DOORS {
        throttled(door, &register(door, HOME).await, HOUR);
        assert!(register(door, HOME + 1).await.status < 300, "others are not concerned");
    }
    app.advance(HOUR);
    for door in DOORS {
        assert!(register(door, HOME).await.status < 300);
    }
}
