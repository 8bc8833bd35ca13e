//! What is told of groups, with the steps that it tells of.

use kindred::Event;
use kindred::event::GROUP_MODEL;
use kindred::store::Entity;
use serde_json::json;
use tests::{Reader, TestApp};

/// All events about groups: their names, groups, who did it, and their fields.
async fn told(app: &TestApp) -> Vec<Event> {
    let mut events = app.all_events().await;
    events.retain(|event| event.text("model_name") == Some(GROUP_MODEL));
    events
}

#[tokio::test]
async fn every_step_tells_whose_standing_it_changed() {
    let app = TestApp::new().await;
    let (owner, guest) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    let group = owner.founds("book_club").await;
    owner.admits(group, &guest).await;
    let _ = guest.leaves(group).await.ok(204);
    let _ = owner.invites(group, &guest).await.ok(200);
    let _ = guest.uninvites(group, &guest).await.ok(204);
    let _ = owner.leaves(group).await.ok(204);

    let (by_owner, by_guest) = (app.id_of(&owner).await, app.id_of(&guest).await);
    let change = |by: u64, list: &str| {
        let fields = json!({ "model_name": "group", "attribute_name": list, "new_value": by_guest.to_string() });
        ("ChangedEvent", by, fields)
    };
    let expected = [
        ("GroupAddedEvent", by_owner, json!({ "model_name": "group", "name": "book_club" })),
        change(by_owner, "invitations"),
        change(by_guest, "invitations"),
        change(by_guest, "members"),
        change(by_guest, "members"),
        change(by_owner, "invitations"),
        change(by_guest, "invitations"),
        ("DeletionEvent", by_owner, json!({ "model_name": "group" })),
    ];
    let events = told(&app).await;
    let seen: Vec<_> = events
        .iter()
        .map(|event| (&*event.name, event.occured_by.expect("somebody"), json!(event.fields)))
        .collect();
    assert_eq!(seen, expected);
    let partition = format!("GROUP#{group}");
    assert!(
        events.iter().all(|event| event.object_id == group && event.key().partition == partition)
    );
}

#[tokio::test]
async fn what_is_refused_is_not_told() {
    let app = TestApp::new().await;
    let (owner, guest) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    let group = owner.founds("book_club").await;
    let before = told(&app).await;

    guest.invites(group, &guest).await.failed(403, "permission");
    owner.invites(group, &owner).await.failed(400, "operation");
    guest.accepts(group).await.failed(404, "notInDatabase");
    guest.leaves(group).await.failed(403, "permission");
    owner.dismisses(group, &guest).await.failed(404, "notInDatabase");

    assert_eq!(told(&app).await, before);
}
