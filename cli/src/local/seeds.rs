//! The accounts that a reset makes, and their jobs.
//!
//! What a door would refuse may stand here: the rules of passwords and admitted domains are for whoever signs up.

use std::collections::HashMap;
use std::sync::Arc;

use kindred::auth::password::Passwords;
use kindred::config::Secret;
use kindred::entity::administrators::Administrators;
use kindred::entity::job::step::Step;
use kindred::entity::job::{Job, JobOrder};
use kindred::entity::names::Email;
use kindred::entity::role;
use kindred::entity::user::{Newcomer, Origin, User};
use kindred::event::JOB_SUBMITTED;
use kindred::{App, Error, Event, Result};
use tokio::sync::Mutex;

/// An account to be made.
pub(super) struct Seed {
    /// Its address, which no other seed has.
    pub(super) email: Email,
    /// Its password, whatever it is.
    pub(super) password: String,
    /// Whether it administers jobs, accounts and contents.
    pub(super) is_admin: bool,
    /// Whether its address is confirmed.
    pub(super) activated: bool,
}

/// Hashes by their passwords: tests use a few again and again. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Hashes(Arc<Mutex<HashMap<String, String>>>);

impl Hashes {
    /// The hash of each seed's password, in their order; takes its time for those that are new.
    pub(super) async fn of(&self, seeds: &[Seed], passwords: &Passwords) -> Result<Vec<String>> {
        let mut known = self.0.lock().await;
        let mut hashes = Vec::new();
        for Seed { password, .. } in seeds {
            if !known.contains_key(password) {
                let hash = passwords.hash(Secret::new(password.as_str())).await?;
                known.insert(password.clone(), hash);
            }
            hashes.push(known[password].clone());
        }
        Ok(hashes)
    }
}

/// Make the accounts in an empty store, with ids from 1 in their order.
pub(super) async fn plant(app: &App, seeds: Vec<Seed>, hashes: Vec<String>) -> Result<Vec<User>> {
    let mut users = Vec::new();
    for (seed, hash) in seeds.into_iter().zip(hashes) {
        users.push(seed.grow(app, hash).await?);
    }
    Ok(users)
}

/// Make so many jobs for each account, with ids from 1 in their order: without audio, and nobody works on them.
pub(super) async fn plant_jobs(app: &App, users: &[User], n_per_user: u32) -> Result<()> {
    for user in users {
        for _ in 0..n_per_user {
            let id = app.store.next_id("job").await?;
            let file_name = Some("sample.mp3".to_owned());
            let order = JobOrder { file_name, ..JobOrder::default() };
            let occurrence = app.ids.occurrence(Some(user.id));
            let mut job = Job::new(id, user.id, order, occurrence.at);
            job.step = Step::NotQueued;
            let event = Event::job(occurrence, JOB_SUBMITTED, id, None);
            app.store.commit(job.saving(None).event(&event)).await?;
        }
    }
    Ok(())
}

impl Seed {
    async fn grow(self, app: &App, hash: String) -> Result<User> {
        let newcomer = Newcomer {
            id: app.store.next_id("user").await?,
            uuid: app.ids.uuid(),
            password_hash: Some(hash),
            now: app.clock.now(),
        };
        let mut user = User::new(newcomer, Origin::Config);
        user.email = Some(self.email.as_str().to_owned());
        if self.activated {
            user = user.activate(app.clock.now());
        }
        if self.is_admin {
            user.is_admin = true;
            user.roles.push(role::ADMIN.to_owned());
        }
        let taken = Error::internal("an empty store has the address already");
        let mut change = user.registration(app.ids.occurrence(Some(user.id)), &taken);
        if user.is_admin {
            change = change.save(&Administrators::all(&app.store).await?.with(user.id));
        }
        app.store.commit(change).await?;
        Ok(user)
    }
}
