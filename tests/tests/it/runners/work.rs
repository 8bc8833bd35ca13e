//! A runner learns of work, fetches it, and is told to stop.

use axum::http::Method;
use kindred::entity::job::step::Step;
use kindred::entity::job::{ABORTED, JobOrder};
use serde_json::{Value, json};
use tests::Reply;

use super::Hall;

/// It must be audio of no length, as runners take it.
#[track_caller]
fn is_empty_audio(reply: &Reply) {
    assert_eq!(
        (reply.text.as_str(), reply.headers["content-type"].as_bytes()),
        ("", &b"audio/basic"[..])
    );
}

#[tokio::test]
async fn a_job_goes_from_its_submission_to_its_transcript() {
    let hall = Hall::new().await;
    let worker = hall.online().await;
    assert_eq!(worker.told(None).await, "ack");

    let job = hall.submit().await;
    assert_eq!(hall.step(job).await, Step::RunnerAssigned);
    assert_eq!(worker.told(None).await, "jobAssigned");
    assert_eq!(hall.step(job).await, Step::RunnerAssigned);
    assert_eq!(worker.fetches().await, job);
    assert_eq!(hall.step(job).await, Step::RunnerInProgress);
    assert_eq!(worker.told(Some("0.5")).await, "jobAssigned");
    let _ = worker.submits(&[("transcript", "Hello.")]).await.ok(200);

    assert_eq!(hall.step(job).await, Step::Success);
    assert_eq!(hall.transcript(job).await.as_deref(), Some("Hello."));
    assert_eq!(worker.told(None).await, "ack");
}

#[tokio::test]
async fn the_information_has_what_the_job_was_submitted_with() {
    let hall = Hall::new().await;
    let order = JobOrder {
        file_name: Some("speech.ogg".to_owned()),
        model: Some("small.en".to_owned()),
        language: None,
    };
    let job = hall.app.job_of(hall.owner, order).await;
    let worker = hall.online().await;

    for _ in 0..2 {
        let info = worker.posts("retrieveJobInfo").await.ok(200);

        let wanted = json!({ "jobID": job, "model": "small.en", "language": null });
        assert_eq!(info.body, wanted);
        assert_eq!(info.headers["content-type"], "application/json");
    }
}

#[tokio::test]
async fn audio_that_is_empty_is_an_empty_body_of_the_type_that_runners_take() {
    let hall = Hall::new().await;
    let job = hall.submit().await;
    let worker = hall.online().await;

    for _ in 0..2 {
        let audio = worker.audio().await.ok(200);

        is_empty_audio(&audio);
        assert_eq!(hall.step(job).await, Step::RunnerInProgress);
    }
}

#[tokio::test]
async fn asking_for_the_headers_of_audio_begins_nothing() {
    let hall = Hall::new().await;
    let job = hall.submit().await;
    let worker = hall.online().await;
    let head = async || {
        let call = hall.app.api().call(Method::HEAD, "/api/runners/retrieveJobAudio");
        call.bearer(&worker.token).send().await
    };

    let reply = head().await.ok(200);

    assert_eq!(reply.headers["content-type"], "audio/basic");
    assert_eq!(hall.step(job).await, Step::RunnerAssigned);
    let _ = worker.submits(&[("transcript", "Too early.")]).await.ok(200);
    assert_eq!(hall.step(job).await, Step::RunnerAssigned, "it has not begun");
    worker.fetches().await;
    let _ = worker.submits(&[("transcript", "Done.")]).await.ok(200);
    let _ = head().await.ok(400);
}

#[tokio::test]
async fn who_has_nothing_to_do_is_told_so() {
    let hall = Hall::new().await;
    let worker = hall.online().await;

    worker.posts("retrieveJobInfo").await.failed(400, "operation");
    worker.audio().await.failed(400, "operation");
    assert_eq!(worker.told(Some("0.5")).await, "ack");
}

#[tokio::test]
async fn the_oldest_job_comes_first_and_the_runner_that_is_there_for_longest() {
    let hall = Hall::new().await;
    let jobs = [hall.submit().await, hall.submit().await, hall.submit().await];
    let worker = hall.online().await;

    for job in jobs {
        assert_eq!(worker.fetches().await, job);
        let _ = worker.submits(&[("transcript", "")]).await.ok(200);
    }

    let later = hall.online().await;
    let job = hall.submit().await;
    assert_eq!(worker.fetches().await, job);
    assert_eq!(later.told(None).await, "ack");
}

