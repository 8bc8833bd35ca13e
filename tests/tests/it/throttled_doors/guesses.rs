//! Guesses at one account from one place.

use kindred::auth::throttle::limits::Limits;
use kindred_cli::embedded::Fault;
use serde_json::json;
use tests::{JOBS_PASSWORD, TestApp};

use super::{Account, DOORS, HOME, SECOND, WINDOW, client, strict, throttled, wrong};

const ELSEWHERE: u32 = 1;

#[tokio::test]
async fn the_eleventh_guess_from_one_place_is_refused_at_every_door_also_if_it_is_right() {
    for door in DOORS {
        let app = strict().await;
        let account = Account::new(&app).await;

        for _ in 0..10 {
            wrong(door, &account.guess(&app, door, HOME).await);
        }

        throttled(door, &account.guess(&app, door, HOME).await, WINDOW);
        let right = account.at(&app, door, JOBS_PASSWORD).from_address(client(HOME));
        throttled(door, &right.send().await, WINDOW);
        account.logs_in(&app, door, ELSEWHERE).await;
    }
}

#[tokio::test]
async fn the_window_passes_and_its_end_is_told_to_the_second() {
    for door in DOORS {
        let app = strict().await;
        let account = Account::new(&app).await;
        app.advance(SECOND * 100 + SECOND / 2);
        account.attack(&app, door, 0..1, 10).await;

        throttled(door, &account.guess(&app, door, HOME).await, WINDOW - SECOND * 100);
        app.advance(WINDOW - SECOND * 101);
        throttled(door, &account.guess(&app, door, HOME).await, SECOND);
        app.advance(SECOND / 2);

        account.logs_in(&app, door, HOME).await;
    }
}

#[tokio::test]
async fn whoever_gets_it_right_has_not_guessed() {
    let app = strict().await;
    let account = Account::new(&app).await;

    for _ in 0..5 {
        for door in DOORS {
            account.logs_in(&app, door, HOME).await;
        }
    }
    assert_eq!(account.attack(&app, DOORS[1], 0..1, 9).await, 9);
    account.logs_in(&app, DOORS[2], HOME).await;

    wrong(DOORS[1], &account.guess(&app, DOORS[1], HOME).await);
    throttled(DOORS[2], &account.guess(&app, DOORS[2], HOME).await, WINDOW);
}

#[tokio::test]
async fn an_address_is_the_same_in_any_case_and_at_both_doors_that_take_it() {
    let app = strict().await;
    let account = Account::new(&app).await;
    let spellings = [account.email.to_lowercase(), account.email.to_uppercase()];

    for nr in 0..10 {
        let email = spellings[nr % 2].clone();
        let spelt = Account { email, ..account.clone() };
        let door = DOORS[1 + nr / 5];
        wrong(door, &spelt.guess(&app, door, HOME).await);
    }

    throttled(DOORS[1], &account.guess(&app, DOORS[1], HOME).await, WINDOW);
    throttled(DOORS[2], &account.guess(&app, DOORS[2], HOME).await, WINDOW);
}

/// A session does not have to know the password; these actions do, and must not tell it.
#[tokio::test]
async fn a_stolen_session_is_no_way_to_find_the_password() {
    let app = strict().await;
    let account = Account::new(&app).await;
    let stolen = account.logs_in(&app, DOORS[1], HOME).await.text_of("accessToken");
    let paths = ["/api/users/delete", "/api/users/changePassword", "/api/users/changeEmail"];
    let confirm = |nr: usize, password: &str, from: u32| {
        let form = [("password", password), ("newPassword", "Other-Horse-88")];
        let call = app.api().post(paths[nr % 3]).bearer(&stolen).form(&form);
        call.from_address(client(from)).send()
    };

    for nr in 0..10 {
        confirm(nr, "Wrong-Horse-7", ELSEWHERE).await.failed(403, "auth");
    }
    for nr in 0..3 {
        throttled(DOORS[1], &confirm(nr, JOBS_PASSWORD, ELSEWHERE).await, WINDOW);
        throttled(DOORS[1], &confirm(nr, "Wrong-Horse-7", ELSEWHERE).await, WINDOW);
    }
    let mut answered = 0;
    for from in 100..200 {
        answered += usize::from(confirm(0, "Wrong-Horse-7", from).await.status != 429);
    }

    assert_eq!(answered, 20, "thirty from everywhere, ten of which were used up");
    // The owner is at home and may do all of it.
    let _ = confirm(1, JOBS_PASSWORD, HOME).await.ok(200);
}

#[tokio::test]
async fn switched_off_nobody_is_refused_however_often_they_guess() {
    let off: Limits = "off".parse().expect("limits");
    let app = TestApp::with(|config| config.limits = off).await;
    let account = Account::new(&app).await;

    for door in DOORS {
        for _ in 0..120 {
            wrong(door, &account.guess(&app, door, HOME).await);
        }
        account.logs_in(&app, door, HOME).await;
    }
    let forget = json!({ "email": account.email });
    for _ in 0..70 {
        let _ = app.api().post("/api/auth/forget").json(&forget).send().await.ok(200);
    }
}

/// A guess asks the store to count it, four times, and then for the account, twice.
#[tokio::test]
async fn a_log_in_that_could_not_be_looked_at_was_no_guess() {
    for door in DOORS {
        let (app, faults) = TestApp::faulty_with(|_| ()).await;
        let account = Account::new(&app).await;

        for n in [4, 5].repeat(6) {
            faults.arrange(n, Fault::Unsent);
            let reply = account.guess(&app, door, HOME).await;
            assert_eq!(reply.status, 500, "{}", reply.text);
        }

        account.logs_in(&app, door, HOME).await;
    }
}
