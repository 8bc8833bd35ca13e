//! Paths and methods of runners: what is not there is refused in their words.

use axum::http::Method;
use serde_json::json;
use tests::Api;

use super::methods::assert_only_known_methods;

/// Every path, and the methods that it knows.
const PATHS: [(&str, &str); 9] = [
    ("/api/runners/create", "GET,HEAD"),
    ("/api/runners/register", "POST"),
    ("/api/runners/unregister", "POST"),
    ("/api/runners/heartbeat", "POST"),
    ("/api/runners/retrieveJobInfo", "POST"),
    ("/api/runners/retrieveJobAudio", "GET,HEAD"),
    ("/api/runners/submitJobResult", "POST"),
    ("/api/admin/runners", "GET,HEAD"),
    ("/api/admin/runners/1", "DELETE"),
];

/// The paths that want the token of a runner.
const SIGNED: [(Method, &str); 6] = [
    (Method::POST, "/api/runners/register"),
    (Method::POST, "/api/runners/unregister"),
    (Method::POST, "/api/runners/heartbeat"),
    (Method::POST, "/api/runners/retrieveJobInfo"),
    (Method::GET, "/api/runners/retrieveJobAudio"),
    (Method::POST, "/api/runners/submitJobResult"),
];

#[tokio::test]
async fn a_wrong_method_is_refused_with_the_right_ones() {
    let api = Api::any().await;

    assert_only_known_methods(&api, &PATHS).await;
}

#[tokio::test]
async fn a_path_is_known_without_a_slash_and_in_its_case_only() {
    let api = Api::any().await;

    for (path, _) in PATHS {
        for other in [format!("{path}/"), path.replace("runners", "Runners")] {
            api.post(&other).send().await.failed(404, "invalidRequest");
        }
    }
    for path in ["/api/runners", "/api/runners/", "/api/runners/Create", "/api/admin"] {
        let reply = api.get(path).send().await;
        reply.failed(404, "invalidRequest");
        assert_eq!(reply.body.get("error").is_some(), path.starts_with("/api/runners"), "{path}");
    }
}

#[tokio::test]
async fn options_and_refusals_may_be_read_from_any_page() {
    let api = Api::any().await;

    for (path, _) in PATHS {
        for method in [Method::OPTIONS, Method::PUT] {
            let reply = api.call(method, path).send().await;
            assert_eq!(reply.headers["access-control-allow-origin"], "*", "{path}");
        }
    }
}

#[tokio::test]
async fn without_a_token_of_a_runner_everything_is_refused_as_runners_read_it() {
    let api = Api::any().await;

    for (method, path) in SIGNED {
        for header in [None, Some("Bearer"), Some("bearer x"), Some("Basic x"), Some("Bearer x")] {
            let call = api.call(method.clone(), path);
            let call = match header {
                Some(value) => call.header("authorization", value),
                None => call,
            };
            let reply = call.send().await;
            reply.failed(400, "token");
            assert_eq!(reply.body["error"], reply.body["msg"], "{path}");
        }
    }
    api.get("/api/runners/create").send().await.failed(401, "token");
    api.get("/api/admin/runners").send().await.failed(401, "token");
    let reply = api.delete("/api/admin/runners/1").json(&json!({})).send().await;
    reply.failed(401, "token");
}