#[tokio::test]
async fn an_abort_is_told_while_the_runner_works_and_only_then() {
    let hall = Hall::new().await;
    let job = hall.submit().await;
    let worker = hall.online().await;
    assert_eq!(worker.told(None).await, "jobAssigned");

    hall.abort(job).await;

    assert_eq!(worker.told(Some("0.1")).await, "jobAssigned", "it does not work on it yet");
    assert_eq!(worker.fetches().await, job);
    for progress in [None, Some("0.1"), Some("x")] {
        assert_eq!(worker.told(progress).await, "abort");
    }
    let _ = worker.submits(&[("error_msg", ABORTED)]).await.ok(200);
    assert_eq!(worker.told(None).await, "ack");
    assert_eq!(hall.step(job).await, Step::Failed);
    assert_eq!(hall.job(job).await.error.as_deref(), Some(ABORTED));
}

#[tokio::test]
async fn a_result_that_comes_before_the_abort_is_heard_counts() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;

    hall.abort(job).await;
    let _ = worker.submits(&[("transcript", "Faster.")]).await.ok(200);

    assert_eq!(hall.step(job).await, Step::Success);
    assert_eq!(worker.told(Some("1.0")).await, "ack", "the next job must not be hit");
}

#[tokio::test]
async fn a_job_that_nobody_was_told_of_ends_at_once_and_the_runner_gets_the_next() {
    let hall = Hall::new().await;
    let first = hall.submit().await;
    let worker = hall.online().await;
    let second = hall.submit().await;

    hall.abort(first).await;

    assert_eq!(hall.step(first).await, Step::Failed);
    assert_eq!(worker.told(None).await, "jobAssigned");
    assert_eq!(worker.fetches().await, second);
}

#[tokio::test]
async fn an_abort_is_not_forgotten_when_the_runner_is_lost() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;
    hall.abort(job).await;

    let _ = worker.posts("unregister").await.ok(200);

    assert_eq!(hall.step(job).await, Step::Failed);
    assert_eq!(hall.online().await.told(None).await, "ack");
}

/// The public runner exits when it is refused what it was told of.
#[tokio::test]
async fn what_was_announced_can_be_fetched_whatever_has_become_of_the_job() {
    let hall = Hall::new().await;
    let job = hall.submit().await;
    let worker = hall.online().await;
    assert_eq!(worker.told(None).await, "jobAssigned");

    hall.app.system.queue().erase(job).await.expect("it can be erased");

    let info = worker.posts("retrieveJobInfo").await.ok(200);
    assert_eq!(info.body, json!({ "jobID": job, "model": Value::Null, "language": Value::Null }));
    let audio = worker.audio().await.ok(200);
    is_empty_audio(&audio);
    assert_eq!(worker.told(Some("0.5")).await, "abort");
    let _ = worker.submits(&[("transcript", "Of nobody.")]).await.ok(200);
    assert_eq!(hall.transcript(job).await, None);
    assert_eq!(hall.app.job(job).await, None);
    assert_eq!(worker.told(None).await, "ack");
}

#[tokio::test]
async fn the_result_of_a_deleted_job_does_not_land_in_the_next() {
    let hall = Hall::new().await;
    let (worker, job) = hall.busy().await;

    hall.app.system.queue().erase(job).await.expect("it can be erased");
    let next = hall.submit().await;
    let _ = worker.submits(&[("transcript", "Secret.")]).await.ok(200);

    assert_eq!(hall.transcript(next).await, None);
    assert_eq!(hall.step(next).await, Step::RunnerAssigned);
    assert_eq!(worker.fetches().await, next);
}

#[tokio::test]
async fn audio_is_where_a_redirect_leads_and_takes_no_token_there() {
    let hall = Hall::new().await;
    let job = hall.app.job_with(&hall.administrator, b"\x00\xffsound").await;
    let worker = hall.online().await;

    for _ in 0..2 {
        let redirect = worker.audio().await.ok(307);
        let link = redirect.headers["location"].to_str().expect("a link");
        let path = link.strip_prefix("http://localhost").expect("the bucket of this process");
        let audio = hall.app.api().get(path).header("host", "localhost").send().await.ok(200);

        assert_eq!(audio.headers["content-type"], "audio/basic");
        assert_eq!(audio.headers["content-length"], "7");
        assert_eq!(hall.step(job).await, Step::RunnerInProgress);
    }
}

#[tokio::test]
async fn audio_is_dropped_when_its_job_ends() {
    let hall = Hall::new().await;
    let job = hall.app.job_with(&hall.administrator, b"sound").await;
    let worker = hall.online().await;
    worker.fetches().await;
    let key = hall.job(job).await.audio.expect("audio").key;

    let _ = worker.submits(&[("transcript", "Hello.")]).await.ok(200);

    assert_eq!(hall.app.app().blobs.get(&key).await.expect("the bucket answers"), None);
    assert_eq!(hall.job(job).await.audio, None);
}
