//! Large files, which go into the bucket by themselves.

use kindred::queue::Staged;
use serde_json::json;
use tests::shapes::fields;
use tests::{TestApp, WAV, Workplace};

#[tokio::test]
async fn an_upload_says_where_and_how() {
    let workplace = Workplace::any().await;

    let form = [("fileName", "a.wav"), ("size", "1000000000")];
    let reply = workplace.client.posts("/api/jobs/upload", &form).await.ok(200);

    let all = ["expiresAt", "headers", "method", "msg", "uploadId", "url"].map(str::to_owned);
    assert_eq!(fields(&reply.body), all.into());
    assert_eq!(reply.body["method"], json!("PUT"));
    assert_eq!(reply.body["headers"]["content-length"], json!("1000000000"));
}

#[tokio::test]
async fn a_size_is_a_number_of_bytes_within_bounds() {
    let workplace = Workplace::any().await;
    let upload =
        async |size: &str| workplace.client.posts("/api/jobs/upload", &[("size", size)]).await;

    workplace.client.posts("/api/jobs/upload", &[("x", "x")]).await.failed(400, "invalidRequest");
    for size in ["", "0", "-1", "1.5", "x", "１"] {
        upload(size).await.failed(400, "invalidRequest");
    }
    for size in ["1000000001", "99999999999999999999999999"] {
        upload(size).await.failed(413, "invalidRequest");
    }
    let long = "x".repeat(1_025);
    let form = [("size", "1"), ("fileName", &*long)];
    workplace.client.posts("/api/jobs/upload", &form).await.failed(400, "invalidRequest");
}

#[tokio::test]
async fn what_is_not_there_cannot_be_submitted() {
    let workplace = Workplace::any().await;
    let (client, administrator) = (&workplace.client, &workplace.administrator);
    let upload = client.posts("/api/jobs/upload", &[("size", "44")]).await.ok(200);
    let id = upload.text_of("uploadId");

    let form = [("uploadId", &*id)];
    client.posts("/api/jobs/submit", &form).await.failed(400, "operation");
    client.post("/api/jobs/submit").multipart(&form).send().await.failed(400, "operation");
    administrator.posts("/api/jobs/submit", &form).await.failed(404, "notInDatabase");
    for unknown in ["", "x", "../x", &"x".repeat(4_000)] {
        let reply = client.posts("/api/jobs/submit", &[("uploadId", unknown)]).await;
        reply.failed(404, "notInDatabase");
    }
}

#[tokio::test]
async fn what_was_uploaded_is_submitted_once() {
    let app = &TestApp::new().await;
    let workplace = Workplace::over(app).await;
    let client = &workplace.client;
    let size = WAV.len().to_string();
    let form = [("fileName", "large.wav"), ("size", &*size)];
    let id = client.posts("/api/jobs/upload", &form).await.ok(200).text_of("uploadId");
    let owner = app.account_of(client).await.id;
    let upload =
        app.system.queue().upload(owner, &id).await.expect("an answer").expect("an upload");
    let put = async |content: &'static [u8]| {
        app.app().blobs.put(&upload.key, content.into()).await.expect("it can be written");
    };
    let submit = async || client.posts("/api/jobs/submit", &[("uploadId", &*id)]).await;

    put(&WAV[..20]).await;
    submit().await.failed(400, "invalidRequest");
    put(WAV).await;
    let job = submit().await.ok(200).number_of("jobId");
    assert_eq!(submit().await.ok(200).number_of("jobId"), job);

    assert_eq!(client.sees(job).await["fileName"], json!("large.wav"));
    let audio = app.job(job).await.expect("a job").audio.expect("audio");
    assert_eq!((audio.key, audio.size_bytes), (upload.key.clone(), WAV.len() as u64));
    let keyed = client.post("/api/jobs/submit").header("Idempotency-Key", "another");
    keyed.form(&[("uploadId", &*id)]).send().await.failed(404, "notInDatabase");
}

#[tokio::test]
async fn an_upload_without_sound_is_refused_and_goes() {
    let app = &TestApp::new().await;
    let workplace = Workplace::over(app).await;
    let client = &workplace.client;
    let id = client.posts("/api/jobs/upload", &[("size", "4")]).await.ok(200).text_of("uploadId");
    let owner = app.account_of(client).await.id;
    let upload =
        app.system.queue().upload(owner, &id).await.expect("an answer").expect("an upload");
    app.app().blobs.put(&upload.key, b"text"[..].into()).await.expect("it can be written");

    let form = [("uploadId", &*id)];
    client.posts("/api/jobs/submit", &form).await.failed(415, "invalidRequest");
    client.posts("/api/jobs/submit", &form).await.failed(404, "notInDatabase");

    assert_eq!(app.app().blobs.get(&upload.key).await.expect("the bucket answers"), None);
}

#[tokio::test]
async fn an_upload_that_was_submitted_meanwhile_is_not_discarded() {
    let app = &TestApp::new().await;
    let workplace = Workplace::over(app).await;
    let (client, queue) = (&workplace.client, app.system.queue());
    let size = WAV.len().to_string();
    let id =
        client.posts("/api/jobs/upload", &[("size", &*size)]).await.ok(200).text_of("uploadId");
    let owner = app.account_of(client).await.id;
    let upload = queue.upload(owner, &id).await.expect("an answer").expect("an upload");
    let blobs = &app.app().blobs;
    blobs.put(&upload.key, WAV.into()).await.expect("it can be written");
    let _ = client.posts("/api/jobs/submit", &[("uploadId", &*id)]).await.ok(200);

    queue.discard(&Staged::from(upload.clone())).await;

    assert!(blobs.get(&upload.key).await.expect("the bucket answers").is_some());
}
