//! Jobs of matching, by their contract.

use axum::http::Method;
use serde_json::{Value, json};
use tests::shapes::{PAGE, fields};
use tests::{Api, Reader};

/// Nobody's.
const NOBODYS: &str = "5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52";

const JOB: [&str; 12] = [
    "uuid",
    "state",
    "progress",
    "queries",
    "choices",
    "estimate",
    "result_bytes",
    "error",
    "submitted_at",
    "started_at",
    "finished_at",
    "expires_at",
];

fn question() -> Value {
    json!({ "queries": ["dune", "solaris"], "choices": ["Solaris", "Dune"] })
}

/// Every route, of a job that nobody has.
fn routes() -> [(Method, String); 5] {
    let own = format!("/api/match/jobs/{NOBODYS}");
    [
        (Method::POST, "/api/match/jobs".to_owned()),
        (Method::GET, "/api/match/jobs".to_owned()),
        (Method::GET, own.clone()),
        (Method::GET, format!("{own}/result")),
        (Method::DELETE, own),
    ]
}

async fn job(reader: &Reader) -> String {
    let reply = reader.post("/api/match/jobs").json(&question()).send().await.ok(201);
    assert_eq!(fields(&reply.body["content"]), JOB.map(str::to_owned).into());
    reply.body["content"]["uuid"].as_str().expect("a uuid").to_owned()
}

#[tokio::test]
async fn a_matching_job_is_submitted_shown_listed_and_deleted() {
    let reader = Reader::new(&Api::any().await).await;

    let uuid = job(&reader).await;
    let path = format!("/api/match/jobs/{uuid}");
    let shown = reader.get(&path).await.ok(200);
    let listed = reader.get("/api/match/jobs").await.ok(200);
    let deleted = reader.delete(&path).send().await.ok(201);

    let state = shown.body["content"]["state"].as_str().expect("a state").to_owned();
    assert!(["pending", "running", "done"].contains(&&*state), "{state}");
    assert_eq!(shown.body["content"]["queries"], json!(2));
    assert_eq!(fields(&listed.body), PAGE.map(str::to_owned).into());
    assert_eq!(listed.body["content"][0]["uuid"], json!(uuid));
    assert_eq!(deleted.body["status"], json!(true));
    reader.get(&path).await.failed(404, "notInDatabase");
    assert_eq!(reader.get("/api/match/jobs").await.ok(200).body["content"], json!([]));
}

#[tokio::test]
async fn a_matching_job_is_nobody_elses_business() {
    let api = Api::any().await;
    let (owner, stranger) = (Reader::new(&api).await, Reader::new(&api).await);
    let path = format!("/api/match/jobs/{}", job(&owner).await);

    stranger.get(&path).await.failed(404, "notInDatabase");
    stranger.get(format!("{path}/result")).await.failed(404, "notInDatabase");
    stranger.delete(&path).send().await.failed(404, "notInDatabase");
    let _ = owner.delete(&path).send().await.ok(201);
}

#[tokio::test]
async fn submit_matching_job_bad_field() {
    let reader = Reader::new(&Api::any().await).await;
    let body = json!({ "queries": [], "choices": ["x", 1], "limit": 0 });

    let reply = reader.post("/api/match/jobs").json(&body).send().await;

    assert_eq!(reply.wrong_fields(), ["queries", "choices[1]", "limit"]);
}

#[tokio::test]
async fn matching_job_bad_uuid() {
    let reader = Reader::new(&Api::any().await).await;

    for (method, path) in routes().into_iter().skip(2) {
        for uuid in [NOBODYS, "1", "x"] {
            let path = path.replace(NOBODYS, uuid);
            let call = reader_call(&reader, &method, &path);
            call.await.failed(404, "notInDatabase");
        }
    }
}

async fn reader_call(reader: &Reader, method: &Method, path: &str) -> tests::Reply {
    match *method {
        Method::DELETE => reader.delete(path).send().await,
        _ => reader.get(path).await,
    }
}

#[tokio::test]
async fn matching_job_bad_jwt() {
    let api = Api::any().await;
    for (method, path) in routes() {
        let call = api.call(method, path).bearer("not.a.token").json(&question());
        call.send().await.failed(422, "token");
    }
}

#[tokio::test]
async fn matching_job_fake_jwt() {
    let api = Api::any().await;
    let gone = Reader::new(&api).await;
    let _ = gone.delete(gone.path()).send().await.ok(201);
    for (method, path) in routes() {
        let call = api.call(method, path).bearer(&gone.token).json(&question());
        call.send().await.failed(404, "notInDatabase");
    }
}

#[tokio::test]
async fn matching_job_no_jwt() {
    let api = Api::any().await;
    for (method, path) in routes() {
        let reply = api.call(method, path).json(&question()).send().await;
        reply.failed(401, "token");
        assert_eq!(reply.body["msg"], json!("Missing Authorization Header"));
    }
}
