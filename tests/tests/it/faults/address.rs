//! New addresses and names.

use serde_json::json;
use tests::{JOBS_PASSWORD, Member, Reader, TestApp, fresh};

use super::{Operation, Told, survives};

/// Somebody asks for the link that gives them a new address.
pub(super) struct Asking {
    member: Member,
    email: String,
}

impl Operation for Asking {
    const AGAIN: Told = Told::Done;

    async fn prepare(app: &TestApp) -> Self {
        let member = Member::activated(app).await;
        Self { member, email: fresh("n") + "@example.org" }
    }

    async fn ask(&self, _: &TestApp) -> Told {
        let form = [("password", JOBS_PASSWORD), ("newEmail", &*self.email)];
        Told::by(&self.member.posts("/api/users/changeEmail", &form).await, "msg")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        app.mails().iter().any(|mail| mail.to == self.email)
    }
}

/// Somebody uses that link.
struct Moving {
    token: String,
    email: String,
}

impl Operation for Moving {
    const AGAIN: Told = Told::Refused("auth");

    async fn prepare(app: &TestApp) -> Self {
        let _ = app.mails();
        let asking = Asking::prepare(app).await;
        assert_eq!(asking.ask(app).await, Told::Done);
        Self { token: app.mailed_token(), email: asking.email }
    }

    async fn ask(&self, app: &TestApp) -> Told {
        let form = [("token", &*self.token)];
        Told::by(&app.api().post("/api/users/activate").form(&form).send().await, "msg")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        let form = [("email", &*self.email), ("password", JOBS_PASSWORD)];
        let reply = app.api().post("/api/users/login").form(&form).send().await;
        reply.status == 200
    }
}

/// Somebody gives their account another name and another address at the media API.
struct Renaming {
    reader: Reader,
    id: u64,
    email: String,
}

impl Operation for Renaming {
    const EVENTS: usize = 1;
    const AGAIN: Told = Told::Done;

    async fn prepare(app: &TestApp) -> Self {
        let reader = Reader::new(&app.api()).await;
        let id = app.id_of(&reader).await;
        Self { reader, id, email: fresh("n") + "@example.org" }
    }

    async fn ask(&self, _: &TestApp) -> Told {
        let body = json!({ "username": "another", "email": self.email });
        let reply = self.reader.patch(self.reader.path()).json(&body).send().await;
        Told::by(&reply, "message")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        let user = app.user(self.id).await.expect("an account");
        let changed = [
            user.email.as_ref() == Some(&self.email),
            user.display_name.as_deref() == Some("another"),
        ];
        assert_eq!(changed[0], changed[1], "both or neither");
        changed[0]
    }
}

#[tokio::test]
async fn a_link_to_a_new_address_is_mailed_or_is_not() {
    survives::<Asking>().await;
}

#[tokio::test]
async fn an_account_moves_to_its_new_address_or_does_not() {
    survives::<Moving>().await;
}

#[tokio::test]
async fn a_new_name_and_a_new_address_are_both_there_or_neither() {
    survives::<Renaming>().await;
}
