//! The media API's sessions: log out, and a password that was forgotten.

use serde_json::{Value, json};
use tests::{Api, ENDED, Member, OPEN, PASSWORD, Reader, Reply, doors, fresh};

async fn post(api: &Api, path: &str, body: &Value) -> Reply {
    api.post(path).json(body).send().await
}

async fn login(api: &Api, email: &str) -> String {
    let body = json!({ "email": email, "password": PASSWORD });
    post(api, "/api/auth/login", &body).await.ok(200).text_of("access_token")
}

async fn logout(api: &Api, token: &str) -> Reply {
    api.post("/api/auth/logout").bearer(token).send().await
}

#[tokio::test]
async fn logging_out_ends_this_session_at_every_door_and_no_other() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;
    let others = [
        login(&api, reader.email()).await,
        Member::logged_in(&api, reader.email(), PASSWORD).await.token,
    ];

    let reply = logout(&api, &reader.token).await.ok(204);

    assert_eq!(reply.text, "");
    assert_eq!(doors(&api, &reader.token).await, ENDED);
    for other in others {
        assert_eq!(doors(&api, &other).await, OPEN);
    }
}

#[tokio::test]
async fn a_session_is_logged_out_once() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;
    let second = login(&api, reader.email()).await;

    let _ = logout(&api, &reader.token).await.ok(204);
    logout(&api, &reader.token).await.failed(401, "token");

    let _ = logout(&api, &second).await.ok(204);
    assert_eq!(doors(&api, &login(&api, reader.email()).await).await, OPEN);
}

#[tokio::test]
async fn a_session_of_another_door_is_logged_out_here() {
    let api = Api::any().await;
    let (member, writer) = (Member::new(&api).await, tests::Writer::new(&api).await);

    for token in [member.token, writer.token] {
        let _ = logout(&api, &token).await.ok(204);
        assert_eq!(doors(&api, &token).await, ENDED);
    }
}

#[tokio::test]
async fn logging_out_reads_no_body() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;

    let call = api.post("/api/auth/logout").bearer(&reader.token);

    let _ = call.body("application/json", "{").send().await.ok(204);
}

#[tokio::test]
async fn whether_an_address_is_known_cannot_be_told_from_forgetting_a_password() {
    let api = Api::any().await;
    let (reader, member) = (Reader::new(&api).await, Member::new(&api).await);
    let forget = async |email: &str| {
        post(&api, "/api/auth/forget", &json!({ "email": email })).await.ok(200)
    };

    let known = forget(reader.email()).await;

    assert_eq!(known.body, json!({ "status": true, "message": known.text_of("message") }));
    for email in [member.email, fresh("r") + "@example.org"] {
        assert_eq!(forget(&email).await.text, known.text, "{email}");
    }
    assert_eq!(doors(&api, &reader.token).await, OPEN);
    let _ = login(&api, reader.email()).await;
}

#[tokio::test]
async fn a_forgotten_password_needs_an_address() {
    let api = Api::any().await;

    for body in
        [json!({}), json!({ "email": null }), json!({ "email": "x" }), json!({ "email": 1 })]
    {
        let reply = post(&api, "/api/auth/forget", &body).await;
        assert_eq!(reply.wrong_fields(), ["email"], "{body}");
    }
}

#[tokio::test]
async fn a_reset_tells_everything_that_is_wrong_at_once() {
    let api = Api::any().await;
    let token = "A".repeat(54);
    let both = ["reset_password_token", "password"];
    let cases = [
        (json!({}), &both[..]),
        (json!({ "reset_password_token": 1, "password": [] }), &both),
        (json!({ "reset_password_token": "A".repeat(49), "password": PASSWORD }), &both[..1]),
        (json!({ "reset_password_token": token }), &both[1..]),
        (json!({ "reset_password_token": token, "password": "password" }), &both[1..]),
        (json!({ "reset_password_token": token, "password": "Passwor^1" }), &both[1..]),
    ];

    for (body, wrong) in cases {
        let reply = post(&api, "/api/auth/reset", &body).await;
        assert_eq!(reply.wrong_fields(), wrong, "{body}");
    }
}

#[tokio::test]
async fn a_session_resets_no_password() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;
    let texts = ["A".repeat(54), "x".repeat(100_000), reader.token.clone()];

    for token in texts {
        let body = json!({ "reset_password_token": token, "password": "Password#2" });
        post(&api, "/api/auth/reset", &body).await.failed(401, "auth");
    }
    let _ = login(&api, reader.email()).await;
}
