//! Jobs of matching: from their submission until nothing of them is left.

use std::time::Duration;

use bulk::Budget;
use kindred::entity::matching_job::{MOST_KEPT, MOST_OPEN, MatchingJob, State};
use kindred::event::MATCHING_MODEL;
use kindred::store::{Change, Table};
use kindred_cli::embedded::Fault;
use serde_json::{Value, json};
use tests::{TestApp, assert_sound};

use super::{Desk, LEASE, best, question};
use crate::cascade::everything;

const A_WEEK: Duration = Duration::from_secs(7 * 86_400 + 1);

#[tokio::test]
async fn a_job_is_done_and_its_result_is_what_a_request_would_have_brought() {
    let desk = Desk::new().await;
    let body = question(3);

    let uuid = desk.submits(&body).await;
    let pending = desk.shown(&uuid).await;
    desk.app.settle().await;
    let done = desk.shown(&uuid).await;

    assert_eq!((&pending["state"], &pending["progress"]), (&json!("pending"), &json!(0.0)));
    assert_eq!((&pending["started_at"], &pending["expires_at"]), (&Value::Null, &Value::Null));
    assert_eq!((&done["state"], &done["progress"]), (&json!("done"), &json!(1.0)));
    assert_eq!((&done["queries"], &done["choices"]), (&json!(3), &json!(2)));
    assert_eq!(done["expires_at"], json!("2026-01-08T00:00:00.000000"));
    let request = desk.person.reader.post("/api/match").json(&body).send().await.ok(200);
    assert_eq!(json!(desk.result(&uuid).await), request.body["results"]);
    assert_sound(&desk.app).await;
}

#[tokio::test]
async fn what_has_not_ended_has_no_result_and_neither_has_what_failed() {
    let desk = Desk::new().await;
    let uuid = desk.submits(&question(1)).await;
    let path = format!("/api/match/jobs/{uuid}/result");

    let early = desk.person.reader.get(&path).await;
    early.failed(400, "operation");
    let job: MatchingJob =
        desk.app.system.queue().matching_jobs(desk.person.user.id).await.expect("jobs").remove(0);
    let key = job.question.clone().expect("a question");
    desk.app.app().blobs.delete(&key).await.expect("it can be lost");
    desk.app.settle().await;

    let shown = desk.shown(&uuid).await;
    assert_eq!(
        (&shown["state"], &shown["error"]),
        (&json!("failed"), &json!("What was asked is lost"))
    );
    desk.person.reader.get(&path).await.failed(400, "operation");
    assert_sound(&desk.app).await;
}

#[tokio::test]
async fn slices_become_one_result_and_nothing_else_is_left_in_the_bucket() {
    let desk = Desk::new().await;
    let job = desk.long_job(5).await;
    let bulk = desk.app.system.bulk().within(Budget { until: None, slices: Some(3) });

    assert!(bulk.work_off().await.expect("it is worked on"), "something is left");
    let half = desk.stored(&job).await.expect("a job");
    assert_eq!((half.state, half.n_answered, half.parts.len()), (State::Running, 3, 3));
    assert!(!bulk.work_off().await.expect("it is worked on"), "nothing is left");
    let done = desk.stored(&job).await.expect("a job");

    assert_eq!((done.state, done.n_answered), (State::Done, 5));
    assert_eq!(best(&desk.lines(&job).await), [0, 1, 0, 1, 0]);
    for key in half.blobs() {
        assert!(!desk.has_blob(key).await, "{key}");
    }
    let size = desk.app.app().blobs.get(done.result.as_ref().expect("a result")).await;
    assert_eq!(size.expect("an answer").expect("a blob").len() as u64, done.result_bytes);
    assert_sound(&desk.app).await;
}

#[tokio::test]
async fn who_has_no_time_left_begins_nothing() {
    let desk = Desk::new().await;
    let job = desk.long_job(2).await;
    let now = desk.app.app().clock.now();

    let bulk = desk.app.system.bulk().within(Budget { until: Some(now), slices: None });
    assert!(bulk.work_off().await.expect("it is looked at"));

    assert_eq!(desk.stored(&job).await, Some(job));
}

#[tokio::test]
async fn what_somebody_works_on_is_left_alone_until_they_are_silent_for_too_long() {
    let desk = Desk::new().await;
    let job = desk.long_job(2).await;
    let queue = desk.app.system.queue();
    let mine = queue.begin_matching_job(job.owner, job.uuid).await.expect("an answer");
    let mine = mine.expect("nobody else has it");

    assert!(!desk.work_off().await.expect("it is passed over"));
    assert_eq!(desk.stored(&job).await.map(|job| job.n_answered), Some(0));
    desk.app.advance(LEASE);
    desk.work_off().await.expect("it is worked on");

    assert_eq!(desk.stored(&job).await.map(|job| job.state), Some(State::Done));
    // Who wakes up again can do nothing any more.
    let late = queue.add_answers(&mine, 1, "late\n".into()).await.expect("an answer");
    assert_eq!(late, None);
    assert_eq!(best(&desk.lines(&job).await), [0, 1]);
    assert_sound(&desk.app).await;
}

