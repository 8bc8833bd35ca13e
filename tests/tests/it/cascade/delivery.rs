//! How events arrive at cascade: for somebody who is there, of other sorts, broken, twice.

use kindred::entity::kind::MediaKind;
use kindred::{Event, Kind};
use serde_json::json;
use tests::{TestApp, stream};

use super::{Town, everything};

#[tokio::test]
async fn an_account_that_is_there_loses_nothing_whatever_an_event_says() {
    let town = Town::new().await;
    let guest = town.guest(1, 3).await;
    let before = everything(&town.app).await;
    let occurrence = town.app.app().ids.occurrence(None);
    let event = Event::user_deleted(occurrence, guest.user.id);

    let answer = town.app.invoke_cascade(stream(&[event])).await.expect("it is passed over");

    assert_eq!(answer, json!({ "batchItemFailures": [] }));
    assert_eq!(everything(&town.app).await, before);
}

#[tokio::test]
async fn other_events_are_passed_over() {
    let town = Town::new().await;
    let guest = town.guest(1, 3).await;
    let batch = stream(&town.app.all_events().await);
    town.delete(&guest).await;
    let before = everything(&town.app).await;
    let ids = &town.app.app().ids;
    let deletions = [
        Event::deleted(ids.occurrence(None), MediaKind::Movie, guest.user.id),
        Event::meta_deleted(ids.occurrence(Some(guest.user.id)), MediaKind::Movie, guest.user.id),
    ];

    for batch in [batch, stream(&deletions)] {
        town.app.invoke_cascade(batch).await.expect("nothing to do");
    }

    assert_eq!(everything(&town.app).await, before);
}

#[tokio::test]
async fn records_that_are_no_insertions_are_passed_over() {
    let town = Town::new().await;
    let guest = town.guest(1, 3).await;
    let mut batch = town.delete(&guest).await;
    batch["Records"][0]["eventName"] = json!("REMOVE");
    let before = everything(&town.app).await;

    town.app.invoke_cascade(batch).await.expect("nothing to do");

    assert_eq!(everything(&town.app).await, before);
}

#[tokio::test]
async fn a_record_that_is_no_event_is_reported_and_holds_nobody_up() {
    let town = Town::new().await;
    let guest = town.guest(1, 3).await;
    let mut batch = town.delete(&guest).await;
    let mut broken = batch["Records"][0].clone();
    broken["dynamodb"]["NewImage"] = json!({ "name": { "N": "1" } });
    broken["dynamodb"]["SequenceNumber"] = json!("17");
    batch["Records"].as_array_mut().expect("records").insert(0, broken);

    let answer = town.app.invoke_cascade(batch).await.expect("the other is worked off");

    assert_eq!(answer, json!({ "batchItemFailures": [{ "itemIdentifier": "17" }] }));
    town.app.settle().await;
    town.assert_as_before(&everything(&town.app).await, "after the batch");
}

#[tokio::test]
async fn the_same_batch_again_does_nothing() {
    let town = Town::new().await;
    let guest = town.guest(2, 9).await;
    let batch = town.delete(&guest).await;
    town.app.invoke_cascade(batch.clone()).await.expect("it is worked off");
    let events = town.app.all_events().await.len();

    town.app.invoke_cascade(batch).await.expect("it is worked off again");

    assert_eq!(town.app.all_events().await.len(), events);
    town.app.settle().await;
    town.assert_as_before(&everything(&town.app).await, "after both");
}

#[tokio::test]
async fn a_payload_of_neither_sort_is_refused() {
    let app = TestApp::new().await;

    let refusal = app.invoke_cascade(json!({ "hello": "world" })).await;

    assert_eq!(refusal.expect_err("it is neither").kind(), Kind::Invalid);
}
