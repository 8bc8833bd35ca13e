//! Every sample below `events/` is served by the function of its folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use axum::body::Body;
use http_body_util::BodyExt;
use kindred::entity::job::JobOrder;
use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::{TestApp, Worker};
use tower::ServiceExt;

use crate::template::{Function, functions, resolve};

/// Who stands in the samples.
const NAME: &str = "ada_99";
const EMAIL: &str = "ada@example.org";
const PASSWORD: &str = "Engine#1843";
/// The content that they are about.
const CONTENT: u64 = 42;

/// The sequence number of the record that is no event.
const POISON: &str = "100000000000000000003";

#[tokio::test]
async fn every_sample_is_served() {
    let samples = samples();
    let folders: Vec<_> = samples.keys().collect();
    let mut crates: Vec<_> = functions().into_iter().map(|function| function.crate_name).collect();
    crates.sort_unstable();
    // One program may be several functions.
    crates.dedup();
    assert_eq!(folders, crates.iter().collect::<Vec<_>>(), "a folder for each function");

    for function in functions() {
        let files = &samples[&function.crate_name];
        assert!(!files.is_empty(), "no sample for {}", function.crate_name);
        for (name, text) in files {
            let context = format!("events/{}/{name}", function.crate_name);
            match function.crate_name.as_str() {
                "recompute" | "cascade" | "bulk" | "sweep" => {
                    invoke(&context, &function, text).await
                }
                _ => request(&context, &function, text).await,
            }
        }
    }
}

/// The samples by folder: file names and texts.
fn samples() -> BTreeMap<String, Vec<(String, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../events");
    let mut all = BTreeMap::new();
    for folder in entries(&root) {
        assert!(folder.is_dir(), "{}: not in a folder of a function", folder.display());
        let files = entries(&folder).into_iter().map(|file| {
            let text = fs::read_to_string(&file).expect("a readable file");
            (name(&file), text)
        });
        all.insert(name(&folder), files.collect());
    }
    all
}

fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

fn name(path: &Path) -> String {
    path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned()
}

/// Serve a sample as the Lambda runtime hands it over; it must succeed.
async fn request(context: &str, function: &Function, text: &str) {
    let app = TestApp::new().await;
    let text = with_tokens(&app, text, context.contains("register")).await;
    let event: Value = serde_json::from_str(&text).expect("JSON");
    let http = &event["requestContext"]["http"];
    let (method, path) = (http["method"].as_str(), http["path"].as_str());
    let reached = resolve(method.expect("a method"), path.expect("a path")).expect("a route");
    assert_eq!(event["routeKey"], reached.key, "{context}: another route");
    assert_eq!(event["rawPath"], *path.expect("a path"), "{context}");
    assert_eq!(reached.function.crate_name, function.crate_name, "{context}: another function");

    let request = lambda_http::request::from_str(&text).expect("an event of API Gateway");
    let request = request.map(|body| Body::from(body.to_vec()));
    let router = function.router(app.app()).expect("a function that serves HTTP");
    let answer = router.oneshot(request).await.expect("never fails");

    let status = answer.status();
    let body = answer.into_body().collect().await.expect("a body").to_bytes();
    assert!(status.is_success(), "{context}: {status} {}", String::from_utf8_lossy(&body));
}

/// The sample with tokens in place of what stands for them, after everything that it needs is there.
async fn with_tokens(app: &TestApp, text: &str, is_registration: bool) -> String {
    if is_registration {
        return text.to_owned();
    }
    let api = app.api();
    let forum = json!({ "username": NAME, "password": PASSWORD });
    let _ = api.post("/register").json(&forum).send().await.ok(200);
    let session = api.post("/login").json(&forum).send().await.ok(200).text_of("access-token");
    let media = json!({ "email": EMAIL, "username": NAME, "password": PASSWORD });
    let bearer = api.post("/api/auth/register").json(&media).send().await.ok(201);
    let article = json!({ "title": "Title", "text": "Text", "access-token": session });
    let _ = api.post("/articles/new").json(&article).send().await.ok(200);
    while app.publish(MediaKind::Movie, json!({ "title": "The Engine" })).await < CONTENT {}
    let administrator = app.administrator().await;
    let worker = Worker::online(&api, &administrator).await;
    let owner = app.account_of(&administrator).await.id;
    app.job_of(owner, JobOrder::default()).await;
    text.replace("<access-token of POST /login>", &session)
        .replace("<access_token of POST /api/auth/login>", &bearer.text_of("access_token"))
        .replace("<uuid of a user>", bearer.body["user"]["uuid"].as_str().expect("a uuid"))
        .replace("<accessToken of an administrator>", &administrator.token)
        .replace("<runnerToken of GET /api/runners/create>", &worker.token)
}

/// Hand a sample to a function; what is no event is reported, everything else is worked off.
async fn invoke(context: &str, function: &Function, text: &str) {
    let app = TestApp::new().await;
    while app.publish(MediaKind::Movie, json!({ "title": "The Engine" })).await < CONTENT {}
    let payload: Value = serde_json::from_str(text).expect("JSON");
    let is_batch = payload.get("Records").is_some();

    let answer = match function.crate_name.as_str() {
        "cascade" => app.invoke_cascade(payload).await,
        "bulk" => app.system.bulk().invoke(payload).await,
        "sweep" => app.invoke_sweep(payload).await.map(|()| Value::Null),
        _ => app.invoke_recompute(payload).await,
    };

    let answer = answer.unwrap_or_else(|error| panic!("{context}: {error}"));
    let failed = match (is_batch, context.contains("poison")) {
        (false, _) if ["recompute", "bulk"].contains(&&*function.crate_name) => {
            json!({ "left": false })
        }
        (false, _) => Value::Null,
        (true, false) => json!({ "batchItemFailures": [] }),
        (true, true) => json!({ "batchItemFailures": [{ "itemIdentifier": POISON }] }),
    };
    assert_eq!(answer, failed, "{context}");
}
