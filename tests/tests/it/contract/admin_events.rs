//! The history, for administrators: who sees it, and that it is there at once.

use axum::http::Method;
use serde_json::json;
use tests::{PASSWORD, Reader, Workplace, fresh};

use super::methods::assert_only_known_methods;

/// Every path, and the methods that it knows.
const PATHS: [(&str, &str); 3] = [
    ("/api/admin/events", "GET,HEAD"),
    ("/api/admin/events/launches", "GET,HEAD"),
    ("/api/admin/replay/diff", "GET,HEAD"),
];

#[tokio::test]
async fn what_happened_to_somebody_is_there_with_the_answer() {
    let place = Workplace::any().await;
    let body = json!({ "username": fresh("h"), "password": PASSWORD });
    let id = place.api.post("/register").json(&body).send().await.ok(200).number_of("id");

    let path = format!("/api/admin/events?object=user:{id}");
    let page = place.administrator.get(path).await.ok(200);

    let event = &page.body["events"][0];
    let base = json!([event["type"], event["occured_by"], event["object_id"], event["fields"]]);
    assert_eq!(base, json!(["UserAddedEvent", id, id, { "model_name": "user" }]));
    assert!(event["id"].is_u64() && event["occured_at"].is_string(), "{}", page.text);
    assert_eq!(
        (&page.body["cursor"], page.body["events"].as_array().map(Vec::len)),
        (&json!(null), Some(1))
    );
}

#[tokio::test]
async fn pages_of_the_history_follow_one_another() {
    let place = Workplace::any().await;
    let base = "/api/admin/events?type=UserAddedEvent&order=desc&limit=1";

    let page = place.administrator.get(base).await.ok(200);

    // What was just written shows a moment later, so there may be nothing yet.
    if let Some(cursor) = page.body["cursor"].as_str() {
        let next = place.administrator.get(format!("{base}&cursor={cursor}")).await.ok(200);
        let id = |body: &serde_json::Value| body["events"][0]["id"].as_u64();
        assert!(id(&next.body) < id(&page.body), "{} {}", page.text, next.text);
        let other = "/api/admin/events?type=UserAddedEvent&order=asc";
        place
            .administrator
            .get(format!("{other}&cursor={cursor}"))
            .await
            .failed(400, "invalidRequest");
    }
}

#[tokio::test]
async fn launches_are_listed_for_administrators() {
    let place = Workplace::any().await;

    let page = place.administrator.get("/api/admin/events/launches?limit=2").await.ok(200);

    assert!(page.body["launches"].as_array().is_some_and(|all| all.len() <= 2), "{}", page.text);
    assert!(page.body.get("cursor").is_some(), "{}", page.text);
}

#[tokio::test]
async fn what_changed_in_lists_is_told_to_administrators() {
    let place = Workplace::any().await;
    let reader = Reader::new(&place.api).await;
    let uuid = reader.user["uuid"].as_str().expect("a uuid");
    let path = "/api/admin/replay/diff";

    let page = place.administrator.get(format!("{path}?user={uuid}")).await.ok(200);

    let shown = json!([page.body["lists"], page.body["events"], page.body["cursor"]]);
    assert_eq!(shown, json!([[], [], null]), "a newcomer is recommended nothing yet");
    for query in ["", "?user=", "?user=7", &*format!("?user={uuid}&from=x")] {
        place.administrator.get(format!("{path}{query}")).await.failed(400, "invalidRequest");
    }
    let nobody = "?user=00000000-0000-4000-8000-000000000000";
    place.administrator.get(format!("{path}{nobody}")).await.failed(404, "notInDatabase");
}

#[tokio::test]
async fn the_history_is_for_administrators_only() {
    let place = Workplace::any().await;

    for (path, _) in PATHS {
        place.client.get(path).await.failed(403, "permission");
        place.client.get(format!("{path}?limit=0")).await.failed(403, "permission");
        place.api.get(path).send().await.failed(401, "token");
        place.api.get(path).bearer("x").send().await.failed(422, "token");
    }
}

#[tokio::test]
async fn paths_of_the_history_are_known_as_they_are_written() {
    let place = Workplace::any().await;

    assert_only_known_methods(&place.api, &PATHS).await;
    for path in
        ["/api/admin/events/", "/api/admin/events/1", "/api/admin/Events", "/api/admin/replay/x"]
    {
        place.api.get(path).send().await.failed(404, "invalidRequest");
    }
    for (path, _) in PATHS {
        let reply = place.api.call(Method::OPTIONS, path).send().await;
        assert_eq!(reply.headers["access-control-allow-origin"], "*", "{path}");
    }
}
