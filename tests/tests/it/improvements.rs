//! Where the job service has to be better than what it takes the place of: a test for each point, by its number.
//!
//! | rows | what | tests |
//! | --- | --- | --- |
//! | 1-12, 18, 21, 22, 24, 28-30 | jobs, runners, the queue | here |
//! | 13 | secrets in logs | `logs` |
//! | 14, 15, 16 | mailed tokens, address changes, uniqueness | `activation`, `reset`, `addresses`, `races` |
//! | 17 | whether an account exists | `throttled_doors`, the bench `enumeration` |
//! | 18, for accounts | limits of attempts | `throttle`, `throttled_doors` |
//! | 19 | admitted domains | `admission` |
//! | 20 | reads with effects | `contract::jobs_transcript`, `contract::users_link` |
//! | 23 | sessions | `sessions` |
//! | 25 | settings | `kindred::config` |
//! | 26 | the last administrator | `administrators` |
//! | 27 | twins with one token | `runners::twins` |

use std::time::Duration;

use kindred::entity::job::ABORTED;
use kindred::store::Table;
use kindred_cli::System;
use serde_json::json;
use tests::{Api, Member, TestApp, WAV, Worker, Workplace};

/// How long after its last sign of life a runner is lost.
const SILENCE: Duration = Duration::from_secs(61);

/// A place with a runner that is online.
async fn office() -> (TestApp, Member, Worker) {
    let app = TestApp::new().await;
    let client = Member::activated(&app).await;
    let worker = Worker::online(&app.api(), &app.administrator().await).await;
    (app, client, worker)
}

async fn text(worker: &Worker, text: &str) {
    let _ = worker.submits(&[("transcript", text)]).await.ok(200);
}

async fn gone(app: &TestApp, member: &Member) {
    let form = [("password", tests::JOBS_PASSWORD)];
    let _ = member.posts("/api/users/delete", &form).await.ok(200);
    app.settle().await;
}

#[tokio::test]
async fn row_01_job_ids_are_never_reused_and_a_result_reaches_no_other_job() {
    let (app, first, worker) = office().await;
    let job = first.has_job().await;
    assert_eq!(worker.fetches().await, job);

    gone(&app, &first).await;
    let second = Member::activated(&app).await;
    let next = second.has_job().await;
    text(&worker, "what the first has said").await;

    assert!(next > job);
    assert_eq!(second.step_of(next).await, "runnerAssigned");
    second.downloads(next).await.failed(400, "operation");
    let _ = second.downloads(job).await.ok(404);
}

#[tokio::test]
async fn row_02_the_jobs_of_a_deleted_user_leave_queue_and_runners() {
    let (app, first, worker) = office().await;
    for _ in 0..3 {
        first.has_job().await;
    }
    assert_eq!(worker.told(None).await, "jobAssigned");

    gone(&app, &first).await;

    let waiting = app.items(Table::State).await.into_keys().filter(|(pk, _)| pk == "QUEUE");
    assert_eq!(waiting.count(), 0);
    let other = Worker::online(&app.api(), &app.administrator().await).await;
    assert_eq!(other.told(None).await, "ack");
    let _ = other.posts("unregister").await.ok(200);
    let _ = worker.posts("unregister").await.ok(200);
    app.sweep().await;
}

#[tokio::test]
async fn row_03_a_job_that_is_assigned_and_not_fetched_can_be_aborted() {
    let (_app, client, worker) = office().await;
    let job = client.has_job().await;
    assert_eq!(client.step_of(job).await, "runnerAssigned");

    let _ = client.aborts(&job.to_string()).await.ok(200);

    assert_eq!(client.sees(job).await["error_msg"], json!(ABORTED));
    assert_eq!(worker.told(None).await, "ack");

    let announced = client.has_job().await;
    assert_eq!(worker.told(None).await, "jobAssigned");
    let _ = client.aborts(&announced.to_string()).await.ok(200);
    assert_eq!(worker.fetches().await, announced, "what was announced can be fetched");
    assert_eq!(worker.told(Some("0.1")).await, "abort");
}

#[tokio::test]
async fn row_04_a_job_that_has_ended_does_not_end_another_time() {
    let (app, client, worker) = office().await;
    let job = client.has_job().await;
    worker.fetches().await;
    text(&worker, "done").await;
    let owner = app.account_of(&client).await.id;

    app.system.queue().abort(job, owner).await.expect("nothing happens");

    assert_eq!(client.step_of(job).await, "success");
    client.aborts(&job.to_string()).await.failed(400, "invalidRequest");
}

