//! Whatever is sent: a request may be refused, but it never makes the server fail.

use axum::http::Method;
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::{Map, Value, json};
use tests::{Api, Call, PASSWORD, Writer, fresh};
use tokio::runtime::Runtime;

fn few() -> Config {
    Config { cases: 64, failure_persistence: None, ..Config::default() }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Any JSON: all types, texts of all characters, shallow nests.
fn any_json() -> impl Strategy<Value = Value> {
    let text = prop_oneof![any::<String>(), "[ -~]{0,200}", "[\\x00-\\x1f]{1,9}", ".{5,20}"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// A body whose fields are each good, or anything.
fn body(fields: &[(&'static str, Value)]) -> BoxedStrategy<Value> {
    let maybe = |(name, good): &(&'static str, Value)| {
        let value = prop_oneof![2 => any_json(), 1 => Just(good.clone())];
        (Just((*name).to_owned()), value)
    };
    let fields: Vec<_> = fields.iter().map(maybe).collect();
    fields.prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())).boxed()
}

/// Send each of these and see that the answer is a success or a refusal.
fn never_fails<T: std::fmt::Debug>(
    inputs: impl Strategy<Value = T>,
    call: impl Fn(&Api, &T) -> Call,
) {
    let runtime = runtime();
    let api = runtime.block_on(Api::any());
    proptest!(few(), |(input in inputs)| {
        let reply = runtime.block_on(call(&api, &input).send());

        prop_assert!((200..500).contains(&reply.status), "{}: {}", reply.status, reply.text);
        prop_assert!(reply.body.is_object(), "{}", reply.text);
    });
}

#[test]
fn registration_takes_any_json() {
    let fields = [("username", json!(fresh("any"))), ("password", json!(PASSWORD))];

    never_fails(body(&fields), |api, body| api.post("/register").json(body));
}

#[test]
fn log_in_takes_any_json() {
    let fields = [("username", json!("user#1")), ("password", json!(PASSWORD))];

    never_fails(body(&fields), |api, body| api.post("/login").json(body));
}

#[test]
fn registration_at_the_media_api_takes_any_json() {
    let fields = [
        ("email", json!(fresh("any") + "@example.org")),
        ("username", json!("ada.l")),
        ("password", json!(PASSWORD)),
    ];

    never_fails(body(&fields), |api, body| api.post("/api/auth/register").json(body));
}

#[test]
fn log_in_at_the_media_api_takes_any_json() {
    let fields = [("email", json!("ada@example.org")), ("password", json!(PASSWORD))];

    never_fails(body(&fields), |api, body| api.post("/api/auth/login").json(body));
}

#[test]
fn tokens_may_be_any_json() {
    let fields = [("access-token", json!("a.b.c"))];

    never_fails(body(&fields), |api, body| api.post("/verify-token").json(body));
}

#[test]
fn articles_take_any_json() {
    let runtime = runtime();
    let api = runtime.block_on(Api::any());
    let writer = runtime.block_on(Writer::new(&api));
    let fields = [("title", json!("Title")), ("text", json!("Text"))];

    proptest!(few(), |(body in body(&fields))| {
        let reply = runtime.block_on(writer.sends(Method::POST, "/articles/new", body.clone()));

        let is_text = |field: &str| body[field].as_str().is_some_and(|text| !text.is_empty());
        let expected = if is_text("title") && is_text("text") { 200 } else { 400 };
        prop_assert_eq!(reply.status, expected, "{}", reply.text);
        if expected == 200 {
            prop_assert_eq!((&reply.body["title"], &reply.body["text"]), (&body["title"], &body["text"]));
        }
    });
}

#[test]
fn paths_may_have_any_bytes() {
    let before =
        prop::sample::select(vec!["/articles/", "/users/", "/api/", "/api/movie/search/", "/"]);
    let after = prop::sample::select(vec!["", "/articles", "/edit", "/"]);
    let bytes = prop::collection::vec(any::<u8>(), 1..40);

    never_fails((before, bytes, after), |api, (before, bytes, after)| {
        let segment: String = bytes.iter().map(|byte| format!("%{byte:02X}")).collect();
        api.get(format!("{before}{segment}{after}"))
    });
}

#[test]
fn pages_and_cursors_may_be_anything() {
    let name = prop::sample::select(vec!["page", "cursor"]);
    let value = prop_oneof!["[A-Za-z0-9_-]{0,60}", "[-+0-9.e]{0,30}", "(%[0-9A-F]{2}){0,20}"];

    never_fails((name, value), |api, (name, value)| api.get(format!("/articles?{name}={value}")));
}
