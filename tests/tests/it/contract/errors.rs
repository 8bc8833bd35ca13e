//! Bad requests: whatever is wrong with one, the answer is JSON in the words of the API that was called.

use axum::http::Method;
use serde_json::{Value, json};
use tests::{Api, PASSWORD, Reader, Reply, Writer, fresh};

/// Paths that nobody serves, in every API.
const UNKNOWN: [&str; 14] = [
    "/nothing",
    "/articles/",
    "/articles/1/edit/",
    "/users",
    "/users/1/",
    "/register/",
    "/Articles",
    "//articles",
    "/api",
    "/api/nothing",
    "/api/auth/login/",
    "/api/users/nothing",
    "/api/users/login/",
    "/api/runners/nothing",
];

/// Paths that take a body.
fn doors() -> [(Method, &'static str); 8] {
    [
        (Method::POST, "/register"),
        (Method::POST, "/login"),
        (Method::POST, "/verify-token"),
        (Method::POST, "/articles/new"),
        (Method::PUT, "/articles/1/edit"),
        (Method::DELETE, "/articles/1/delete"),
        (Method::POST, "/api/auth/register"),
        (Method::POST, "/api/auth/login"),
    ]
}

/// It must be this refusal, as the API of the path spells it.
#[track_caller]
fn spelt(path: &str, reply: &Reply, status: u16) {
    let context = format!("{path}: {} {}", reply.status, reply.text);
    assert_eq!(reply.status, status, "{context}");
    let content_type = reply.headers.get("content-type").map(|value| value.as_bytes());
    assert_eq!(content_type, Some(&b"application/json"[..]), "{context}");
    let object = reply.body.as_object().unwrap_or_else(|| panic!("{context}"));
    assert!(object["errorType"].as_str().is_some_and(|text| !text.is_empty()), "{context}");
    let segments: Vec<_> = path.split('/').collect();
    let texts: &[&str] = match segments[..] {
        ["", "api", "users" | "jobs" | "about", ..] => &["msg"],
        ["", "api", "runners", ..] => &["error", "msg"],
        ["", "api", ..] => &["message"],
        _ => &["error"],
    };
    let mut others: Vec<_> = object.keys().map(String::as_str).collect();
    others.retain(|key| *key != "errorType" && !texts.contains(key));
    others.sort_unstable();
    for key in texts {
        assert!(object[*key].as_str().is_some_and(|text| !text.is_empty()), "{context}");
    }
    match texts {
        ["message"] if status == 400 => assert_eq!(others, ["errors", "status"], "{context}"),
        ["message"] => assert_eq!(others, ["status"], "{context}"),
        _ => assert!(others.is_empty(), "{context}"),
    }
}

async fn send_everywhere(content_type: &str, body: &[u8]) {
    let api = Api::any().await;
    for (method, path) in doors() {
        let reply = api.call(method, path).body(content_type, body).send().await;

        spelt(path, &reply, 400);
    }
}

#[tokio::test]
async fn an_unknown_path_is_answered_in_the_words_of_its_api() {
    let api = Api::any().await;

    for path in UNKNOWN {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            let reply = api.call(method, path).send().await;

            spelt(path, &reply, 404);
        }
    }
}

#[tokio::test]
async fn a_wrong_method_is_refused_with_the_right_ones() {
    let api = Api::any().await;
    let wrong = [
        (Method::POST, "/articles", "GET,HEAD"),
        (Method::GET, "/register", "POST"),
        (Method::PUT, "/login", "POST"),
        (Method::GET, "/verify-token", "POST"),
        (Method::DELETE, "/users/1", "GET,HEAD"),
        (Method::POST, "/users/1/articles", "GET,HEAD"),
        (Method::POST, "/articles/1/edit", "PUT"),
        (Method::GET, "/articles/1/delete", "DELETE"),
        (Method::DELETE, "/articles/1", "GET,HEAD"),
        (Method::GET, "/api/auth/login", "POST"),
        (Method::PATCH, "/api/auth/register", "POST"),
        (Method::POST, "/api/movie/1/meta", "GET,HEAD,PATCH"),
    ];

    for (method, path, right) in wrong {
        let reply = api.call(method, path).json(&json!({})).send().await;

        spelt(path, &reply, 405);
        let allow = reply.headers.get("allow").expect("an Allow header").to_str().expect("text");
        let mut allowed: Vec<_> = allow.split(',').map(str::trim).collect();
        allowed.sort_unstable();
        assert_eq!(allowed.join(","), right, "{path}");
    }
}

