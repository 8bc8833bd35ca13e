//! Where groups end: so many people in one, so many of one person; and groups that are too large to go at once.

use kindred::entity::group::{Disbanded, Group, MOST_GROUPS, MOST_PEOPLE, Membership};
use kindred::entity::names::GroupName;
use kindred::entity::user::{Origin, User};
use kindred::store::Table;
use serde_json::json;
use tests::{Reader, TestApp, assert_sound};

/// So many people whom nobody knows.
async fn crowd(app: &TestApp, n: usize) -> Vec<User> {
    let mut people = Vec::new();
    for _ in 0..n {
        people.push(app.register(Origin::Media, |_| {}).await);
    }
    people
}

/// A group of the reader's with these people, every other one of them a member.
async fn crowded(app: &TestApp, owner: &Reader, people: &[User]) -> u64 {
    let id = owner.founds("crowd").await;
    let store = &app.app().store;
    for (nr, user) in people.iter().enumerate() {
        let decide = |found: Option<Group>| {
            let occurrence = app.app().ids.occurrence(Some(user.id));
            found.expect("a group").invite(user.id, occurrence)
        };
        store.change(&Group::place(id), decide).await.expect("there is room");
        if nr % 2 == 0 {
            let decide = |found: Option<Group>| {
                let occurrence = app.app().ids.occurrence(Some(user.id));
                found.expect("a group").accept(user.id, occurrence)
            };
            store.change(&Group::place(id), decide).await.expect("they are invited");
        }
    }
    id
}

/// How many memberships there are.
async fn memberships(app: &TestApp) -> usize {
    let state = app.items(Table::State).await;
    state.into_values().filter(|item| item["type"] == json!("membership")).count()
}

#[tokio::test]
async fn a_group_has_200_members_and_invited_people_at_most() {
    let app = TestApp::new().await;
    let (owner, late) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    let people = crowd(&app, MOST_PEOPLE).await;
    let group = crowded(&app, &owner, &people).await;

    owner.invites(group, &late).await.failed(400, "operation");
    let shown = owner.get(format!("/api/group/{group}")).await.ok(200);
    let n = |list: &str| shown.body["group"][list].as_array().map(Vec::len);
    assert_eq!((n("members"), n("invitations")), (Some(100), Some(100)));

    // Who accepts takes no more room, and who goes makes some.
    let gone = people[0].uuid;
    let path = format!("/api/group/{group}/members/{gone}");
    let _ = owner.delete(path).send().await.ok(204);
    let _ = owner.invites(group, &late).await.ok(200);
    let _ = late.accepts(group).await.ok(200);
    assert_sound(&app).await;
}

#[tokio::test]
async fn a_group_that_is_deleted_is_gone_at_once_however_many_people_it_has() {
    let app = TestApp::new().await;
    for n in [0, 1, 89, 90, 91, MOST_PEOPLE] {
        let (owner, guest) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
        let people = crowd(&app, n.saturating_sub(1)).await;
        let group = crowded(&app, &owner, &people).await;
        if n > 0 {
            owner.admits(group, &guest).await;
        }

        let _ = owner.leaves(group).await.ok(204);

        for reader in [&owner, &guest] {
            assert_eq!(reader.groups().await, [[0; 0]; 3], "{n}");
            assert_eq!(reader.recommended_to_groups("movie").await, [], "{n}");
            let export = reader.get("/api/user/export").await.ok(200);
            assert_eq!(export.body["user"]["groups"], json!([]), "{n}");
        }
        let is_large = n > 90;
        assert_eq!(app.erasures().await.len(), usize::from(is_large), "{n}");
        assert_eq!(memberships(&app).await, if is_large { n } else { 0 }, "{n}");
        assert_sound(&app).await;

        app.settle().await;
        assert_eq!(memberships(&app).await, 0, "{n}");
        let left: Option<Disbanded> =
            app.app().store.get(&Disbanded::place(group)).await.expect("the store answers");
        assert_eq!(left, None);
        app.advance(std::time::Duration::from_secs(400));
        app.finish_erasures().await.expect("they are gone through");
        assert_eq!(app.erasures().await, []);
    }
}

#[tokio::test]
async fn nobody_is_in_more_than_200_groups() {
    let app = TestApp::new().await;
    let (reader, other) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    let id = app.id_of(&reader).await;
    let name = GroupName::parse("one_of_many").expect("a name");
    for n in 0..MOST_GROUPS as u64 {
        let founding =
            Group::new(1_000 + n, &name, id).founding(app.app().ids.occurrence(Some(id)));
        app.app().store.commit(founding).await.expect("it can be written");
    }
    let group = other.founds("another").await;

    let body = json!({ "name": "one_more" });
    reader.post("/api/group").json(&body).send().await.failed(400, "operation");
    other.invites(group, &reader).await.failed(400, "operation");
    assert!(!Membership::has_room(&app.app().store, id).await.expect("the store answers"));

    let _ = reader.leaves(1_000).await.ok(204);
    let _ = other.invites(group, &reader).await.ok(200);
    // What is an invitation already takes no more room.
    let _ = reader.accepts(group).await.ok(200);
    reader.post("/api/group").json(&body).send().await.failed(400, "operation");
    assert_eq!(reader.groups().await.map(|groups| groups.len()), [1, 0, MOST_GROUPS - 1]);
}
