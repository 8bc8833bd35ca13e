//! The public runner, as it is, over a connection: from its start to a transcript, and through everything that
//! irritates it.

use std::time::Duration;

use kindred::entity::job::step::Step;
use kindred::entity::job::{ABORTED, JobOrder};
use tests::{Exit, PublicRunner, TestApp, Workplace, speech};

use super::Hall;

/// What it makes of audio.
fn heard(audio: &[u8]) -> Result<String, String> {
    Ok(format!("{} bytes", audio.len()))
}

impl Hall {
    /// The system behind a port; where that is.
    async fn served() -> (Self, String) {
        let (app, base) = TestApp::served().await;
        (Self::of(app).await, base)
    }

    /// A process of a new runner, and its token.
    async fn process(&self, base: &str) -> (PublicRunner, String) {
        let token = self.worker().await.token;
        (PublicRunner::start(base, &token).await.expect("it is let in"), token)
    }
}

#[tokio::test]
async fn it_does_one_job_after_the_other() {
    let (hall, base) = Hall::served().await;
    let (mut runner, _) = hall.process(&base).await;
    assert_eq!(runner.beat(None).await, Ok(None));

    let order = JobOrder { model: Some("base".to_owned()), ..JobOrder::default() };
    let jobs = [hall.submit().await, hall.app.job_of(hall.owner, order).await];
    for job in jobs {
        let done = runner.works(heard).await.expect("it goes on");

        assert_eq!((done.id, hall.step(job).await), (job, Step::Success));
        assert_eq!(hall.transcript(job).await.as_deref(), Some("0 bytes"));
    }
    assert_eq!(runner.beat(None).await, Ok(None));
}

#[tokio::test]
async fn an_error_of_its_own_ends_the_job_and_not_the_runner() {
    let (hall, base) = Hall::served().await;
    let (mut runner, _) = hall.process(&base).await;
    let job = hall.submit().await;

    runner.works(|_| Err("Traceback\nno speech".to_owned())).await.expect("it goes on");

    assert_eq!(hall.job(job).await.error.as_deref(), Some("Traceback\nno speech"));
    assert_eq!(runner.beat(None).await, Ok(None));
}

#[tokio::test]
async fn an_abort_ends_the_job_and_the_next_one_is_done() {
    let (hall, base) = Hall::served().await;
    let (mut runner, _) = hall.process(&base).await;
    let jobs = [hall.submit().await, hall.submit().await];

    let fetched = runner.beat(None).await.expect("it goes on").expect("a job");
    hall.abort(fetched.id).await;
    assert_eq!(runner.beat(Some(0.331_666_666_666_666_6)).await, Ok(None));
    assert!(!runner.goes_on());
    runner.finish(heard(&fetched.audio)).await.expect("it is taken");

    assert_eq!(hall.job(jobs[0]).await.error.as_deref(), Some(ABORTED));
    assert_eq!(runner.works(heard).await.expect("it goes on").id, jobs[1]);
}

/// Whatever is aborted, and whenever: it must never hear of it when it works on nothing.
#[tokio::test]
async fn no_abort_hits_the_next_job() {
    let (hall, base) = Hall::served().await;
    let (mut runner, _) = hall.process(&base).await;

    // Before it knows of it.
    let before = hall.submit().await;
    hall.abort(before).await;
    assert_eq!(runner.beat(None).await, Ok(None));
    // After its last progress.
    hall.submit().await;
    let fetched = runner.beat(None).await.expect("it goes on").expect("a job");
    assert_eq!(runner.beat(Some(1.0)).await, Ok(None));
    hall.abort(fetched.id).await;
    runner.finish(heard(&fetched.audio)).await.expect("it is taken");

    let last = hall.submit().await;
    assert_eq!(runner.works(heard).await.expect("it does not stumble").id, last);
}

