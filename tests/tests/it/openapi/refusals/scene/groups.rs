//! What is refused of groups: to whom they are nothing, and where there is nothing to be done.

use axum::http::Method;
use kindred::entity::group::{Group, MOST_GROUPS, MOST_PEOPLE};
use kindred::entity::names::GroupName;
use kindred::store::Change;
use serde_json::json;

use super::Scene;
use super::people::Person;

/// An account that there is not: that of the examples.
const NOBODY: &str = "5f0c9c0e-7a39-4c4e-9d3c-1d4d3e6b1a52";

impl Scene {
    pub(super) async fn groups(&mut self) {
        let (owner, other) = (Person::new(&self.app).await, Person::new(&self.app).await);
        for operation in
            ["get_group", "delete_group", "accept_invitation", "delete_invitation", "remove_member"]
        {
            self.meet(operation, |call| call.bearer(&owner.token)).await;
        }
        self.meet("create_group", |call| call.bearer(&owner.token).json(&json!({}))).await;
        for body in [json!({}), json!({ "uuid": owner.user.uuid })] {
            self.meet("invite", |call| call.bearer(&owner.token).json(&body)).await;
        }
        let group = self.group_of(&owner, Vec::new(), Vec::new()).await;
        self.outsiders(&group, &other).await;
        self.people_who_are_not_there(&group, &owner, &other).await;
        self.invitations(&owner, &other).await;
        self.too_many(&owner, &other).await;
    }

    /// A group that lies there, whoever its people are.
    async fn group_of(&self, owner: &Person, members: Vec<u64>, invitations: Vec<u64>) -> Group {
        let name = GroupName::parse("book_club").expect("a name");
        let id = self.app.app().store.next_id("group").await.expect("an id") + 4;
        let group = Group { members, invitations, ..Group::new(id, &name, owner.user.id) };
        let change = Change::new().create(&group);
        self.app.app().store.commit(change).await.expect("it can be written");
        group
    }

    async fn outsiders(&mut self, group: &Group, stranger: &Person) {
        let path = format!("/api/group/{}", group.id);
        let body = json!({ "uuid": stranger.user.uuid });
        let invitation = format!("{path}/invitations/{}", stranger.user.uuid);
        for (operation, method, path) in [
            ("get_group", Method::GET, path.clone()),
            ("delete_group", Method::DELETE, path.clone()),
            ("invite", Method::POST, format!("{path}/invitations")),
            ("remove_member", Method::DELETE, format!("{path}/members/{}", stranger.user.uuid)),
            ("accept_invitation", Method::PUT, invitation.clone()),
            ("delete_invitation", Method::DELETE, invitation),
        ] {
            let call = self.app.api().call(method, path).bearer(&stranger.token).json(&body);
            self.meet_by(operation, call).await;
        }
    }

    async fn people_who_are_not_there(&mut self, group: &Group, owner: &Person, other: &Person) {
        let path = format!("/api/group/{}", group.id);
        let there = other.user.uuid.to_string();
        for (operation, method, list, who) in [
            ("accept_invitation", Method::PUT, "invitations", NOBODY),
            ("delete_invitation", Method::DELETE, "invitations", NOBODY),
            ("remove_member", Method::DELETE, "members", NOBODY),
            ("remove_member", Method::DELETE, "members", &there),
        ] {
            let call = self.app.api().call(method, format!("{path}/{list}/{who}"));
            self.meet_by(operation, call.bearer(&owner.token)).await;
        }
        // Somebody else's invitation.
        let foreign = self.app.api().put(format!("{path}/invitations/{there}"));
        self.meet_by("accept_invitation", foreign.bearer(&owner.token)).await;
        let foreign = format!("{path}/invitations/{}", owner.user.uuid);
        let call = self.app.api().delete(foreign).bearer(&other.token);
        self.meet_by("delete_invitation", call).await;
    }

    async fn invitations(&mut self, owner: &Person, other: &Person) {
        let id = other.user.id;
        let invited = self.group_of(owner, Vec::new(), vec![id]).await;
        let joined = self.group_of(owner, vec![id], Vec::new()).await;
        let full = self.group_of(owner, (1_000..1_000 + MOST_PEOPLE as u64).collect(), vec![]);
        let full = full.await;
        let there = other.user.uuid.to_string();
        let own = owner.user.uuid.to_string();
        for (group, who) in [
            (&invited, &*there),
            (&joined, &there),
            (&joined, &own),
            (&full, &there),
            (&joined, NOBODY),
        ] {
            let path = format!("/api/group/{}/invitations", group.id);
            let call = self.app.api().post(path).bearer(&owner.token).json(&json!({ "uuid": who }));
            self.meet_by("invite", call).await;
        }
    }

    /// People who are in as many groups as there may be.
    async fn too_many(&mut self, owner: &Person, busy: &Person) {
        for id in 10_000..10_000 + MOST_GROUPS as u64 {
            let name = GroupName::parse("book_club").expect("a name");
            let group = Group::new(id, &name, busy.user.id);
            let founding = group.founding(self.app.app().ids.occurrence(Some(busy.user.id)));
            self.app.app().store.commit(founding).await.expect("it can be written");
        }
        let name = json!({ "name": "book_club" });
        self.meet("create_group", |call| call.bearer(&busy.token).json(&name)).await;
        let group = self.group_of(owner, Vec::new(), Vec::new()).await;
        let path = format!("/api/group/{}/invitations", group.id);
        let body = json!({ "uuid": busy.user.uuid });
        let call = self.app.api().post(path).bearer(&owner.token).json(&body);
        self.meet_by("invite", call).await;
    }
}
