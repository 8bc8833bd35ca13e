//! Accounts that go.

use tests::{JOBS_PASSWORD, Member, Reader, TestApp};

use super::{Operation, Told, survives};

/// Somebody deletes their account at the media API.
struct AtTheMediaApi(Reader, u64);

impl Operation for AtTheMediaApi {
    const AGAIN: Told = Told::Refused("notInDatabase");

    async fn prepare(app: &TestApp) -> Self {
        let reader = Reader::new(&app.api()).await;
        let user = app.id_of(&reader).await;
        Self(reader, user)
    }

    async fn ask(&self, _: &TestApp) -> Told {
        Told::by(&self.0.delete(self.0.path()).send().await, "message")
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        app.user(self.1).await.is_none()
    }
}

/// An administrator, who is not the last one, deletes theirs at the job service.
struct OfAnAdministrator(Member);

impl Operation for OfAnAdministrator {
    const AGAIN: Told = Told::Refused("token");

    async fn prepare(app: &TestApp) -> Self {
        let _stays = app.administrator().await;
        Self(app.administrator().await)
    }

    async fn ask(&self, _: &TestApp) -> Told {
        let form = [("password", JOBS_PASSWORD)];
        Told::by(&self.0.posts("/api/users/delete", &form).await, "msg")
    }

    async fn has_happened(&self, _: &TestApp) -> bool {
        self.0.get("/api/users/info").await.status == 401
    }
}

#[tokio::test]
async fn an_account_is_deleted_or_is_not() {
    survives::<AtTheMediaApi>().await;
}

#[tokio::test]
async fn an_administrator_is_deleted_everywhere_or_nowhere() {
    survives::<OfAnAdministrator>().await;
}
