//! Only what is asked for: types, people, objects, a stretch of time.

use std::time::Duration;

use kindred::entity::job::JobOrder;
use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::{Reader, Worker};

use super::{Archive, shown};

fn types(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["type"].as_str().expect("a type")).collect()
}

#[tokio::test]
async fn an_event_is_shown_as_it_was_written() {
    let archive = Archive::new().await;
    let reader = Reader::new(&archive.app.api()).await;
    let user = archive.app.id_of(&reader).await;
    let fields = json!({ "name": "Star Map", "type": "Free" });
    let id = archive.app.publish(MediaKind::Application, fields).await;
    reader.rates("application", id, 4).await;

    let page = archive.page(&format!("object={id}")).await;

    let [published, met] = page.body["events"].as_array().expect("a list").as_slice() else {
        panic!("two events and not {}", page.text);
    };
    assert_eq!(published["type"], json!("ApplicationAddedEvent"));
    assert_eq!(published["occured_by"], Value::Null);
    // The kind's own field of the same name is told beside it.
    assert_eq!(published["fields"]["type"], json!("Free"));
    let wanted = json!({
        "id": met["id"],
        "type": "MetaAddedEvent",
        "occured_at": "2026-01-01T00:00:00.000000",
        "occured_by": user,
        "object_id": id,
        "fields": { "rating": 4, "review_see_count": 0, "count": 0 },
    });
    assert_eq!(*met, wanted);
    let rest = json!({ "msg": "Here you are", "events": page.body["events"], "cursor": null });
    assert_eq!(page.body, rest);
}

#[tokio::test]
async fn the_last_day_is_listed_by_itself() {
    let archive = Archive::new().await;
    archive.app.publish(MediaKind::Movie, json!({ "title": "One" })).await;
    archive.app.advance(Duration::from_secs(86_401));
    let archive = Archive { administrator: archive.app.administrator().await, ..archive };
    let id = archive.app.publish(MediaKind::Movie, json!({ "title": "Two" })).await;

    let listed = archive.listed("type=MovieAddedEvent").await;

    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["object_id"], json!(id));
    let whole = archive.listed("type=MovieAddedEvent&since=2026-01-01").await;
    assert_eq!(types(&whole), ["MovieAddedEvent", "MovieAddedEvent"]);
    let before = archive.listed("type=MovieAddedEvent&until=2026-01-01T12:00").await;
    assert_eq!(before, whole[..1]);
}

#[tokio::test]
async fn types_and_people_can_be_picked() {
    let archive = Archive::new().await;
    let (ann, bob) = (Reader::new(&archive.app.api()).await, Reader::new(&archive.app.api()).await);
    let movie = archive.app.publish(MediaKind::Movie, json!({ "title": "One" })).await;
    for reader in [&ann, &bob, &ann] {
        let _ = reader.get(format!("/api/movie/{movie}/meta")).await.ok(200);
    }
    let ann = archive.app.id_of(&ann).await;

    let both = archive.listed("type=MetaAddedEvent,ChangedEvent").await;
    let of_ann = archive.listed(&format!("by={ann}")).await;
    let of_both = archive.listed(&format!("by={ann}&type=ChangedEvent&object={movie}")).await;

    assert_eq!(types(&both), ["MetaAddedEvent", "MetaAddedEvent", "ChangedEvent"]);
    assert_eq!(types(&of_ann), ["UserAddedEvent", "MetaAddedEvent", "ChangedEvent"]);
    assert_eq!(types(&of_both), ["ChangedEvent"]);
    assert_eq!(archive.listed("by=0").await, [Value::Null; 0]);
}

#[tokio::test]
async fn every_noun_has_its_history() {
    let archive = Archive::new().await;
    let worker = Worker::online(&archive.app.api(), &archive.administrator).await;
    let owner = archive.app.account_of(&archive.administrator).await.id;
    let job = archive.app.job_of(owner, JobOrder::default()).await;
    let _ = worker.beats(None).await.ok(200);
    assert_eq!(worker.fetches().await, job);

    for (object, told) in [
        (format!("job:{job}"), vec!["JobSubmitted", "JobAssigned", "JobStarted"]),
        ("runner:1".to_owned(), vec!["RunnerCreated", "RunnerRegistered"]),
        (format!("user:{owner}"), vec!["UserAddedEvent"]),
        ("content:1".to_owned(), vec![]),
        ("group:1".to_owned(), vec![]),
        ("genre:1".to_owned(), vec![]),
    ] {
        let listed = archive.listed(&format!("object={object}&limit=1")).await;
        assert_eq!(types(&listed), told, "{object}");
    }
}

#[tokio::test]
async fn a_moment_may_be_the_id_of_an_event() {
    let archive = Archive::new().await;
    for title in ["One", "Two", "Three"] {
        archive.app.publish(MediaKind::Movie, json!({ "title": title })).await;
    }
    let events = archive.app.events().await;

    for scope in ["type=MovieAddedEvent", "type=MovieAddedEvent&order=desc"] {
        let from = archive.listed(&format!("{scope}&since={}", events[1].id)).await;
        let until = archive.listed(&format!("{scope}&until={}", events[1].id)).await;
        let only = format!("{scope}&since={0}&until={0}", events[1].id);

        assert_eq!((from.len(), until.len()), (2, 2));
        assert_eq!(archive.listed(&only).await, [shown(&events[1])]);
    }
    let object = format!("object={}&since={}", events[0].object_id, events[1].id);
    assert_eq!(archive.listed(&object).await, [Value::Null; 0]);
}
