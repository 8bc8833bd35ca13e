//! People who are refused.

use std::time::Duration;

use kindred::auth::mailed;
use kindred::auth::session;
use kindred::auth::token::Door;
use kindred::config::Secret;
use kindred::entity::mail_token::Purpose;
use kindred::entity::user::{Origin, User};
use tests::{PASSWORD, TestApp, fresh};

/// Somebody who registered at the media API and has not confirmed their address; their session is good at every door.
pub(super) struct Person {
    pub(super) user: User,
    pub(super) token: String,
}

impl Person {
    pub(super) async fn new(app: &TestApp) -> Self {
        Self::with(app, |_| {}).await
    }

    /// Somebody who differs so from the others.
    pub(super) async fn with(app: &TestApp, named: impl FnOnce(&mut User)) -> Self {
        let hash = app.app().passwords.hash(Secret::new(PASSWORD)).await.expect("a hash");
        let user = app.register(Origin::Media, |user| {
            user.email = Some(fresh("p") + "@example.org");
            user.password_hash = Some(hash);
            named(user);
        });
        let user = user.await;
        let token = session::open(app.app(), &user, Door::Media).expect("a session");
        Self { user, token }
    }

    pub(super) fn email(&self) -> &str {
        self.user.email.as_deref().expect("an address")
    }

    /// Where the media API has their account.
    pub(super) fn path(&self) -> String {
        format!("/api/user/{}", self.user.uuid)
    }

    /// A token as it is mailed to them; `new_address` is for a change of address.
    pub(super) async fn mailed(
        &self,
        app: &TestApp,
        purpose: Purpose,
        new_address: Option<&str>,
    ) -> String {
        let lifetime = Duration::from_secs(3_600);
        let token = mailed::issue(app.app(), &self.user, purpose, lifetime, new_address).await;
        token.expect("a token")
    }
}