#[tokio::test]
async fn row_05_the_queue_is_in_order_and_loses_whom_it_should() {
    let app = TestApp::new().await;
    let client = Member::activated(&app).await;
    let mut jobs = Vec::new();
    for _ in 0..7 {
        jobs.push(client.has_job().await);
    }
    let removed = jobs.remove(3);
    let _ = client.aborts(&removed.to_string()).await.ok(200);
    let worker = Worker::online(&app.api(), &app.administrator().await).await;

    let mut done = Vec::new();
    for _ in &jobs {
        done.push(worker.fetches().await);
        text(&worker, "").await;
    }

    assert_eq!(done, jobs);
    assert_eq!(worker.told(None).await, "ack");
}

#[tokio::test]
async fn row_06_an_abort_outlives_the_runner() {
    let (app, client, worker) = office().await;
    let job = client.has_job().await;
    worker.fetches().await;
    let _ = client.aborts(&job.to_string()).await.ok(200);

    app.advance(SILENCE);

    let seen = client.sees(job).await;
    assert_eq!(
        (&seen["status"], &seen["error_msg"]),
        (&json!({ "step": "failed" }), &json!(ABORTED))
    );
}

#[tokio::test]
async fn row_07_a_lost_runner_and_its_progress_are_not_shown() {
    let (app, client, worker) = office().await;
    let job = client.has_job().await;
    worker.fetches().await;
    worker.told(Some("0.5")).await;
    let status = client.sees(job).await["status"].clone();
    assert_eq!(status, json!({ "step": "runnerInProgress", "runner": 1, "progress": 0.5 }));

    app.advance(SILENCE);

    assert_eq!(client.sees(job).await["status"], json!({ "step": "pendingRunner" }));
}

#[tokio::test]
async fn row_08_a_runner_that_comes_back_goes_on_and_its_result_counts() {
    let (app, client, worker) = office().await;
    let job = client.has_job().await;
    worker.fetches().await;
    app.advance(SILENCE);
    worker.beats(Some("0.5")).await.failed(400, "operation");

    let _ = worker.posts("register").await.ok(200);
    assert_eq!(client.step_of(job).await, "runnerInProgress");
    text(&worker, "all of it").await;

    assert_eq!(client.downloads(job).await.ok(200).text_of("transcript"), "all of it");
}

#[tokio::test]
async fn row_09_a_late_result_takes_nothing_from_another_runner() {
    let (app, client, late) = office().await;
    let job = client.has_job().await;
    late.fetches().await;
    app.advance(SILENCE);
    let other = Worker::online(&app.api(), &app.administrator().await).await;
    app.sweep().await;
    let _ = late.posts("register").await;
    assert_eq!(other.told(None).await, "jobAssigned");
    assert_eq!(other.fetches().await, job);

    text(&late, "late").await;
    assert_eq!(client.step_of(job).await, "runnerInProgress");
    text(&other, "in time").await;

    assert_eq!(client.downloads(job).await.ok(200).text_of("transcript"), "in time");
}

#[tokio::test]
async fn row_10_an_abort_is_told_also_while_the_model_loads() {
    let (_app, client, worker) = office().await;
    let job = client.has_job().await;
    worker.fetches().await;

    let _ = client.aborts(&job.to_string()).await.ok(200);

    assert_eq!(worker.told(None).await, "abort");
}

#[tokio::test]
async fn row_11_an_id_may_stand_twice_in_a_list() {
    let (_app, client, worker) = office().await;
    let (running, waiting) = (client.has_job().await, client.has_job().await);
    worker.fetches().await;
    let twice = format!("{running},{waiting},{running},{waiting}");

    let _ = client.aborts(&twice).await.ok(200);
    let _ = worker.submits(&[("error_msg", ABORTED)]).await.ok(200);
    let info = client.get(format!("/api/jobs/info?jobIds={twice}")).await.ok(200);
    let _ = client.deletes(&twice).await.ok(200);

    let jobs = info.body["jobs"].as_array().expect("a list");
    assert_eq!(jobs.len(), 4);
    assert!(jobs.iter().all(|job| job["status"]["step"] == "failed"), "{}", info.text);
    client.get(format!("/api/jobs/info?jobIds={running}")).await.failed(403, "permission");
}

#[tokio::test]
async fn row_12_any_instance_does_any_part_of_the_work() {
    let (app, client, worker) = office().await;
    let other = app.restarted(|_| {}).await;
    let System { app: first, .. } = app.system.clone();
    let job = client.has_job().await;

    let api: Api = other.api();
    let call = api.post("/api/runners/retrieveJobInfo").bearer(&worker.token);
    assert_eq!(call.send().await.ok(200).number_of("jobID"), job);
    let form = [("transcript", "from the other")];
    let call = api.post("/api/runners/submitJobResult").bearer(&worker.token).form(&form);
    let _ = call.send().await.ok(200);

    let speech = first.queue().transcript(job).await.expect("the store answers");
    assert_eq!(speech.expect("a transcript").text, "from the other");
}

