//! What the service says of itself, to anybody.

use axum::http::Method;
use tests::Api;
use tests::shapes::fields;

#[tokio::test]
async fn anybody_may_ask_what_this_is() {
    let api = Api::any().await;

    let about = api.get("/api/about").send().await.ok(200);

    assert_eq!(fields(&about.body), ["msg", "sourceCode", "version"].map(str::to_owned).into());
    assert!(about.text_of("sourceCode").starts_with("https://"), "{}", about.text);
    assert!(!about.text_of("msg").is_empty() && !about.text_of("version").is_empty());
}

#[tokio::test]
async fn what_this_is_does_not_depend_on_who_asks_or_how() {
    let api = Api::any().await;
    let about = api.get("/api/about").send().await.ok(200);

    let strange = api.get("/api/about?msg=x").bearer("x").body("text/plain", "x").send().await;
    let head = api.call(Method::HEAD, "/api/about").send().await.ok(200);

    assert_eq!((strange.status, strange.body), (200, about.body));
    assert!(head.text.is_empty());
}

#[tokio::test]
async fn what_this_is_may_be_read_from_any_page() {
    let api = Api::any().await;

    let reply = api.get("/api/about").send().await.ok(200);
    let foreign = api.get("/api/about").header("origin", "https://app.example.org").send().await;

    assert_eq!(reply.headers["access-control-allow-origin"], "*");
    let origin = &foreign.headers["access-control-allow-origin"];
    assert_eq!(origin, "https://app.example.org");
}
