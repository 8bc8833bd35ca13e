//! Accounts that whoever runs the system wants.

use std::sync::Arc;

use accounts::provision::{self, Wanted};
use kindred::config::{Account, Secret};
use kindred::entity::names::{DisplayName, Email, LoginName};
use kindred::entity::user::User;
use kindred::{App, Config, Kind, Store};
use tests::{JOBS_PASSWORD, Reader, TestApp, fresh};

use super::{Operation, Told, survives};

/// An administrator of this address with every sort of name.
fn wanted(email: &str, login_name: &str) -> Wanted {
    Wanted {
        email: Email::parse(email).expect("an address"),
        login_name: LoginName::parse(login_name),
        display_name: DisplayName::parse("the.boss"),
        password: Some(Secret::new(JOBS_PASSWORD)),
        admin: true,
    }
}

/// The account with this address, past all that fails.
async fn stored(app: &TestApp, email: &str) -> Option<User> {
    let store = Store::new(app.system.engine.client(), app.app().config.tables.clone());
    let user = User::by_claim(&store, &User::email_claim(email)).await;
    user.expect("the store answers")
}

/// Whoever runs the system adds an administrator.
struct Adding {
    email: String,
    login_name: String,
}

impl Operation for Adding {
    const AGAIN: Told = Told::Done;

    async fn prepare(_: &TestApp) -> Self {
        Self { email: fresh("a") + "@example.org", login_name: fresh("a") }
    }

    async fn ask(&self, app: &TestApp) -> Told {
        match provision::add(app.app(), wanted(&self.email, &self.login_name)).await {
            Ok(_) => Told::Done,
            Err(error) => {
                assert_eq!(error.kind(), Kind::Internal, "{error}");
                Told::Failed
            }
        }
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        let user = stored(app, &self.email).await;
        let is_wanted = |user: &User| user.is_admin && user.activated;
        user.is_some_and(|user| is_wanted(&user) && user.login_name.is_some())
    }
}

/// They make one of somebody who is there.
struct Appointing(Adding);

impl Operation for Appointing {
    // Others are told that there is a new name to go by.
    const EVENTS: usize = 1;
    const AGAIN: Told = Told::Done;

    async fn prepare(app: &TestApp) -> Self {
        let reader = Reader::new(&app.api()).await;
        Self(Adding { email: reader.email().to_owned(), login_name: fresh("a") })
    }

    async fn ask(&self, app: &TestApp) -> Told {
        self.0.ask(app).await
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        self.0.has_happened(app).await
    }
}

/// A system starts whose configuration wants an administrator.
struct Configured(Account);

impl Operation for Configured {
    const AGAIN: Told = Told::Done;

    async fn prepare(_: &TestApp) -> Self {
        let email = fresh("a") + "@example.org";
        Self(Account { email, password: Secret::new(JOBS_PASSWORD), is_admin: true })
    }

    async fn ask(&self, app: &TestApp) -> Told {
        let config = Config { accounts: vec![self.0.clone()], ..Config::clone(&app.app().config) };
        let starting = App { config: Arc::new(config), ..app.app().clone() };
        provision::ensure(&starting).await;
        // It starts in any case; whether all are there is only in its log.
        if self.has_happened(app).await { Told::Done } else { Told::Failed }
    }

    async fn has_happened(&self, app: &TestApp) -> bool {
        stored(app, &self.0.email).await.is_some_and(|user| user.is_admin && user.activated)
    }
}

#[tokio::test]
async fn an_administrator_is_added_everywhere_or_nowhere() {
    survives::<Adding>().await;
}

#[tokio::test]
async fn an_account_becomes_an_administrator_in_every_respect_or_in_none() {
    survives::<Appointing>().await;
}

#[tokio::test]
async fn an_account_of_the_configuration_is_there_or_comes_with_the_next_start() {
    survives::<Configured>().await;
}