#[tokio::test]
async fn the_path_of_new_articles_knows_no_put() {
    let api = Api::any().await;

    let reply = api.put("/articles/new").json(&json!({})).send().await;

    spelt("/articles/new", &reply, 405);
    assert!(reply.headers["allow"].to_str().expect("text").contains("POST"));
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused() {
    for body in ["", " ", "{", "{\"a\":}", "{'a': 1}", "{\"a\": 1} x", "{\"a\": NaN}", "username=x"]
    {
        send_everywhere("application/json", body.as_bytes()).await;
    }
}

#[tokio::test]
async fn a_body_that_is_no_object_is_refused() {
    for body in ["null", "true", "1", "\"text\"", "[]", "[{\"username\": \"x\"}]"] {
        send_everywhere("application/json", body.as_bytes()).await;
    }
}

#[tokio::test]
async fn a_body_of_another_type_is_refused() {
    let body = br#"{"username": "user#1", "password": "Password#1"}"#;
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
        "json",
    ] {
        send_everywhere(content_type, body).await;
    }
}

#[tokio::test]
async fn a_body_without_a_type_is_refused() {
    let api = Api::any().await;

    for (method, path) in doors() {
        let empty = api.call(method.clone(), path).send().await;
        let untyped = api.call(method, path).bytes("{}").send().await;

        spelt(path, &empty, 400);
        spelt(path, &untyped, 400);
    }
}

#[tokio::test]
async fn a_charset_beside_the_type_does_not_matter() {
    let api = Api::any().await;
    let body = json!({ "username": fresh("c"), "password": PASSWORD }).to_string();

    let call = api.post("/register").body("Application/JSON; charset=utf-8", body);

    let _ = call.send().await.ok(200);
}

#[tokio::test]
async fn half_a_surrogate_is_refused() {
    for body in [r#"{"username": "\ud800"}"#, r#"{"\udc00": 1}"#, r#"{"email": "\ud800\ud800"}"#] {
        send_everywhere("application/json", body.as_bytes()).await;
    }
}

#[tokio::test]
async fn a_number_beyond_all_numbers_is_refused() {
    for body in [r#"{"username": 1e999}"#, r#"{"a": [-1e999]}"#] {
        send_everywhere("application/json", body.as_bytes()).await;
    }
}

#[tokio::test]
async fn a_body_nested_too_deep_is_refused() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let body = format!("{{\"username\": {}1{}}}", open.repeat(10_000), close.repeat(10_000));
        send_everywhere("application/json", body.as_bytes()).await;
        let endless = format!("{{\"username\": {}", open.repeat(10_000));
        send_everywhere("application/json", endless.as_bytes()).await;
    }
}

#[tokio::test]
async fn a_field_of_the_wrong_type_is_refused_where_nobody_is_signed_in() {
    let api = Api::any().await;
    let strange: Value = json!({ "username": [[]], "password": {}, "email": 1.5 });

    for path in ["/register", "/login", "/api/auth/register", "/api/auth/login"] {
        let reply = api.post(path).json(&strange).send().await;

        spelt(path, &reply, 400);
    }
}

#[tokio::test]
async fn a_path_that_is_no_utf_8_is_refused() {
    let api = Api::any().await;
    let (writer, reader) = (Writer::new(&api).await, Reader::new(&api).await);

    for path in ["/articles/%FF", "/users/%FF", "/users/%C3%28/articles"] {
        spelt(path, &api.get(path).send().await, 400);
    }
    let body = json!({ "title": "Title", "text": "Text" });
    spelt("/", &writer.sends(Method::PUT, "/articles/%FF/edit", body).await, 400);
    spelt("/", &writer.sends(Method::DELETE, "/articles/%FF/delete", json!({})).await, 400);
    spelt("/api/", &reader.get("/api/movie/search/%FF").await, 400);
    for path in ["/%FF", "/api/%FF", "/api/users/%FF", "/api/runners/%FF"] {
        spelt(path, &api.get(path).send().await, 404);
    }
}

#[tokio::test]
async fn a_query_that_is_no_utf_8_does_not_matter() {
    let api = Api::any().await;

    let _ = api.get("/articles?page=%FF&%FF=%FF&=&&x").send().await.ok(200);
}

#[tokio::test]
async fn a_body_of_6_mib_is_read_and_one_byte_more_is_not() {
    let api = Api::any().await;
    let sized = |bytes: usize| {
        let frame = json!({ "username": "" }).to_string().len();
        json!({ "username": "x".repeat(bytes - frame) })
    };
    let most = 6 * 1_024 * 1_024;

    let read = api.post("/register").json(&sized(most)).send().await;
    read.refused(400, "Password is missing");

    for (method, path) in doors() {
        let reply = api.call(method, path).json(&sized(most + 1)).send().await;
        spelt(path, &reply, 413);
    }
}
