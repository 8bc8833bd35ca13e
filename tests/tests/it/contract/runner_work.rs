//! What a runner does, from its creation to a result. The server may have jobs of others: they are done, too.

use kindred::queue::NOT_ONLINE;
use serde_json::json;
use tests::shapes::fields;
use tests::{Exit, PublicRunner, Worker, Workplace, speech};

/// A runner that has fetched this job; jobs that wait before it are done.
async fn with_job(workplace: &Workplace, job: u64) -> Worker {
    let worker = workplace.worker().await;
    let _ = worker.posts("register").await.ok(200);
    while worker.fetches().await != job {
        let _ = worker.submits(&[("transcript", "")]).await.ok(200);
    }
    worker
}

#[tokio::test]
async fn only_an_administrator_creates_runners_and_gets_nothing_but_a_token() {
    let workplace = Workplace::any().await;

    workplace.client.get("/api/runners/create").await.failed(403, "permission");
    let created = workplace.administrator.get("/api/runners/create").await.ok(200);

    assert_eq!(fields(&created.body), ["runnerToken".to_owned()].into());
    assert_eq!(created.text_of("runnerToken").len(), 43);
}

#[tokio::test]
async fn a_runner_comes_shows_that_it_is_there_and_goes() {
    let workplace = Workplace::any().await;
    let worker = workplace.worker().await;
    for path in ["unregister", "heartbeat", "retrieveJobInfo", "submitJobResult"] {
        let reply = worker.posts(path).await;
        reply.failed(400, "operation");
        assert_eq!(reply.text_of("error"), NOT_ONLINE);
    }

    let registered = worker.posts("register").await.ok(200);
    worker.posts("register").await.failed(400, "operation");
    let told = worker.told(None).await;

    assert_eq!(fields(&registered.body), ["msg", "runnerID"].map(str::to_owned).into());
    assert!(["ack", "jobAssigned"].contains(&told.as_str()), "{told}");
    let id = registered.number_of("runnerID");
    let list = workplace.administrator.get("/api/admin/runners?limit=100").await.ok(200);
    let runners = list.body["runners"].as_array().expect("a list");
    let own = runners.iter().find(|runner| runner["runnerId"] == json!(id)).expect("the runner");
    assert_eq!((&own["online"], &own["revoked"]), (&json!(true), &json!(false)));

    let path = format!("/api/admin/runners/{id}");
    let call = workplace.api.delete(&path).bearer(&workplace.administrator.token);
    let _ = call.send().await.ok(200);
    worker.beats(None).await.failed(400, "token");
}

#[tokio::test]
async fn a_job_ends_with_what_its_runner_brings() {
    let workplace = Workplace::any().await;
    let job = workplace.submit(b"").await;
    let worker = with_job(&workplace, job).await;

    assert_eq!(workplace.step(job).await, "runnerInProgress");
    assert_eq!(worker.told(Some("0.6616666666666666")).await, "jobAssigned");
    let audio = worker.audio().await.ok(200);
    assert_eq!((audio.headers["content-type"].as_bytes(), &*audio.text), (&b"audio/basic"[..], ""));
    let _ = worker.submits(&[("transcript", "Grüße")]).await.ok(200);
    let _ = worker.posts("unregister").await.ok(200);

    assert_eq!(workplace.step(job).await, "success");
    assert_eq!(workplace.transcript(job).await.as_deref(), Some("Grüße"));
}

#[tokio::test]
async fn a_job_fails_with_the_error_of_its_runner() {
    let workplace = Workplace::any().await;
    let job = workplace.submit(b"").await;
    let worker = with_job(&workplace, job).await;

    let _ = worker.submits(&[("error_msg", "no speech")]).await.ok(200);
    let _ = worker.posts("unregister").await.ok(200);

    assert_eq!(workplace.step(job).await, "failed");
    assert_eq!(workplace.transcript(job).await, None);
}

#[tokio::test]
async fn the_job_of_a_runner_that_goes_waits_again() {
    let workplace = Workplace::any().await;
    let job = workplace.submit(b"").await;
    let worker = with_job(&workplace, job).await;

    let _ = worker.posts("unregister").await.ok(200);

    assert_eq!(workplace.step(job).await, "pendingRunner");
    let other = with_job(&workplace, job).await;
    let _ = other.submits(&[("transcript", "")]).await.ok(200);
    let _ = other.posts("unregister").await.ok(200);
}

/// Over a connection, because the public runner has nothing else.
#[tokio::test]
async fn the_public_runner_does_a_job_at_a_server() {
    let Ok(base) = std::env::var("KINDRED_BASE_URL") else { return };
    let workplace = Workplace::any().await;
    let job = workplace.submit(&speech(100_000)).await;
    let token = workplace.worker().await.token;

    let mut runner = PublicRunner::start(&base, &token).await.expect("it is let in");
    let heard = |audio: &[u8]| match audio == speech(100_000) {
        true => Ok("Hello.".to_owned()),
        false => Err(format!("{} other bytes", audio.len())),
    };
    while runner.works(heard).await.expect("it goes on").id != job {}
    let second = PublicRunner::start(&base, &token).await;
    runner.unregister().await;

    assert_eq!(workplace.transcript(job).await.as_deref(), Some("Hello."));
    assert!(matches!(second, Err(Exit::Refused(_))), "one token, two processes");
}
