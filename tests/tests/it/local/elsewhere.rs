//! Who has none of this: functions, and pages from elsewhere.

use axum::http::Method;
use tests::Api;

use super::*;

const ROUTES: [(Method, &str); 10] = [
    (Method::POST, "/_local/reset"),
    (Method::POST, "/_local/clock"),
    (Method::POST, "/_local/settle"),
    (Method::GET, "/_local/dead-letters"),
    (Method::GET, "/_local/outbox"),
    (Method::POST, "/_local/outbox/clear"),
    (Method::GET, "/_local/mail"),
    (Method::POST, "/_local/mail"),
    (Method::GET, "/_local/mail.js"),
    (Method::GET, "/_local/mail.css"),
];

#[tokio::test]
async fn no_function_has_the_levers_of_development() {
    let app = TestApp::new().await;
    let functions = crate::template::functions();
    let routers: Vec<_> =
        functions.iter().filter_map(|function| function.router(app.app())).collect();
    assert!(routers.len() >= 4, "there are functions");

    for router in routers {
        let api = Api::in_process(router);
        for (method, path) in ROUTES {
            let reply = api.call(method, path).json(&json!({})).send().await;
            reply.refused(404, "There is nothing at this path");
        }
    }
}

#[tokio::test]
async fn pages_from_elsewhere_are_refused_and_those_of_this_machine_are_not() {
    let bench = Bench::new().await;
    bench.reset_to(&["admin@test.com"]).await;

    for (method, path) in ROUTES {
        let call = bench.app.api().call(method.clone(), path);
        let reply = call.header("origin", "https://example.org").send().await;
        reply.refused(403, "Only pages on this machine may use /_local");
    }

    let _ = bench.log_in("admin@test.com", PASSWORD).await.ok(200);
    for origin in ["http://localhost:5173", "http://127.0.0.1:3000", "http://app.test"] {
        let call = bench.app.api().get("/_local/outbox").header("origin", origin);
        let reply = call.send().await.ok(200);
        assert_eq!(reply.headers["access-control-allow-origin"], origin);
    }
}
