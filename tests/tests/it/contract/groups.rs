//! Groups: who is in one, who invites, accepts, declines and leaves.

use serde_json::{Value, json};
use tests::shapes::fields;
use tests::{Api, Reader, Reply};

use super::media::{assert_invalid, assert_refused};

/// An id that no server has reached.
const UNKNOWN: u64 = 9_007_199_254_740_991;

/// A server, somebody with a group, and two others.
struct Club {
    api: Api,
    owner: Reader,
    guest: Reader,
    stranger: Reader,
    group: u64,
}

impl Club {
    async fn new() -> Self {
        let api = Api::any().await;
        let owner = Reader::new(&api).await;
        let (guest, stranger) = (Reader::new(&api).await, Reader::new(&api).await);
        let group = owner.founds("book.club_1").await;
        Self { api, owner, guest, stranger, group }
    }

    /// With the guest invited.
    async fn inviting() -> Self {
        let club = Self::new().await;
        let _ = club.owner.invites(club.group, &club.guest).await.ok(200);
        club
    }

    /// With the guest as a member.
    async fn joined() -> Self {
        let club = Self::inviting().await;
        let _ = club.guest.accepts(club.group).await.ok(200);
        club
    }

    fn path(&self) -> String {
        format!("/api/group/{}", self.group)
    }

    /// The uuids of members and invited people, as the owner sees them.
    async fn people(&self) -> (Vec<String>, Vec<String>) {
        people(&self.owner.get(self.path()).await.ok(200))
    }
}

fn people(reply: &Reply) -> (Vec<String>, Vec<String>) {
    let uuids = |list: &str| {
        let list = reply.body["group"][list].as_array().expect("a list").iter();
        list.map(|user| user["uuid"].as_str().expect("a uuid").to_owned()).collect()
    };
    (uuids("members"), uuids("invitations"))
}

fn uuids(readers: &[&Reader]) -> Vec<String> {
    readers.iter().map(|reader| reader.uuid().to_owned()).collect()
}

#[track_caller]
fn assert_empty(reply: &Reply) {
    assert_eq!((reply.status, &*reply.text), (204, ""));
}

#[tokio::test]
async fn a_new_group_has_its_maker_as_owner_and_nobody_else() {
    let api = Api::any().await;
    let reader = Reader::new(&api).await;

    let body = json!({ "name": "book_club" });
    let reply = reader.post("/api/group").json(&body).send().await.ok(201);

    assert_eq!(reply.body["status"], json!(true));
    assert!(!reply.text_of("message").is_empty());
    let group = &reply.body["group"];
    let names = ["group_id", "invitations", "members", "name", "owner"].map(str::to_owned);
    assert_eq!(fields(group), names.into());
    assert_eq!(
        (&group["name"], &group["owner"]["uuid"]),
        (&json!("book_club"), &json!(reader.uuid()))
    );
    assert_eq!((&group["members"], &group["invitations"]), (&json!([]), &json!([])));
    assert!(group["group_id"].as_u64().is_some_and(|id| id > 0));
}

#[tokio::test]
async fn names_of_groups_have_3_to_45_characters_with_single_dots_inside() {
    let reader = Reader::new(&Api::any().await).await;
    let long = "x".repeat(46);
    let bad = ["", "ab", &long, ".club", "club.", "a..b", "book club", "book-club", "bücher"];

    for name in bad.map(Value::from).into_iter().chain([json!(null), json!(123), json!(["club"])]) {
        let reply = reader.post("/api/group").json(&json!({ "name": name })).send().await;
        assert_invalid(&reply, "name");
    }
    assert_invalid(&reader.post("/api/group").json(&json!({})).send().await, "name");
    for name in ["abc", "a.b.c", "_1_", &long[..45]] {
        // Not unique.
        assert_ne!(reader.founds(name).await, reader.founds(name).await);
    }
}

#[tokio::test]
async fn a_group_is_seen_by_owner_members_and_invited_people() {
    let club = Club::inviting().await;

    for reader in [&club.owner, &club.guest] {
        let reply = reader.get(club.path()).await.ok(200);
        assert_eq!(reply.body["group"]["group_id"], json!(club.group));
        assert_eq!(people(&reply), (vec![], uuids(&[&club.guest])));
    }
    let _ = club.guest.accepts(club.group).await.ok(200);
    let reply = club.guest.get(club.path()).await.ok(200);
    assert_eq!(people(&reply), (uuids(&[&club.guest]), vec![]));
    assert_refused(&club.stranger.get(club.path()).await, 403, "permission");
}