#[tokio::test]
async fn two_at_once_do_no_more_than_one() {
    let desk = Desk::new().await;
    let jobs = [desk.long_job(3).await, desk.long_job(4).await, desk.long_job(1).await];

    let (first, second) = tokio::join!(desk.work_off(), desk.work_off());

    first.and(second).expect("both are through");
    desk.app.settle().await;
    for job in &jobs {
        let lines = desk.lines(job).await;
        assert_eq!(lines.len(), job.size.n_queries);
    }
    assert_sound(&desk.app).await;
}

#[tokio::test]
async fn a_job_that_never_gets_on_fails_and_holds_up_no_other() {
    let (app, faults) = TestApp::faulty_blobs().await;
    let desk = Desk::over(app).await;
    let (bad, good) = (desk.long_job(1).await, desk.long_job(1).await);
    let queue = desk.app.system.queue();

    for _ in 0..3 {
        let begun = queue.begin_matching_job(bad.owner, bad.uuid).await.expect("an answer");
        assert!(begun.is_some());
        desk.app.advance(LEASE);
    }
    faults.cancel();
    desk.work_off().await.expect("it is given up");

    let failed = desk.stored(&bad).await.expect("a job");
    assert_eq!(failed.state, State::Failed);
    assert!(failed.error.is_some_and(|error| error.contains("again and again")));
    assert_eq!(desk.stored(&good).await.map(|job| job.state), Some(State::Done));
    assert_sound(&desk.app).await;
}

#[tokio::test]
async fn a_bucket_that_cannot_be_reached_is_not_the_fault_of_a_job() {
    let (app, faults) = TestApp::faulty_blobs().await;
    let desk = Desk::over(app).await;
    let job = desk.long_job(1).await;

    for _ in 0..5 {
        faults.arrange(0, Fault::Unsent);
        desk.work_off().await.expect_err("nothing can be read");
    }
    faults.cancel();
    desk.work_off().await.expect("everything can be read");

    assert_eq!(desk.stored(&job).await.map(|job| job.state), Some(State::Done));
}

#[tokio::test]
async fn texts_that_get_too_long_when_they_are_processed_fail_with_the_reason() {
    let desk = Desk::new().await;
    let job = desk.long_job(1).await;
    let key = job.question.clone().expect("a question");
    let blobs = &desk.app.app().blobs;
    let other = json!({ "query": "x", "choices": ["x"], "limit": 0 }).to_string();
    blobs.put(&key, other.into()).await.expect("it can be written");

    desk.work_off().await.expect("it is given up");

    let failed = desk.stored(&job).await.expect("a job");
    assert!(failed.error.as_deref().is_some_and(|error| error.contains("limit: ")), "{failed:?}");
}

#[tokio::test]
async fn a_job_that_is_deleted_while_it_is_worked_on_is_gone_with_everything() {
    let desk = Desk::new().await;
    let before = everything(&desk.app).await;
    let job = desk.long_job(3).await;
    let bulk = desk.app.system.bulk().within(Budget { until: None, slices: Some(1) });
    bulk.work_off().await.expect("it is worked on");
    let half = desk.stored(&job).await.expect("a job");
    let queue = desk.app.system.queue();
    let mine = queue
        .begin_matching_job(job.owner, job.uuid)
        .await
        .expect("an answer")
        .expect("it is free");

    let path = format!("/api/match/jobs/{}", job.uuid);
    let _ = desk.person.reader.delete(&path).send().await.ok(201);
    assert_eq!(queue.add_answers(&mine, 1, "late\n".into()).await.expect("an answer"), None);
    desk.person.reader.get(&path).await.failed(404, "notInDatabase");
    desk.person.reader.delete(&path).send().await.failed(404, "notInDatabase");

    for key in half.blobs() {
        assert!(!desk.has_blob(key).await, "{key}");
    }
    // What was written for nothing goes a day later.
    desk.app.advance(Duration::from_secs(86_401));
    queue.work_off_agenda().await.expect("it is worked off");
    assert_eq!(everything(&desk.app).await, before);
    assert_sound(&desk.app).await;
}

#[tokio::test]
async fn a_week_after_its_end_a_job_is_gone_with_its_result() {
    let desk = Desk::new().await;
    let before = everything(&desk.app).await;
    let job = desk.long_job(2).await;
    desk.app.settle().await;
    let key = desk.stored(&job).await.and_then(|job| job.result).expect("a result");

    let queue = desk.app.system.queue();
    queue.work_off_agenda().await.expect("nothing is due");
    assert!(desk.has_blob(&key).await);
    desk.app.advance(A_WEEK);
    queue.work_off_agenda().await.expect("it is worked off");

    assert_eq!(desk.stored(&job).await, None);
    assert!(!desk.has_blob(&key).await);
    assert_eq!(everything(&desk.app).await, before);
    assert_sound(&desk.app).await;
}

