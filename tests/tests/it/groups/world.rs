//! The same groups in a system, and whether what can be seen of them is what the model says.

use serde_json::Value;
use tests::{Call, Reader, TestApp, assert_sound};

use super::model::{Act, Group, Model};

/// How many people there are.
pub(super) const PEOPLE: usize = 4;

/// A system, its people, and their groups by the numbers of the model.
pub(super) struct World {
    app: TestApp,
    people: Vec<Reader>,
    ids: Vec<u64>,
    pub(super) model: Model,
}

impl World {
    /// People, of whom the first two have a group.
    pub(super) async fn new() -> Self {
        let app = TestApp::new().await;
        let mut people = Vec::new();
        for _ in 0..PEOPLE {
            people.push(Reader::new(&app.api()).await);
        }
        let mut world = Self { app, people, ids: Vec::new(), model: Model::default() };
        for owner in 0..2 {
            world.found(owner).await;
        }
        world
    }

    /// Let somebody make a group.
    pub(super) async fn found(&mut self, owner: usize) {
        self.ids.push(self.people[owner].founds("group").await);
        self.model.found(owner);
    }

    /// The request by which something is done.
    pub(super) fn call(&self, act: Act) -> Call {
        let path = |group: usize| format!("/api/group/{}", self.ids[group]);
        let uuid = |who: usize| self.people[who].uuid();
        let at = |group, list: &str, who| format!("{}/{list}/{}", path(group), uuid(who));
        match act {
            Act::Invite { by, group, who } => {
                let body = serde_json::json!({ "uuid": uuid(who) });
                self.people[by].post(path(group) + "/invitations").json(&body)
            }
            Act::Accept { who, group } => self.people[who].put(at(group, "invitations", who)),
            Act::Uninvite { by, group, who } => {
                self.people[by].delete(at(group, "invitations", who))
            }
            Act::Dismiss { by, group, who } => self.people[by].delete(at(group, "members", who)),
            Act::Leave { who, group } => self.people[who].delete(path(group)),
        }
    }

    /// What can be seen is what the model says, and everything fits.
    pub(super) async fn agrees(&self) {
        assert_eq!(self.seen().await, self.model);
        for (who, reader) in self.people.iter().enumerate() {
            let expected = self.model.groups_of(who);
            let ids = expected.map(|groups| groups.into_iter().map(|nr| self.ids[nr]).collect());
            let expected: [Vec<u64>; 3] = ids;
            assert_eq!(reader.groups().await, expected, "of {who}");
        }
        assert_sound(&self.app).await;
    }

    /// The groups as their owners see them.
    pub(super) async fn seen(&self) -> Model {
        let mut groups = Vec::new();
        for id in &self.ids {
            let mut seen = None;
            for reader in &self.people {
                let reply = reader.get(format!("/api/group/{id}")).await;
                assert!(matches!(reply.status, 200 | 403 | 404), "{}", reply.text);
                seen = seen.or((reply.status == 200).then(|| self.group(&reply.body["group"])));
            }
            groups.push(seen);
        }
        Model { groups }
    }

    fn group(&self, shown: &Value) -> Group {
        let number = |person: &Value| {
            let is_it = |reader: &Reader| person["uuid"] == *reader.uuid();
            self.people.iter().position(is_it).expect("one of the people")
        };
        let numbers =
            |list: &str| shown[list].as_array().expect("a list").iter().map(number).collect();
        Group {
            owner: number(&shown["owner"]),
            members: numbers("members"),
            invited: numbers("invitations"),
        }
    }
}
