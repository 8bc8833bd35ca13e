//! The outbox: what was mailed, and mail that fails.

use kindred::mail::{MailServer, MailSettings, Security};

use super::*;

async fn fail(bench: &Bench, fail: bool) {
    let reply = bench.app.api().post("/_local/mail").json(&json!({ "fail": fail })).send().await;
    assert_eq!(reply.ok(200).body, json!({ "fail": fail }));
}

#[tokio::test]
async fn every_attempt_is_there_oldest_first_until_it_is_cleared() {
    let bench = Bench::new().await;
    let _ = bench.sign_up("ada@test.com").await.ok(200);
    fail(&bench, true).await;
    let _ = bench.sign_up("bob@test.com").await.ok(400);
    fail(&bench, false).await;
    let _ = bench.sign_up("eve@test.com").await.ok(200);

    let mails = bench.outbox().await;
    let cleared = bench.app.api().post("/_local/outbox/clear").send().await.ok(200);

    let seen: Vec<_> = mails.iter().map(|mail| json!([mail["to"], mail["sent"]])).collect();
    let expected = [("ada@test.com", true), ("bob@test.com", false), ("eve@test.com", true)];
    assert_eq!(seen, expected.map(|(to, sent)| json!([to, sent])));
    let fields: Vec<_> = mails[0].as_object().expect("an object").keys().collect();
    assert_eq!(fields, ["to", "from", "subject", "body", "sent"]);
    assert_eq!(cleared.body, json!([]));
    assert_eq!(bench.outbox().await, [] as [Value; 0]);
}

#[tokio::test]
async fn a_sign_up_whose_mail_fails_leaves_no_account() {
    let bench = Bench::new().await;
    fail(&bench, true).await;

    let refused = bench.sign_up("ada@test.com").await.ok(400);

    assert_eq!(refused.body["errorType"], json!("email"));
    assert_eq!(bench.log_in("ada@test.com", PASSWORD).await.status, 400);
    fail(&bench, false).await;
    let _ = bench.sign_up("ada@test.com").await.ok(200);
}

#[tokio::test]
async fn mail_works_again_after_a_reset() {
    let bench = Bench::new().await;
    fail(&bench, true).await;

    let _ = bench.reset(&json!({})).await.ok(200);

    let _ = bench.sign_up("ada@test.com").await.ok(200);
    assert_eq!(bench.outbox().await.len(), 1);
}

#[tokio::test]
async fn whether_mail_fails_has_to_be_said() {
    let bench = Bench::new().await;

    for body in [json!({}), json!({ "fail": "yes" }), json!({ "fail": true, "to": "ada" })] {
        let reply = bench.app.api().post("/_local/mail").json(&body).send().await.ok(400);
        assert!(reply.text_of("error").contains("not as expected"), "{}", reply.text);
    }

    let _ = bench.sign_up("ada@test.com").await.ok(200);
}

#[tokio::test]
async fn there_is_no_outbox_where_mail_goes_through_a_server() {
    let server = MailServer {
        host: "127.0.0.1".to_owned(),
        port: 1,
        security: Security::Unencrypted,
        login: None,
        ca: None,
        sender: "no-reply@kindred.example".parse().expect("an address"),
        timeout: MailServer::TIMEOUT,
    };
    let app = TestApp::with(|config| config.mail = MailSettings::Smtp(server)).await;

    // A reset does not change how mail leaves, nor does another sender.
    for body in [None, Some(json!({ "senderEmail": "post@app.example" }))] {
        if let Some(body) = body {
            let _ = app.api().post("/_local/reset").json(&body).send().await.ok(200);
        }
        for call in [
            app.api().get("/_local/outbox"),
            app.api().post("/_local/outbox/clear"),
            app.api().get("/_local/mail"),
            app.api().post("/_local/mail").json(&json!({ "fail": true })),
        ] {
            let reply = call.send().await;
            reply.refused(404, "There is no outbox: mail goes to the server of KINDRED_SMTP_HOST");
        }
    }
}
