//! Every answer may be read from any web page, also a refusal; and what HTTP asks for besides: OPTIONS and HEAD.

use axum::http::Method;
use serde_json::json;
use tests::{Api, Reply, Writer};

const ORIGIN: &str = "https://app.example.org";

/// A request for each sort of answer, with its status.
fn all_sorts() -> [(Method, &'static str, u16); 11] {
    [
        (Method::GET, "/articles", 200),
        (Method::GET, "/articles/0", 404),
        (Method::GET, "/nothing", 404),
        (Method::PUT, "/articles", 405),
        (Method::POST, "/register", 400),
        (Method::GET, "/articles/%FF", 400),
        (Method::GET, "/api/movie/user", 401),
        (Method::GET, "/api/nothing", 404),
        (Method::GET, "/api/auth/login", 405),
        (Method::GET, "/api/users/nothing", 404),
        (Method::GET, "/api/runners/nothing", 404),
    ]
}

fn header<'a>(reply: &'a Reply, name: &str) -> &'a str {
    let value = reply.headers.get(name);
    value.map_or("", |value| value.to_str().expect("a header in ASCII"))
}

#[tokio::test]
async fn every_answer_is_open_to_all_when_no_origin_is_named() {
    let api = Api::any().await;

    for (method, path, status) in all_sorts() {
        let reply = api.call(method, path).send().await.ok(status);

        assert_eq!(header(&reply, "access-control-allow-origin"), "*", "{path}");
    }
}

#[tokio::test]
async fn every_answer_echoes_the_origin() {
    let api = Api::any().await;

    for (method, path, status) in all_sorts() {
        for origin in [ORIGIN, "null"] {
            let call = api.call(method.clone(), path).header("origin", origin);
            let reply = call.send().await.ok(status);

            assert_eq!(header(&reply, "access-control-allow-origin"), origin, "{path}");
            assert_eq!(reply.headers.get_all("access-control-allow-origin").iter().count(), 1);
            assert!(header(&reply, "vary").to_lowercase().contains("origin"), "{path}");
        }
    }
}

#[tokio::test]
async fn a_preflight_permits_every_method_and_the_headers_that_were_asked_for() {
    let api = Api::any().await;
    let paths = all_sorts().map(|(_, path, _)| path);

    for path in paths.into_iter().chain(["/articles/1/edit", "/api/movie/1/meta"]) {
        let call = api.call(Method::OPTIONS, path).header("origin", ORIGIN);
        let call = call.header("access-control-request-method", "PUT");
        let call = call.header("access-control-request-headers", "authorization, x-anything");
        let reply = call.send().await.ok(200);

        assert_eq!(header(&reply, "access-control-allow-origin"), ORIGIN, "{path}");
        assert_eq!(header(&reply, "access-control-allow-headers"), "authorization, x-anything");
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            assert!(header(&reply, "access-control-allow-methods").contains(method), "{path}");
        }
    }
}

#[tokio::test]
async fn options_without_an_origin_are_answered_too() {
    let api = Api::any().await;

    let reply = api.call(Method::OPTIONS, "/articles").send().await.ok(200);

    assert_eq!(header(&reply, "access-control-allow-origin"), "*");
}

#[tokio::test]
async fn head_answers_as_get_without_the_body() {
    let api = Api::any().await;
    let writer = Writer::new(&api).await;
    let id = writer.writes("Title", "Text").await;
    let paths = [
        (format!("/articles/{id}"), 200),
        (format!("/users/{}", writer.id), 200),
        (format!("/users/{}/articles", writer.id), 200),
        ("/articles/0".to_owned(), 404),
        ("/articles/new".to_owned(), 404),
        ("/users/0".to_owned(), 404),
        ("/api/movie/user".to_owned(), 401),
        ("/register".to_owned(), 405),
    ];

    for (path, status) in paths {
        let get = api.get(&path).send().await.ok(status);
        let head = api.call(Method::HEAD, &path).send().await;

        assert_eq!((head.status, head.text.as_str()), (status, ""), "{path}");
        assert_eq!(header(&head, "content-type"), header(&get, "content-type"), "{path}");
    }
}

#[tokio::test]
async fn head_of_an_unknown_path_is_404() {
    let api = Api::any().await;

    for path in ["/nothing", "/api/nothing", "/api/users/nothing", "/api/runners/nothing"] {
        let _ = api.call(Method::HEAD, path).send().await.ok(404);
    }
}

#[tokio::test]
async fn a_success_is_json() {
    let api = Api::any().await;

    let reply = api.post("/verify-token");
    let token = Writer::new(&api).await.token;
    let reply = reply.json(&json!({ "access-token": token })).send().await.ok(200);

    assert_eq!(header(&reply, "content-type"), "application/json");
}