#[tokio::test]
async fn an_id_that_names_no_group_is_not_found() {
    let club = Club::new().await;
    let body = json!({ "uuid": club.guest.uuid() });

    for id in [&UNKNOWN.to_string(), "0", "99999999999999999999", "-1", "1.0", "abc", "%20"] {
        let path = format!("/api/group/{id}");
        let invitation = format!("{path}/invitations/{}", club.owner.uuid());
        let owner = &club.owner;
        let calls = [
            owner.delete(path.clone()),
            owner.post(format!("{path}/invitations")).json(&body),
            owner.put(invitation.clone()),
            owner.delete(invitation),
            owner.delete(format!("{path}/members/{}", club.guest.uuid())),
        ];

        assert_refused(&owner.get(path).await, 404, "notInDatabase");
        for call in calls {
            assert_refused(&call.send().await, 404, "notInDatabase");
        }
    }
}

#[tokio::test]
async fn an_invitation_shows_in_the_group_and_with_whom_is_invited() {
    let club = Club::new().await;

    let reply = club.owner.invites(club.group, &club.guest).await.ok(200);

    assert_eq!(people(&reply), (vec![], uuids(&[&club.guest])));
    assert_eq!(club.guest.groups().await, [vec![], vec![club.group], vec![]]);
    assert_eq!(club.owner.groups().await, [vec![], vec![], vec![club.group]]);
}

#[tokio::test]
async fn only_the_owner_invites() {
    let club = Club::joined().await;

    for reader in [&club.guest, &club.stranger] {
        assert_refused(&reader.invites(club.group, &club.stranger).await, 403, "permission");
    }

    assert_eq!(club.people().await, (uuids(&[&club.guest]), vec![]));
}

#[tokio::test]
async fn only_people_who_are_there_are_invited() {
    let club = Club::new().await;
    let path = format!("{}/invitations", club.path());
    let invite =
        async |uuid: &Value| club.owner.post(&path).json(&json!({ "uuid": uuid })).send().await;

    let nobody = json!("5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52");
    assert_refused(&invite(&nobody).await, 404, "notInDatabase");
    for odd in [json!("x"), json!(""), json!(7), json!(null), json!([club.guest.uuid()])] {
        assert_invalid(&invite(&odd).await, "uuid");
    }
    assert_invalid(&club.owner.post(&path).json(&json!({})).send().await, "uuid");
}

#[tokio::test]
async fn already_invited_already_a_member_and_oneself_are_three_refusals() {
    let club = Club::inviting().await;

    let invited = club.owner.invites(club.group, &club.guest).await;
    let _ = club.guest.accepts(club.group).await.ok(200);
    let member = club.owner.invites(club.group, &club.guest).await;
    let owner = club.owner.invites(club.group, &club.owner).await;

    for reply in [&invited, &member, &owner] {
        assert_refused(reply, 400, "operation");
        assert!(reply.body["errors"].is_array(), "{}", reply.text);
    }
    let said = [&invited, &member, &owner].map(|reply| reply.text_of("message"));
    assert!(said[0] != said[1] && said[1] != said[2] && said[0] != said[2], "{said:?}");
    assert_eq!(club.people().await, (uuids(&[&club.guest]), vec![]));
}

#[tokio::test]
async fn who_accepts_becomes_a_member() {
    let club = Club::inviting().await;

    let reply = club.guest.accepts(club.group).await.ok(200);

    assert_eq!(people(&reply), (uuids(&[&club.guest]), vec![]));
    assert_eq!(club.guest.groups().await, [vec![club.group], vec![], vec![]]);
    assert_refused(&club.guest.accepts(club.group).await, 404, "notInDatabase");
}

#[tokio::test]
async fn nobody_accepts_for_another_or_without_an_invitation() {
    let club = Club::inviting().await;
    let path = format!("{}/invitations/{}", club.path(), club.guest.uuid());

    for reader in [&club.owner, &club.stranger] {
        assert_refused(&reader.put(&path).send().await, 403, "permission");
    }
    assert_refused(&club.stranger.accepts(club.group).await, 404, "notInDatabase");
    assert_refused(&club.owner.accepts(club.group).await, 404, "notInDatabase");

    assert_eq!(club.people().await, (vec![], uuids(&[&club.guest])));
}

#[tokio::test]
async fn an_invitation_is_declined_by_whom_is_invited_or_taken_back_by_the_owner() {
    for by_guest in [true, false] {
        let club = Club::inviting().await;
        let by = if by_guest { &club.guest } else { &club.owner };

        assert_empty(&by.uninvites(club.group, &club.guest).await);

        assert_eq!(club.people().await, (vec![], vec![]));
        assert_eq!(club.guest.groups().await, [[0; 0]; 3]);
        assert_refused(&by.uninvites(club.group, &club.guest).await, 404, "notInDatabase");
        assert_refused(&club.guest.get(club.path()).await, 403, "permission");
    }
}

