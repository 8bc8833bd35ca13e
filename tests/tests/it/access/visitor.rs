//! Those who call: everybody whom a route may have to tell apart.

use kindred::auth::session;
use kindred::auth::token::Door;
use kindred::config::Secret;
use kindred::entity::role;
use kindred::entity::user::{Origin, User};
use kindred::store::Change;
use tests::{PASSWORD, TestApp};

/// Who somebody is.
#[derive(Clone, Debug)]
pub(super) enum Who {
    /// Without a session.
    Nobody,
    /// With a session whose account is gone, which permitted everything.
    Gone,
    /// With a session of this account.
    Holder(Account),
}

/// What an account may do.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Account {
    pub(super) roles: Vec<&'static str>,
    pub(super) is_admin: bool,
}

/// Somebody who calls, once: some routes delete whoever calls them, or end their sessions.
pub(super) struct Visitor {
    pub(super) token: Option<String>,
    /// Their uuid; somebody else's for those who have no account.
    pub(super) uuid: String,
    user: User,
}

impl Who {
    pub(super) fn all() -> Vec<Self> {
        let holders = Account::all().into_iter().map(Self::Holder);
        holders.chain([Self::Nobody, Self::Gone]).collect()
    }
}

impl Account {
    /// One of each role, one without, and an administrator without.
    pub(super) fn all() -> Vec<Self> {
        let each = role::ROLES.iter().map(|(name, _)| Self { roles: vec![name], is_admin: false });
        each.chain([false, true].map(|is_admin| Self { roles: Vec::new(), is_admin })).collect()
    }

    /// Each of them, and what they may become.
    pub(super) fn changes() -> Vec<(Self, Self)> {
        let pairs = Self::all()
            .into_iter()
            .flat_map(|before| Self::all().into_iter().map(move |after| (before.clone(), after)));
        pairs.filter(|(before, after)| before != after).collect()
    }

    /// Every role, and what an administrator may, too.
    fn of_everything() -> Self {
        Self { roles: role::ROLES.map(|(name, _)| name).to_vec(), is_admin: true }
    }

    fn give(&self, user: &mut User) {
        user.roles = self.roles.iter().map(|role| (*role).to_owned()).collect();
        user.is_admin = self.is_admin;
    }
}

impl Visitor {
    pub(super) async fn new(app: &TestApp, who: &Who) -> Self {
        match who {
            Who::Holder(account) => Self::holding(app, account).await,
            Who::Nobody => {
                Self { token: None, ..Self::holding(app, &Account::of_everything()).await }
            }
            Who::Gone => {
                let gone = Self::holding(app, &Account::of_everything()).await;
                app.delete_account(gone.user.id).await;
                let other = Self::holding(app, &Account::of_everything()).await;
                Self { token: gone.token, ..other }
            }
        }
    }

    async fn holding(app: &TestApp, account: &Account) -> Self {
        let hash = app.app().passwords.hash(Secret::new(PASSWORD)).await.expect("a hash");
        let user = app.register(Origin::Media, |user| {
            user.password_hash = Some(hash);
            account.give(user);
        });
        let user = user.await;
        // A profile with their own uuid: profiles are looked for before roles are.
        app.persona_of(user.id, user.uuid).await;
        let token = session::open(app.app(), &user, Door::Media).expect("a session");
        Self { token: Some(token), uuid: user.uuid.to_string(), user }
    }

    /// Make another account of theirs; their session goes on.
    pub(super) async fn becomes(&self, app: &TestApp, account: &Account) {
        let mut user = self.user.clone();
        account.give(&mut user);
        let change = Change::new().update(&user);
        app.app().store.commit(change).await.expect("it can be written");
    }
}
