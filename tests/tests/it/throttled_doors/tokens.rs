//! Tokens that are no good: how many of them are looked at.

use kindred::auth::token::Door;
use serde_json::json;
use tests::{Call, PASSWORD, TestApp, Writer};

use super::{HOME, WINDOW, client, strict, throttled};

fn verify(app: &TestApp, token: &str, from: u32) -> Call {
    let body = json!({ "access-token": token });
    app.api().post("/verify-token").json(&body).from_address(client(from))
}

#[tokio::test]
async fn of_bad_tokens_from_one_place_300_are_looked_at_and_good_ones_always() {
    let app = strict().await;
    let writer = Writer::new(&app.api()).await;

    for nr in 0..300 {
        let reply = verify(&app, &format!("bad-{nr}"), HOME).send().await;
        reply.refused(401, "Invalid access-token. Log in please");
    }

    throttled(Door::Forum, &verify(&app, "bad", HOME).send().await, WINDOW);
    verify(&app, "bad", HOME + 1).send().await.refused(401, "Invalid access-token. Log in please");
    let _ = verify(&app, &writer.token, HOME).send().await.ok(200);
    app.advance(WINDOW);
    verify(&app, "bad", HOME).send().await.refused(401, "Invalid access-token. Log in please");
}

#[tokio::test]
async fn of_links_that_are_no_good_from_one_place_300_are_looked_at() {
    let app = strict().await;
    let token = "A".repeat(54);
    let reset = json!({ "reset_password_token": token, "password": PASSWORD });
    let calls = || {
        [
            app.api().post("/api/users/activate").form(&[("token", &*token)]),
            app.api()
                .post("/api/users/resetPassword")
                .form(&[("token", &*token), ("newPassword", "Other-Horse-88")]),
            app.api().post("/api/auth/reset").json(&reset),
        ]
    };

    for _ in 0..100 {
        for call in calls() {
            let reply = call.from_address(client(HOME)).send().await;
            assert_eq!(reply.body["errorType"], json!("auth"), "{}", reply.text);
        }
    }

    for (door, call) in [Door::Jobs, Door::Jobs, Door::Media].into_iter().zip(calls()) {
        throttled(door, &call.from_address(client(HOME)).send().await, WINDOW);
    }
    for call in calls() {
        let reply = call.from_address(client(HOME + 1)).send().await;
        assert_eq!(reply.body["errorType"], json!("auth"), "{}", reply.text);
    }
}