#[tokio::test]
async fn nobody_else_takes_an_invitation_back() {
    let club = Club::inviting().await;

    let reply = club.stranger.uninvites(club.group, &club.guest).await;

    assert_refused(&reply, 403, "permission");
    assert_eq!(club.people().await, (vec![], uuids(&[&club.guest])));
}

#[tokio::test]
async fn a_member_leaves() {
    let club = Club::joined().await;

    // Contract: a body is tolerated.
    let reply = club.guest.delete(club.path()).json(&json!({ "x": 1 })).send().await;

    assert_empty(&reply);
    assert_eq!(club.people().await, (vec![], vec![]));
    assert_eq!(club.guest.groups().await, [[0; 0]; 3]);
}

#[tokio::test]
async fn the_owner_deletes_the_group() {
    let club = Club::joined().await;
    let _ = club.owner.invites(club.group, &club.stranger).await.ok(200);

    assert_empty(&club.owner.leaves(club.group).await);

    for reader in [&club.owner, &club.guest, &club.stranger] {
        assert_refused(&reader.get(club.path()).await, 404, "notInDatabase");
        assert_refused(&reader.leaves(club.group).await, 404, "notInDatabase");
        assert_eq!(reader.groups().await, [[0; 0]; 3]);
    }
}

#[tokio::test]
async fn who_is_neither_owner_nor_member_neither_deletes_nor_leaves() {
    let club = Club::inviting().await;

    for reader in [&club.guest, &club.stranger] {
        assert_refused(&reader.leaves(club.group).await, 403, "permission");
    }

    assert_eq!(club.people().await, (vec![], uuids(&[&club.guest])));
}

#[tokio::test]
async fn ones_groups_are_in_ones_account_and_export_and_nobody_elses_business() {
    let club = Club::joined().await;
    let named = json!([{ "group_id": club.group, "name": "book.club_1" }]);

    for path in [club.guest.path(), "/api/user/export".to_owned()] {
        let user = club.guest.get(path).await.ok(200).body["user"].clone();
        assert_eq!((&user["groups"], &user["owned_groups"]), (&named, &json!([])));
    }
    for path in [club.owner.path(), "/api/user/export".to_owned()] {
        let user = club.owner.get(path).await.ok(200).body["user"].clone();
        assert_eq!((&user["groups"], &user["owned_groups"]), (&json!([]), &named));
    }
    let seen = club.owner.get(club.guest.path()).await.ok(200);
    assert_eq!(seen.body["user"]["groups"], json!([]));
}

#[tokio::test]
async fn every_route_wants_a_session_of_somebody_who_is_there() {
    let club = Club::inviting().await;
    let gone = Reader::new(&club.api).await;
    let _ = gone.delete(gone.path()).send().await.ok(201);
    let invitation = format!("{}/invitations/{}", club.path(), club.guest.uuid());
    let calls = || {
        let (api, path) = (&club.api, club.path());
        [
            api.post("/api/group").json(&json!({ "name": "book_club" })),
            api.get(&path),
            api.delete(&path),
            api.post(format!("{path}/invitations")).json(&json!({ "uuid": club.stranger.uuid() })),
            api.put(&invitation),
            api.delete(&invitation),
            api.delete(format!("{path}/members/{}", club.guest.uuid())),
            api.get("/api/movie/groups"),
        ]
    };

    for call in calls() {
        let reply = call.send().await.ok(401);
        assert_eq!(reply.text_of("msg"), "Missing Authorization Header");
    }
    for call in calls() {
        assert!(call.bearer(club.guest.uuid()).send().await.ok(422).body["msg"].is_string());
    }
    for call in calls() {
        assert_refused(&call.bearer(&gone.token).send().await, 404, "notInDatabase");
    }
    assert_eq!(club.people().await, (vec![], uuids(&[&club.guest])));
}

#[tokio::test]
async fn without_groups_nothing_is_recommended_to_them() {
    let reader = Reader::new(&Api::any().await).await;

    for kind in ["application", "book", "game", "movie", "serie", "track"] {
        let page = reader.get(format!("/api/{kind}/groups")).await.ok(200);
        assert_eq!((&page.body["content"], &page.body["total_pages"]), (&json!([]), &json!(0)));
        for number in ["x", "1.5", "%20"] {
            let reply = reader.get(format!("/api/{kind}/groups?page={number}")).await;
            assert_invalid(&reply, "page");
        }
    }
}
