//! Guesses at one account from a hundred places: its owner is not locked out.

use kindred::auth::token::Door;
use serde_json::json;
use tests::{JOBS_PASSWORD, PASSWORD, TestApp, fresh};

use super::{ABROAD, Account, DOORS, HOME, WINDOW, client, strict, throttled};

const NEW: &str = "Other-Horse-88";

/// Guess from a hundred places, three times each: thirty are answered, and strangers are refused then.
async fn besiege(app: &TestApp, account: &Account, door: Door) {
    assert_eq!(account.attack(app, door, 1_000..1_100, 3).await, 30);
    throttled(door, &account.guess(app, door, 2_000).await, WINDOW);
}

/// Set a new password by the link in a mail, from somewhere; in turn at both doors that do so.
async fn reset(app: &TestApp, account: &Account, door: Door, from: u32) {
    let _ = app.mails();
    let forget = json!({ "email": account.email });
    let _ = app.api().post("/api/auth/forget").json(&forget).send().await.ok(200);
    let token = app.mailed_token();
    let call = match door {
        Door::Media => {
            let body = json!({ "reset_password_token": token, "password": NEW });
            app.api().post("/api/auth/reset").json(&body)
        }
        _ => {
            let form = [("token", &*token), ("newPassword", NEW)];
            app.api().post("/api/users/resetPassword").form(&form)
        }
    };
    let _ = call.from_address(client(from)).send().await.ok(200);
}

#[tokio::test]
async fn an_attack_from_everywhere_does_not_keep_the_owner_out_where_they_are_known() {
    for door in DOORS {
        let app = strict().await;
        let account = Account::new(&app).await;
        account.logs_in(&app, door, HOME).await;

        for _ in 0..2 {
            besiege(&app, &account, door).await;

            account.logs_in(&app, door, HOME).await;
            let elsewhere = account.at(&app, door, JOBS_PASSWORD).from_address(client(ABROAD));
            throttled(door, &elsewhere.send().await, WINDOW);
            app.advance(WINDOW);
        }
    }
}

#[tokio::test]
async fn a_link_in_a_mail_lets_the_owner_in_from_a_new_place_at_once_at_every_door() {
    for reset_at in [Door::Jobs, Door::Media] {
        let app = strict().await;
        let account = Account::new(&app).await;
        for door in [Door::Forum, Door::Media] {
            besiege(&app, &account, door).await;
        }

        reset(&app, &account, reset_at, ABROAD).await;

        for door in DOORS {
            let login = account.at(&app, door, NEW).from_address(client(ABROAD));
            let _ = login.send().await.ok(200);
        }
    }
}

#[tokio::test]
async fn a_link_in_a_mail_forgives_what_its_owner_has_mistyped_at_every_door() {
    let app = strict().await;
    let account = Account::new(&app).await;
    for door in [Door::Forum, Door::Media] {
        assert_eq!(account.attack(&app, door, 0..1, 11).await, 10);
    }

    reset(&app, &account, Door::Jobs, HOME).await;

    for door in DOORS {
        let _ = account.at(&app, door, NEW).from_address(client(HOME)).send().await.ok(200);
    }
}

/// Nobody has logged in yet, but where an account is made its owner is.
#[tokio::test]
async fn whoever_has_just_registered_is_known_where_they_did() {
    let app = strict().await;
    let (email, name) = (fresh("New") + "@example.org", fresh("New"));
    let newcomer = Account { email, name };
    let media = json!({ "email": newcomer.email, "username": "ada.l", "password": PASSWORD });
    let forum = json!({ "username": newcomer.name, "password": PASSWORD });
    for (path, body, status) in [("/api/auth/register", media, 201), ("/register", forum, 200)] {
        let call = app.api().post(path).json(&body).from_address(client(HOME));
        let _ = call.send().await.ok(status);
    }

    for door in [Door::Forum, Door::Media] {
        besiege(&app, &newcomer, door).await;
        let login = newcomer.at(&app, door, PASSWORD).from_address(client(HOME));
        let _ = login.send().await.ok(200);
    }
}
