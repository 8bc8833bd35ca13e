//! What people do with a group.

use tests::{Reader, Reply};

use super::{Operation, Stage};

impl Stage {
    /// Send the operation's examples as somebody who may, of a group with a member and somebody who is invited.
    pub(super) async fn play_group(&self, operation: &Operation) -> Reply {
        let api = self.app.api();
        let owner = Reader::new(&api).await;
        let (member, invited) = (Reader::new(&api).await, Reader::new(&api).await);
        let group = owner.founds("book_club").await;
        owner.admits(group, &member).await;
        if operation.id() != "invite" {
            let _ = owner.invites(group, &invited).await.ok(200);
        }
        let (caller, other) = match operation.id() {
            "accept_invitation" => (&invited, &invited),
            "remove_member" => (&owner, &member),
            _ => (&owner, &invited),
        };
        let group = group.to_string();
        let path = operation.path_with(&[("group_id", &group), ("user_uuid", other.uuid())]);
        let method = operation.method.parse().expect("a method");
        let call = api.call(method, path).bearer(&caller.token);
        let Some(mut body) = operation.request() else { return call.send().await };
        if operation.id() == "invite" {
            body["uuid"] = invited.uuid().into();
        }
        call.json(&body).send().await
    }
}
