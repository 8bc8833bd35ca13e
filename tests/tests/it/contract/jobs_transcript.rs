//! Transcripts, in every form.

use axum::http::Method;
use serde_json::json;
use tests::shapes::fields;
use tests::{Worker, Workplace};

/// A job of the client, and its runner, which has fetched it.
async fn running(workplace: &Workplace) -> (u64, Worker) {
    let job = workplace.client.has_job().await;
    let worker = workplace.worker().await;
    let _ = worker.posts("register").await.ok(200);
    while worker.fetches().await != job {
        let _ = worker.submits(&[("transcript", "")]).await.ok(200);
    }
    (job, worker)
}

async fn done(workplace: &Workplace, result: &[(&str, &str)]) -> u64 {
    let (job, worker) = running(workplace).await;
    let _ = worker.submits(result).await.ok(200);
    let _ = worker.posts("unregister").await.ok(200);
    job
}

#[tokio::test]
async fn a_transcript_is_downloaded_as_often_as_one_likes() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;
    let job = done(&workplace, &[("transcript", "Grüße,\nWelt")]).await;
    assert_eq!(client.step_of(job).await, "success");

    for _ in 0..2 {
        let reply = client.downloads(job).await.ok(200);
        assert_eq!(fields(&reply.body), ["msg", "transcript"].map(str::to_owned).into());
        assert_eq!(reply.text_of("transcript"), "Grüße,\nWelt");
        assert_eq!(client.step_of(job).await, "downloaded");
    }
}

#[tokio::test]
async fn looking_at_the_head_does_not_count() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;
    let job = done(&workplace, &[("transcript", "")]).await;

    let path = format!("/api/jobs/downloadTranscript?jobId={job}");
    let call = workplace.api.call(Method::HEAD, path).bearer(&client.token);
    assert_eq!(call.send().await.status, 200);

    assert_eq!(client.step_of(job).await, "success");
}

#[tokio::test]
async fn who_asks_is_told_what_they_may_know() {
    let workplace = Workplace::any().await;
    let (client, administrator) = (&workplace.client, &workplace.administrator);
    let (waits, foreign) = (client.has_job().await, administrator.has_job().await);

    client.get("/api/jobs/downloadTranscript").await.failed(400, "invalidRequest");
    for unknown in ["", "abc", "9000000000000", "-1", &"9".repeat(40)] {
        client.downloads(unknown).await.failed(404, "notInDatabase");
        administrator.downloads(unknown).await.failed(404, "notInDatabase");
    }
    client.downloads(foreign).await.failed(403, "permission");
    client.downloads(waits).await.failed(400, "operation");
    let path = format!("/api/jobs/downloadTranscript?jobId={waits}&format=pdf");
    client.get(path).await.failed(400, "invalidRequest");
}

#[tokio::test]
async fn an_administrators_download_counts() {
    let workplace = Workplace::any().await;
    let job = done(&workplace, &[("transcript", "x")]).await;

    let _ = workplace.administrator.downloads(job).await.ok(200);

    assert_eq!(workplace.client.step_of(job).await, "downloaded");
}

#[tokio::test]
async fn of_an_error_the_list_has_the_last_line_and_the_download_all() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;
    let error = "Traceback:\n  line 1\nOut of memory \n";

    let job = done(&workplace, &[("error_msg", error)]).await;

    assert_eq!(client.sees(job).await["error_msg"], json!("Out of memory"));
    let reply = client.downloads(job).await;
    reply.failed(400, "operation");
    assert_eq!(reply.text_of("msg"), error);
}

#[tokio::test]
async fn a_transcript_is_a_file_too() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;
    let segments = r#"[{"start": 0, "end": 1.5, "text": " Hello, <b>"}, {"start": 61, "end": 62, "text": "world."}]"#;
    let job =
        done(&workplace, &[("transcript", "Hello, <b> world."), ("segments", segments)]).await;
    let get = async |format: &str| client.downloads(format!("{job}&format={format}")).await.ok(200);

    for (format, content_type, text) in [
        ("text", "text/plain; charset=utf-8", "Hello, <b> world."),
        (
            "srt",
            "application/x-subrip; charset=utf-8",
            "1\n00:00:00,000 --> 00:00:01,500\nHello, <b>\n\n2\n00:01:01,000 --> 00:01:02,000\nworld.\n\n",
        ),
        (
            "vtt",
            "text/vtt; charset=utf-8",
            "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nHello, &lt;b&gt;\n\n00:01:01.000 --> 00:01:02.000\nworld.\n\n",
        ),
    ] {
        let reply = get(format).await;
        assert_eq!(
            (&*reply.text, &reply.headers["content-type"]),
            (text, &content_type.parse().expect("a value"))
        );
        let name = reply.headers["content-disposition"].to_str().expect("a text");
        assert!(name.starts_with(&format!("attachment; filename=\"transcript-{job}.")), "{name}");
    }
    assert_eq!(client.step_of(job).await, "downloaded");
}

#[tokio::test]
async fn without_times_there_are_no_subtitles() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;
    let job = done(&workplace, &[("transcript", "Hello.")]).await;

    for format in ["srt", "vtt"] {
        client.downloads(format!("{job}&format={format}")).await.failed(400, "operation");
    }

    assert_eq!(client.step_of(job).await, "success");
}