#[tokio::test]
async fn jobs_go_with_their_account_wherever_they_stand() {
    let desk = Desk::new().await;
    let before = everything(&desk.app).await;
    let guest = desk.app.person().await;
    let done = desk.job_of(guest.user.id, 2).await;
    desk.app.settle().await;
    let half = desk.job_of(guest.user.id, 3).await;
    let bulk = desk.app.system.bulk().within(Budget { until: None, slices: Some(1) });
    bulk.work_off().await.expect("it is worked on");
    let waits = desk.job_of(guest.user.id, 1).await;
    let mut keys = Vec::new();
    for job in [&done, &half, &waits] {
        keys.extend(desk.stored(job).await.expect("a job").blobs().cloned());
    }
    assert_eq!(keys.len(), 4);

    desk.app.delete_account(guest.user.id).await;
    desk.app.settle().await;
    desk.app.advance(Duration::from_secs(400));
    desk.app.finish_erasures().await.expect("it is gone through");
    desk.app.settle().await;

    assert_eq!(everything(&desk.app).await, before);
    for key in keys {
        assert!(!desk.has_blob(&key).await, "{key}");
    }
    assert_sound(&desk.app).await;
}

#[tokio::test]
async fn everybody_sees_their_own_jobs_the_newest_first() {
    let desk = Desk::new().await;
    let mut uuids = Vec::new();
    for _ in 0..3 {
        uuids.insert(0, desk.submits(&question(1)).await);
        desk.app.advance(Duration::from_secs(1));
    }
    let stranger = desk.app.person().await;

    let list = async |reader: &tests::Reader, query: &str| {
        let page = reader.get(format!("/api/match/jobs{query}")).await.ok(200).body;
        let content = page["content"].as_array().expect("a list").iter();
        let uuids: Vec<_> =
            content.map(|job| job["uuid"].as_str().expect("a uuid").to_owned()).collect();
        (uuids, page["total_pages"].as_u64())
    };
    let own = &desk.person.reader;
    assert_eq!(list(own, "").await, (uuids.clone(), Some(1)));
    assert_eq!(list(own, "?page=2").await, (Vec::new(), Some(1)));
    assert_eq!(list(&stranger.reader, "").await, (Vec::new(), Some(0)));

    for uuid in &uuids {
        let path = format!("/api/match/jobs/{uuid}");
        stranger.reader.get(&path).await.failed(404, "notInDatabase");
        stranger.reader.get(format!("{path}/result")).await.failed(404, "notInDatabase");
        stranger.reader.delete(&path).send().await.failed(404, "notInDatabase");
    }
    for odd in ["x", "1", "00000000-0000-0000-0000-000000000000"] {
        own.get(format!("/api/match/jobs/{odd}")).await.failed(404, "notInDatabase");
    }
}

#[tokio::test]
async fn nobody_has_too_many_jobs() {
    let desk = Desk::new().await;
    let submit =
        async || desk.person.reader.post("/api/match/jobs").json(&question(1)).send().await;

    for _ in 0..MOST_OPEN {
        let _ = submit().await.ok(201);
    }
    submit().await.failed(400, "operation");
    desk.app.settle().await;
    let jobs = desk.app.system.queue().matching_jobs(desk.person.user.id).await.expect("jobs");
    let fill = (jobs.len()..MOST_KEPT).map(|_| {
        let uuid = desk.app.app().ids.uuid_in_order();
        MatchingJob { uuid, version: 0, result: None, ..jobs[0].clone() }
    });
    for job in fill {
        desk.app.app().store.commit(Change::new().create(&job)).await.expect("it can be written");
    }

    submit().await.failed(400, "operation");
}

#[tokio::test]
async fn what_happens_is_told_by_ids_alone() {
    let desk = Desk::new().await;
    let uuid = desk.submits(&question(1)).await;
    desk.app.settle().await;
    let _ = desk.person.reader.delete(format!("/api/match/jobs/{uuid}")).send().await.ok(201);

    let events = desk.app.all_events().await;
    let told = events.iter().filter(|event| event.text("model_name") == Some(MATCHING_MODEL));
    let told: Vec<_> = told.map(|event| (event.name.as_str(), event.occured_by)).collect();
    let me = Some(desk.person.user.id);
    assert_eq!(
        told,
        [("MatchingJobSubmitted", me), ("MatchingJobDone", None), ("MatchingJobDeleted", me)]
    );
    let state = desk.app.items(Table::State).await;
    assert!(!state.keys().any(|(partition, _)| partition == "MATCHING"));
}