#[tokio::test]
async fn row_18_what_is_too_large_or_too_much_is_refused() {
    let (_app, client, _worker) = office().await;

    let call = client.post("/api/jobs/submit").header("content-length", "1100000000");
    call.send().await.failed(413, "invalidRequest");
    let announced = client.posts("/api/jobs/upload", &[("size", "1000000001")]).await;
    announced.failed(413, "invalidRequest");
    let ids = ["1"; 10_000].join(",");
    client.aborts(&ids).await.failed(400, "invalidRequest");
}

#[tokio::test]
async fn row_21_audio_goes_to_the_bucket_and_with_its_job_and_fields_are_checked() {
    let (app, client, worker) = office().await;
    client.submits(("a.wav", WAV), &[("model", "huge")]).await.failed(400, "invalidRequest");
    client.submits(("a.wav", WAV), &[("language", "xx")]).await.failed(400, "invalidRequest");
    let job = client.submits(("a.wav", WAV), &[]).await.ok(200).number_of("jobId");
    let key = app.job(job).await.expect("a job").audio.expect("audio").key;
    let blobs = &app.app().blobs;
    let stored = blobs.get(&key).await.expect("the bucket answers");
    assert_eq!(stored.as_deref(), Some(WAV));

    worker.fetches().await;
    text(&worker, "").await;

    assert_eq!(blobs.get(&key).await.expect("the bucket answers"), None);
    let agenda = app.items(Table::State).await.into_keys().filter(|(pk, _)| pk == "AGENDA");
    assert_eq!(agenda.count(), 0, "nothing is left to be done");
}

#[tokio::test]
async fn row_22_all_means_all_whatever_its_value() {
    let app = TestApp::new().await;
    let administrator = app.administrator().await;

    for value in ["0", "false", "1"] {
        let list = administrator.get(format!("/api/jobs/list?all={value}")).await.ok(200);
        assert_eq!(list.body["jobs"], json!([{ "userId": 1, "jobIds": [] }]), "{value}");
    }
    administrator.get("/api/jobs/list?all=").await.failed(400, "invalidRequest");
}

#[tokio::test]
async fn row_24_progress_is_a_number_between_0_and_1_or_none() {
    let (_app, client, worker) = office().await;
    let job = client.has_job().await;
    worker.fetches().await;

    for (told, shown) in [
        ("0.25", 0.25),
        ("NaN", 0.25),
        ("inf", 1.0),
        ("-inf", 0.0),
        ("7", 1.0),
        ("-1", 0.0),
        ("x", 0.0),
    ] {
        worker.told(Some(told)).await;
        assert_eq!(client.sees(job).await["status"]["progress"], json!(shown), "{told}");
    }
}

#[tokio::test]
async fn row_28_a_runner_is_always_answered() {
    let (_app, _client, worker) = office().await;

    for (content_type, body) in [
        ("multipart/form-data", "--x"),
        ("multipart/form-data; boundary=x", "--x\r\n\r\n"),
        ("application/json", "{"),
        ("text/plain", "\0"),
    ] {
        let reply = worker.post("heartbeat").body(content_type, body).send().await;
        assert!([200, 400].contains(&reply.status) && reply.body.is_object(), "{}", reply.text);
    }
}

#[tokio::test]
async fn row_29_an_abort_ends_with_the_job_that_it_was_for() {
    let (_app, client, worker) = office().await;
    let (first, second) = (client.has_job().await, client.has_job().await);
    worker.fetches().await;
    let _ = client.aborts(&first.to_string()).await.ok(200);

    text(&worker, "done before it was told").await;

    assert_eq!(client.step_of(first).await, "success");
    assert_eq!(worker.told(Some("1.0")).await, "jobAssigned");
    assert_eq!(worker.fetches().await, second);
    assert_ne!(worker.told(Some("0.0")).await, "abort");
}

#[tokio::test]
async fn row_30_every_failure_is_json_with_a_text() {
    let workplace = Workplace::any().await;
    let client = &workplace.client;

    client.get("/api/jobs/info").await.failed(400, "invalidRequest");
    client.get("/api/jobs/unknown").await.failed(404, "invalidRequest");
    client.get("/api/jobs/list/").await.failed(404, "invalidRequest");
    client.get("/api/jobs/submit").await.failed(405, "invalidRequest");
    client.post("/api/jobs/submit").send().await.failed(400, "invalidRequest");
}
