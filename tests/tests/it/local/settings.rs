//! The settings of a reset: good until the next one, and by default those of the start.

use kindred::auth::token::Door;

use super::*;

/// Whether a wrong password is refused for good at last.
async fn is_throttled(bench: &Bench) -> bool {
    for _ in 0..20 {
        let reply = bench.log_in("ada@test.com", "wrong").await;
        match reply.status {
            400 => {}
            429 => return true,
            other => panic!("{other}: {}", reply.text),
        }
    }
    false
}

#[tokio::test]
async fn only_admitted_domains_can_be_confirmed() {
    let bench = Bench::new().await;
    let activate = async |address: &str| {
        let account = json!({ "email": address, "username": "ada.l", "password": PASSWORD });
        let _ = bench.app.api().post("/api/auth/register").json(&account).send().await.ok(201);
        let mails = bench.outbox().await;
        let link = token(mails.last().expect("a mail"));
        bench.form("/api/users/activate", &[("token", link)]).await
    };

    let domains = json!({ "allowedEmailDomains": ["test.com", "example.org"] });
    let _ = bench.reset(&domains).await.ok(200);
    let foreign = activate("ada@elsewhere.org").await.ok(400);
    let _ = activate("ada@example.org").await.ok(200);
    let _ = bench.reset(&json!({})).await.ok(200);
    let _ = activate("ada@elsewhere.org").await.ok(200);

    assert_eq!(foreign.body["errorType"], json!("email"));
    assert_eq!(foreign.body["allowedEmailDomains"], domains["allowedEmailDomains"]);
}

#[tokio::test]
async fn signing_up_can_be_switched_off_and_is_on_again_after_the_next_reset() {
    let bench = Bench::new().await;

    let _ = bench.reset(&json!({ "disableSignup": true })).await.ok(200);
    let refused = bench.sign_up("ada@test.com").await.ok(400);
    let forum = json!({ "username": "user#1", "password": tests::PASSWORD });
    let _ = bench.app.api().post("/register").json(&forum).send().await.ok(200);
    let _ = bench.reset(&json!({})).await.ok(200);
    let _ = bench.sign_up("ada@test.com").await.ok(200);

    assert_eq!(refused.body["errorType"], json!("serverConfig"));
}

#[tokio::test]
async fn what_the_server_was_started_with_is_the_default() {
    let app = TestApp::with(|config| {
        config.closed_doors = vec![Door::Jobs, Door::Forum];
        config.client_url = "https://client.example/#".to_owned();
    });
    let bench = Bench { app: app.await };

    let _ = bench.reset(&json!({})).await.ok(200);
    let closed = bench.sign_up("ada@test.com").await;
    let _ = bench.reset(&json!({ "disableSignup": false })).await.ok(200);
    let open = bench.sign_up("ada@test.com").await;
    let forum = json!({ "username": "user#1", "password": tests::PASSWORD });
    let forum = bench.app.api().post("/register").json(&forum).send().await;

    assert_eq!((closed.status, open.status, forum.status), (400, 200, 400));
    let mails = bench.outbox().await;
    assert!(link(&mails[0]).starts_with("https://client.example/#/activate?token="), "{mails:?}");
}

#[tokio::test]
async fn mails_come_from_the_sender_and_lead_to_the_client() {
    let bench = Bench::new().await;
    let settings =
        json!({ "clientURL": "https://app.example/#", "senderEmail": "post@app.example" });

    let _ = bench.reset(&settings).await.ok(200);
    let _ = bench.sign_up("ada@test.com").await.ok(200);
    let set = bench.outbox().await;
    let _ = bench.reset(&json!({})).await.ok(200);
    let _ = bench.sign_up("ada@test.com").await.ok(200);
    let unset = bench.outbox().await;

    assert_eq!(set[0]["from"], json!("post@app.example"));
    assert!(link(&set[0]).starts_with("https://app.example/#/activate?token="), "{set:?}");
    assert_eq!(unset[0]["from"], json!("no-reply@kindred.localhost"));
    assert!(link(&unset[0]).starts_with("http://localhost:3000/activate?token="), "{unset:?}");
}

#[tokio::test]
async fn a_reset_switches_the_limits_off_unless_it_asks_for_them() {
    let bench = Bench { app: TestApp::with(|_| {}).await };
    assert!(is_throttled(&bench).await);

    let _ = bench.reset(&json!({})).await.ok(200);
    assert!(!is_throttled(&bench).await);
    let _ = bench.reset(&json!({ "throttle": true })).await.ok(200);
    assert!(is_throttled(&bench).await);

    // What was counted is gone, too.
    let _ = bench.reset(&json!({ "throttle": true })).await.ok(200);
    assert_eq!(bench.log_in("ada@test.com", "wrong").await.status, 400);
}

#[tokio::test]
async fn a_server_without_limits_has_the_usual_ones_when_a_reset_asks_for_them() {
    let bench = Bench::new().await;
    assert!(!is_throttled(&bench).await);

    let _ = bench.reset(&json!({ "throttle": true })).await.ok(200);

    assert!(is_throttled(&bench).await);
}
