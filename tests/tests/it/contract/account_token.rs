//! The media API's accounts under every sort of token: none, bad, and good but of nobody.

use axum::http::Method;
use serde_json::json;
use tests::{Api, Call, Reader, Reply};

/// A uuid that nobody has.
const NOBODY: &str = "/api/user/5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52";

/// Every route that wants a session; `account` is the path of somebody's account.
fn routes(account: &str) -> Vec<(Method, String)> {
    let routes = [
        (Method::POST, "/api/auth/logout"),
        (Method::GET, account),
        (Method::PATCH, account),
        (Method::DELETE, account),
        (Method::GET, NOBODY),
        (Method::PATCH, NOBODY),
        (Method::DELETE, NOBODY),
        (Method::PUT, "/api/user/preferences_defined"),
        (Method::GET, "/api/user/search/ada"),
        (Method::GET, "/api/user/genre"),
        (Method::PUT, "/api/user/genre/1"),
        (Method::DELETE, "/api/user/genre/1"),
        (Method::GET, "/api/user/export"),
    ];
    routes.map(|(method, path)| (method, path.to_owned())).into()
}

fn call(api: &Api, method: &Method, path: &str) -> Call {
    api.call(method.clone(), path).json(&json!({}))
}

/// It must be this refusal of a token: with `msg` and with `message`.
#[track_caller]
fn turned_away(reply: &Reply, status: u16) {
    reply.failed(status, "token");
    assert_eq!(reply.body["msg"], reply.body["message"], "{}", reply.text);
}

#[tokio::test]
async fn without_a_token_every_route_is_401_with_msg() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;

    for (method, path) in routes(&reader.path()) {
        turned_away(&call(&api, &method, &path).send().await, 401);
        let broken = api.call(method, path).body("application/json", "{");
        turned_away(&broken.send().await, 401);
    }
}

#[tokio::test]
async fn what_is_no_token_of_ours_is_422_with_msg_on_every_route() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;

    for (method, path) in routes(&reader.path()) {
        for bad in ["a6c5f8b2-2f5e-4f2b-9a51-8f2b8a3f5c11", "x", "a.b.c"] {
            turned_away(&call(&api, &method, &path).bearer(bad).send().await, 422);
        }
        let basic = format!("Basic {}", reader.token);
        let basic = call(&api, &method, &path).header("authorization", &basic);
        turned_away(&basic.send().await, 422);
    }
    let _ = reader.get(reader.path()).await.ok(200);
}

#[tokio::test]
async fn a_good_token_of_nobody_is_404_and_403_where_permission_is_asked_for_first() {
    let api = Api::any().await;
    let (gone, reader) = (Reader::new(&api).await, Reader::new(&api).await);
    let _ = gone.delete(gone.path()).send().await.ok(201);

    for (method, path) in routes(&reader.path()) {
        let reply = call(&api, &method, &path).bearer(&gone.token).send().await;

        let changes = method == Method::PATCH || method == Method::DELETE;
        if changes && path == reader.path() {
            reply.failed(403, "permission");
        } else {
            reply.failed(404, "notInDatabase");
        }
    }
    let account = reader.get(reader.path()).await.ok(200);
    assert_eq!(account.body["user"]["email"], json!(reader.email()));
}

#[tokio::test]
async fn a_session_that_has_ended_is_401_with_msg_on_every_route() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;
    let _ = api.post("/api/auth/logout").bearer(&reader.token).send().await.ok(204);

    for (method, path) in routes(&reader.path()) {
        turned_away(&call(&api, &method, &path).bearer(&reader.token).send().await, 401);
    }
}