#[tokio::test]
async fn after_a_silence_it_comes_back_and_its_result_counts() {
    let (hall, base) = Hall::served().await;
    let (mut runner, _) = hall.process(&base).await;
    let job = hall.submit().await;
    let fetched = runner.beat(None).await.expect("it goes on").expect("a job");

    hall.app.advance(Duration::from_secs(65));
    hall.app.sweep().await;
    assert_eq!(hall.step(job).await, Step::PendingRunner);
    assert_eq!(runner.beat(Some(0.5)).await, Ok(None), "it has registered again");
    runner.finish(heard(&fetched.audio)).await.expect("it is taken");

    assert_eq!(hall.step(job).await, Step::Success);
    assert_eq!(hall.job(job).await.n_leases, 2);
    assert_eq!(runner.beat(None).await, Ok(None));
}

#[tokio::test]
async fn a_job_that_is_deleted_after_it_was_announced_irritates_nobody() {
    let (hall, base) = Hall::served().await;
    let (mut runner, token) = hall.process(&base).await;
    let job = hall.submit().await;
    let worker = tests::Worker::with(&hall.app.api(), &token);
    assert_eq!(worker.told(None).await, "jobAssigned");

    hall.app.system.queue().erase(job).await.expect("it can be erased");

    let fetched = runner.works(heard).await.expect("it goes on");
    assert_eq!((fetched.id, fetched.audio), (job, Vec::new()));
    let next = hall.submit().await;
    assert_eq!(runner.works(heard).await.expect("it goes on").id, next);
}

#[tokio::test]
async fn a_second_process_with_its_token_does_not_harm_it() {
    let (hall, base) = Hall::served().await;
    let (mut runner, token) = hall.process(&base).await;
    let job = hall.submit().await;
    let fetched = runner.beat(None).await.expect("it goes on").expect("a job");

    for _ in 0..3 {
        let second = PublicRunner::start(&base, &token).await;
        assert!(matches!(second, Err(Exit::Refused(_))), "one token, two processes");
    }

    assert_eq!(runner.beat(Some(0.9)).await, Ok(None));
    runner.finish(heard(&fetched.audio)).await.expect("it is taken");
    assert_eq!(hall.step(job).await, Step::Success);
}

#[tokio::test]
async fn a_revoked_one_gives_up_in_its_own_way() {
    let (hall, base) = Hall::served().await;
    let (mut runner, token) = hall.process(&base).await;
    let worker = tests::Worker::with(&hall.app.api(), &token);
    let id = hall.app.runner(&worker).await.id;
    let revoked = hall.app.system.queue().revoke_runner(id, hall.owner).await;
    revoked.expect("it can be revoked");

    for _ in 0..4 {
        assert_eq!(runner.beat(None).await, Ok(None));
    }
    assert_eq!(runner.beat(None).await, Err(Exit::Lonely));
    assert!(matches!(PublicRunner::start(&base, &token).await, Err(Exit::Refused(_))));
}

/// Through every door, as people use it.
#[tokio::test]
async fn what_somebody_has_said_comes_back_as_text() {
    let (hall, base) = Hall::served().await;
    let workplace = Workplace::over(&hall.app).await;
    let token = workplace.worker().await.token;
    let mut runner = PublicRunner::start(&base, &token).await.expect("it is let in");
    let audio = speech(100_000);

    let job = workplace.submit(&audio).await;
    let done = runner.works(heard).await.expect("it goes on");

    assert!(done.audio == audio, "{} bytes of other audio", done.audio.len());
    assert_eq!(workplace.step(job).await, "success");
    assert_eq!(workplace.transcript(job).await.as_deref(), Some("100000 bytes"));
}

/// As on AWS, where the bucket has an address of its own and refuses requests that are signed twice.
#[tokio::test]
async fn audio_may_lie_at_another_origin() {
    let (app, elsewhere) = TestApp::served().await;
    let hall = Hall::of(app).await;
    let base = tests::serve(hall.app.system.router()).await;
    let (mut runner, _) = hall.process(&base).await;

    let job = hall.app.job_with(&hall.administrator, b"sound").await;
    let done = runner.works(heard).await.expect("it goes on");

    assert_ne!(base, elsewhere);
    assert_eq!((done.id, done.audio.as_slice()), (job, &b"sound"[..]));
}
