//! Groups, as their people use them.

use serde_json::{Value, json};

use crate::{Reader, Reply};

impl Reader {
    /// The id by which the media API knows them.
    pub fn uuid(&self) -> &str {
        self.user["uuid"].as_str().expect("a uuid")
    }

    /// Make a group of this name and return its id.
    pub async fn founds(&self, name: &str) -> u64 {
        let reply = self.post("/api/group").json(&json!({ "name": name })).send().await.ok(201);
        reply.body["group"]["group_id"].as_u64().expect("an id")
    }

    /// Invite somebody to a group.
    pub async fn invites(&self, group: u64, other: &Self) -> Reply {
        let path = format!("/api/group/{group}/invitations");
        self.post(path).json(&json!({ "uuid": other.uuid() })).send().await
    }

    /// Accept the invitation to a group.
    pub async fn accepts(&self, group: u64) -> Reply {
        self.put(invitation(group, self)).send().await
    }

    /// Take back the invitation of somebody to a group; decline it, when it is one's own.
    pub async fn uninvites(&self, group: u64, other: &Self) -> Reply {
        self.delete(invitation(group, other)).send().await
    }

    /// Remove a member from a group.
    pub async fn dismisses(&self, group: u64, other: &Self) -> Reply {
        self.delete(format!("/api/group/{group}/members/{}", other.uuid())).send().await
    }

    /// Delete a group that is theirs, leave another.
    pub async fn leaves(&self, group: u64) -> Reply {
        self.delete(format!("/api/group/{group}")).send().await
    }

    /// Invite somebody to a group, who accepts.
    pub async fn admits(&self, group: u64, other: &Self) {
        let _ = self.invites(group, other).await.ok(200);
        let _ = other.accepts(group).await.ok(200);
    }

    /// Their groups by ids: of which they are members, to which they are invited, which they own.
    pub async fn groups(&self) -> [Vec<u64>; 3] {
        let account = self.get(self.path()).await.ok(200);
        ["groups", "invitations", "owned_groups"].map(|list| ids(&account.body["user"][list]))
    }

    /// Contents that are recommended to their groups, each with the group, best first: not what is only popular.
    pub async fn recommended_to_groups(&self, kind: &str) -> Vec<(u64, u64)> {
        let reply = self.get(format!("/api/{kind}/groups")).await.ok(200);
        let entry = |item: &Value| {
            let content = item["content_id"].as_u64().expect("an id");
            (content, item["group"]["group_id"].as_u64().expect("a group"))
        };
        let content = reply.body["content"].as_array().expect("a list").iter();
        content.filter(|item| item["reco_engine"] != json!("Popularity")).map(entry).collect()
    }
}

fn invitation(group: u64, invited: &Reader) -> String {
    format!("/api/group/{group}/invitations/{}", invited.uuid())
}

fn ids(list: &Value) -> Vec<u64> {
    let groups = list.as_array().expect("a list").iter();
    groups.map(|group| group["group_id"].as_u64().expect("an id")).collect()
}
