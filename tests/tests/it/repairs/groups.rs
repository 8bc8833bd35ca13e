//! What was broken, insecure or missing about groups.

use kindred::entity::kind::MediaKind;
use serde_json::{Value, json};
use tests::{Call, Reader, TestApp};

/// A system, somebody with a group, and somebody else.
async fn club() -> (TestApp, Reader, Reader, u64) {
    let app = TestApp::new().await;
    let (owner, guest) = (Reader::new(&app.api()).await, Reader::new(&app.api()).await);
    let group = owner.founds("book_club").await;
    (app, owner, guest, group)
}

/// The replies to calls that are all under way at the same time, by status.
async fn statuses(calls: impl IntoIterator<Item = Call>) -> Vec<u16> {
    let under_way: Vec<_> = calls.into_iter().map(|call| tokio::spawn(call.send())).collect();
    let mut statuses = Vec::new();
    for reply in under_way {
        statuses.push(reply.await.expect("a call does not panic").status);
    }
    statuses.sort_unstable();
    statuses
}

#[tokio::test]
async fn a1_what_is_recommended_to_groups_has_an_order_with_and_without_an_engine() {
    let (app, owner, guest, group) = club().await;
    owner.admits(group, &guest).await;
    let mut movies = Vec::new();
    for _ in 0..4 {
        movies.push(app.publish(MediaKind::Movie, json!({ "title": "The Same" })).await);
    }
    let other = app.publish(MediaKind::Movie, json!({ "title": "Other One" })).await;
    let like_it = app.publish(MediaKind::Movie, json!({ "title": "Other One" })).await;
    app.add_ratings(movies[2], 40, 10).await;
    owner.rates("movie", movies[0], 4).await;
    owner.rates("movie", other, 5).await;
    // What is recommended to the caller alone does not come in between.
    guest.rates("movie", movies[0], 5).await;
    app.settle().await;

    for query in ["", "?reco_engine=FromSimilarContent"] {
        let list = owner.get(format!("/api/movie/groups{query}")).await.ok(200);
        let ids = list.body["content"].as_array().expect("a list").iter();
        let ids: Vec<_> = ids.filter_map(|item| item["content_id"].as_u64()).collect();
        assert_eq!(ids, [movies[2], movies[1], movies[3], like_it], "each once, the popular first");
    }
    let own: Vec<_> = owner.recommended("movie").await;
    assert_eq!(own[0], like_it, "of another order than the group's");
}

#[tokio::test]
async fn b4_nobody_in_a_group_sees_the_address_of_another() {
    let (app, owner, guest, group) = club().await;
    let invited = Reader::new(&app.api()).await;
    owner.admits(group, &guest).await;
    let reply = owner.invites(group, &invited).await.ok(200);
    assert!(!reply.text.contains(guest.email()) && !reply.text.contains(invited.email()));

    for reader in [&owner, &guest, &invited] {
        let reply = reader.get(format!("/api/group/{group}")).await.ok(200);
        let shown = &reply.body["group"];
        let people = [&shown["owner"], &shown["members"][0], &shown["invitations"][0]];
        let emails = people.map(|person| person["email"].clone());
        let own = |other: &Reader| {
            if other.uuid() == reader.uuid() { json!(reader.email()) } else { Value::Null }
        };
        assert_eq!(emails, [own(&owner), own(&guest), own(&invited)]);
        let strangers = people.into_iter().filter(|person| person["uuid"] != json!(reader.uuid()));
        for stranger in strangers {
            assert_eq!(stranger["role"], json!({ "name": null, "permissions": [] }));
        }
    }
}

#[tokio::test]
async fn b5_a_group_is_seen_only_by_those_who_have_to_do_with_it() {
    let (_app, owner, guest, group) = club().await;
    let path = format!("/api/group/{group}");

    guest.get(&path).await.failed(403, "permission");
    let _ = owner.invites(group, &guest).await.ok(200);
    let _ = guest.get(&path).await.ok(200);
    let _ = guest.accepts(group).await.ok(200);
    let _ = guest.get(&path).await.ok(200);
    let _ = guest.leaves(group).await.ok(204);
    guest.get(&path).await.failed(403, "permission");
}

#[tokio::test(flavor = "multi_thread")]
async fn c7_who_is_invited_several_times_at_once_is_invited_once() {
    let (_app, owner, guest, group) = club().await;
    let path = format!("/api/group/{group}/invitations");
    let body = json!({ "uuid": guest.uuid() });

    let invite = || owner.post(&path).json(&body);
    assert_eq!(statuses([invite(), invite(), invite()]).await, [200, 400, 400]);

    let accept = || guest.put(format!("{path}/{}", guest.uuid()));
    assert_eq!(statuses([accept(), accept(), accept()]).await, [200, 404, 404]);
    assert_eq!(guest.groups().await, [vec![group], vec![], vec![]]);

    let leave = || guest.delete(format!("/api/group/{group}"));
    assert_eq!(statuses([leave(), leave(), leave()]).await, [204, 403, 403]);
    assert_eq!(guest.groups().await, [[0; 0]; 3]);
}

#[tokio::test]
async fn c7_leaving_a_group_that_one_is_not_in_is_refused() {
    let (_app, _owner, guest, group) = club().await;

    guest.leaves(group).await.failed(403, "permission");
}

#[tokio::test]
async fn d1_what_is_no_uuid_is_nobody() {
    let (_app, owner, guest, group) = club().await;
    owner.admits(group, &guest).await;

    for odd in ["x", "1", "%20", &guest.uuid()[1..], "5f0c9c0e_7a39_4c4e_9d3c_1d4d3e6b1a52"] {
        let path = format!("/api/group/{group}");
        let invitation = format!("{path}/invitations/{odd}");
        owner.put(&invitation).send().await.failed(404, "notInDatabase");
        owner.delete(&invitation).send().await.failed(404, "notInDatabase");
        let member = owner.delete(format!("{path}/members/{odd}")).send().await;
        member.failed(404, "notInDatabase");
        let invite = owner.post(format!("{path}/invitations")).json(&json!({ "uuid": odd }));
        assert_eq!(invite.send().await.wrong_fields(), ["uuid"]);
    }
}

#[tokio::test]
async fn d7_the_owner_removes_a_member_and_nobody_else_does() {
    let (app, owner, guest, group) = club().await;
    let other = Reader::new(&app.api()).await;
    owner.admits(group, &guest).await;
    owner.admits(group, &other).await;

    for reader in [&other, &guest, &Reader::new(&app.api()).await] {
        reader.dismisses(group, &guest).await.failed(403, "permission");
    }
    let reply = owner.dismisses(group, &guest).await;

    assert_eq!((reply.status, &*reply.text), (204, ""));
    owner.dismisses(group, &guest).await.failed(404, "notInDatabase");
    owner.dismisses(group, &owner).await.failed(404, "notInDatabase");
    assert_eq!(guest.groups().await, [[0; 0]; 3]);
    assert_eq!(other.groups().await, [vec![group], vec![], vec![]]);
}

#[tokio::test]
async fn d7_who_is_only_invited_is_no_member_to_be_removed() {
    let (_app, owner, guest, group) = club().await;
    let _ = owner.invites(group, &guest).await.ok(200);

    owner.dismisses(group, &guest).await.failed(404, "notInDatabase");

    assert_eq!(guest.groups().await, [vec![], vec![group], vec![]]);
}
