//! Who is let past as a runner, and what is looked at first.

use axum::http::Method;
use kindred::queue::NOT_ONLINE;
use serde_json::json;
use tests::{Reply, Worker};

use super::Hall;

/// Every path of a runner.
const PATHS: [(Method, &str); 6] = [
    (Method::POST, "register"),
    (Method::POST, "unregister"),
    (Method::POST, "heartbeat"),
    (Method::POST, "retrieveJobInfo"),
    (Method::GET, "retrieveJobAudio"),
    (Method::POST, "submitJobResult"),
];

impl Hall {
    /// What every path says to this header; the body is one that nobody can read.
    async fn say(&self, authorization: Option<&str>) -> Vec<(&'static str, Reply)> {
        let mut replies = Vec::new();
        for (method, path) in PATHS {
            let call = self.app.api().call(method, format!("/api/runners/{path}"));
            let call = call.body("multipart/form-data; boundary=x", "--y");
            let call = match authorization {
                Some(value) => call.header("authorization", value),
                None => call,
            };
            replies.push((path, call.send().await));
        }
        replies
    }
}

/// It must be this refusal, in the way of runners.
#[track_caller]
fn refuses(reply: &Reply, error_type: &str, text: &str) {
    let wanted = json!({ "error": text, "msg": text, "errorType": error_type });
    assert_eq!((reply.status, &reply.body), (400, &wanted));
    assert_eq!(reply.headers["content-type"], "application/json");
    assert_eq!(reply.headers["access-control-allow-origin"], "*");
}

#[tokio::test]
async fn without_a_header_nobody_is_let_past() {
    let hall = Hall::new().await;

    for (_, reply) in hall.say(None).await {
        refuses(&reply, "token", "Missing Authorization Header");
    }
}

#[tokio::test]
async fn a_header_of_another_form_is_refused() {
    let hall = Hall::new().await;
    let token = hall.online().await.token;

    let forms = ["", "Bearer", "Bearer ", "Basic x", "Bearer !", "Bearer =x", "token"];
    let forms = forms.map(str::to_owned).into_iter();
    let alike = ["bearer ", "BEARER ", "Bearer  ", "Bearer\t", "Bearer: ", "", "x Bearer "];
    for form in forms.chain(alike.map(|scheme| format!("{scheme}{token}"))) {
        for (_, reply) in hall.say(Some(&form)).await {
            refuses(&reply, "token", "The Authorization header must be 'Bearer <token>'");
        }
    }
}

#[tokio::test]
async fn a_token_that_no_runner_has_is_refused() {
    let hall = Hall::new().await;
    let Worker { token, .. } = hall.online().await;

    let session = hall.administrator.token.clone();
    let others = [session, token[1..].to_owned(), format!("{token}x"), token.to_lowercase()];
    for other in others {
        for (_, reply) in hall.say(Some(&format!("Bearer {other}"))).await {
            refuses(&reply, "token", "This is not the token of a runner");
        }
    }
}

#[tokio::test]
async fn a_revoked_token_is_one_that_nobody_has() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;
    let path = format!("/api/admin/runners/{}", hall.app.runner(&worker).await.id);

    let _ = hall.app.api().delete(path).bearer(&hall.administrator.token).send().await.ok(200);

    for (_, reply) in hall.say(Some(&format!("Bearer {}", worker.token))).await {
        refuses(&reply, "token", "This is not the token of a runner");
    }
    assert_eq!(hall.online().await.fetches().await, job, "the job waits again");
}

#[tokio::test]
async fn what_follows_the_token_does_not_matter() {
    let hall = Hall::new().await;
    let worker = hall.online().await;

    for rubbish in [" ", " x", ".x", ", Bearer y", "=", "\"", ".e30.c2ln"] {
        let call = hall.app.api().post("/api/runners/heartbeat");
        let call = call.header("authorization", &format!("Bearer {}{rubbish}", worker.token));
        assert_eq!(call.send().await.ok(200).body, json!({ "ack": true }), "{rubbish}");
    }
}

#[tokio::test]
async fn everything_but_coming_online_wants_a_runner_that_is() {
    let hall = Hall::new().await;
    let worker = hall.worker().await;

    for (method, path) in PATHS.into_iter().filter(|(_, path)| *path != "register") {
        let path = format!("/api/runners/{path}");
        let call = hall.app.api().call(method, path).bearer(&worker.token);
        let reply = call.body("multipart/form-data; boundary=x", "--y").send().await;
        refuses(&reply, "operation", NOT_ONLINE);
    }
}

#[tokio::test]
async fn the_form_is_looked_at_last() {
    let hall = Hall::new().await;
    let worker = hall.online().await;

    for path in ["heartbeat", "submitJobResult"] {
        let call = worker.post(path).body("multipart/form-data; boundary=x", "--y");
        call.send().await.failed(400, "invalidRequest");
    }
    worker.submits(&[]).await.failed(400, "invalidRequest");
    let result = [("transcript", "x"), ("segments", "?")];
    worker.submits(&result).await.failed(400, "invalidRequest");
    let _ = worker.submits(&[("transcript", "")]).await.ok(200);
}
