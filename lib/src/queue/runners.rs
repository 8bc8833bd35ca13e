//! Runners come, show that they are there, and go.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::Queue;
use super::roster::COUNTER;
use crate::entity::job::Job;
use crate::entity::job::step::{Move, Step};
use crate::entity::runner::{Answer, Runner, Stage};
use crate::event::{
    RUNNER_CREATED, RUNNER_LOST, RUNNER_REGISTERED, RUNNER_REVOKED, RUNNER_UNREGISTERED,
};
use crate::store::Claim;
use crate::{Error, Event, Result};

use super::turn::Turn;

/// What a runner is told that is not online.
///
/// Contract: runners compare it, and register again.
pub const NOT_ONLINE: &str = "This runner is not currently registered as online!";

impl Queue {
    /// Create a runner and return its token, which is stored nowhere.
    pub async fn create_runner(&self, by: u64) -> Result<String> {
        let token = URL_SAFE_NO_PAD.encode(self.ids.random::<32>());
        let id = self.store.next_id(COUNTER).await?;
        let occurrence = self.ids.occurrence(Some(by));
        let runner = Runner::new(id, hash(&token), by, occurrence.at);
        let runner = Runner { last_event: occurrence.id, ..runner };
        let event = Event::runner(occurrence, RUNNER_CREATED, id);
        self.store.commit(runner.creation().event(&event)).await?;
        Ok(token)
    }

    /// The runner with this token.
    pub async fn runner_with(&self, token: &str) -> Result<Option<Runner>> {
        match self.store.get::<Claim>(&Runner::token_claim(&hash(token))).await? {
            Some(claim) => self.store.get(&Runner::place(claim.owner)).await,
            None => Ok(None),
        }
    }

    /// The runner comes online, and gets a job if one waits: rather than any other the one that it had when it was
    /// lost.
    ///
    /// Refuses: `State` when its token was revoked, or when it is online already; that is noted.
    pub async fn register(&self, runner: &Runner) -> Result<()> {
        if runner.is_overdue(self.clock.now()) {
            self.lose(runner.id, RUNNER_LOST).await?;
        }
        let registered = self.turns(None, |mut turn| async move {
            let before = self.present(runner.id).await?;
            if before.revoked_at.is_some() {
                return Err(Error::state("The token of this runner was revoked"));
            }
            if before.online.is_some() {
                let refused = Runner { refused_at: Some(turn.now()), ..before.clone() };
                turn.save(refused.saving(&before));
                return Ok(Some((turn, false)));
            }
            let mut online = before.clone().come_online(turn.now());
            let registered = |occurrence| Event::runner(occurrence, RUNNER_REGISTERED, before.id);
            turn.tell(&mut online.last_event, registered);
            let online = match self.resumed(&mut turn, &before, online.clone()).await? {
                Some(online) => online,
                None => self.engaged(&mut turn, online).await?,
            };
            turn.save(online.saving(&before));
            Ok(Some((turn, true)))
        });
        match registered.await? {
            true => Ok(()),
            false => Err(Error::state("This runner is already registered as online")),
        }
    }

    /// The runner with the job that it had before it was lost, as if nothing had been, if that job still waits.
    async fn resumed(
        &self,
        turn: &mut Turn,
        before: &Runner,
        online: Runner,
    ) -> Result<Option<Runner>> {
        let Some(former) = &before.former else { return Ok(None) };
        let found = self.store.get::<Job>(&Job::place(former.job)).await?;
        let is_left = |job: &Job| job.step == Step::PendingRunner && job.n_leases == former.lease;
        let Some(job) = found.filter(is_left) else { return Ok(None) };
        let (resumed, online) = turn.leased(job.clone(), online, (Move::Resume, Stage::Resumed))?;
        turn.save(resumed.saving(Some(&job)));
        Ok(Some(online))
    }

    /// The runner goes offline; its job waits again.
    ///
    /// Contract: a second process with the same token is refused and then says goodbye: that is not meant.
    ///
    /// Refuses: `State` when it is not online.
    pub async fn unregister(&self, runner: &Runner) -> Result<()> {
        if runner.online.is_none() {
            return Err(not_online());
        }
        if runner.is_farewell_of_another(self.clock.now()) {
            return self.forget_refusal(runner).await;
        }
        self.lose(runner.id, RUNNER_UNREGISTERED).await.map(drop)
    }

    /// The refused process has said goodbye; the next farewell is meant.
    async fn forget_refusal(&self, runner: &Runner) -> Result<()> {
        self.turns(None, |mut turn| async move {
            let before = self.again(runner, turn.attempt).await?;
            turn.save(Runner { refused_at: None, ..before.clone() }.saving(&before));
            Ok(Some((turn, ())))
        })
        .await
    }

    /// A sign of life, perhaps with progress; what the runner has to know is the answer.
    ///
    /// Refuses: `State` when it is not online, or was silent for too long.
    pub async fn heartbeat(&self, runner: &Runner, progress_ratio: Option<f64>) -> Result<Answer> {
        if runner.is_overdue(self.clock.now()) && self.lose(runner.id, RUNNER_LOST).await? {
            return Err(not_online());
        }
        self.turns(None, |mut turn| async move {
            let before = self.again(runner, turn.attempt).await?;
            if before.online.is_none() {
                return Err(not_online());
            }
            let mut after = before.clone().seen(turn.now(), progress_ratio);
            if after.work().is_none() {
                after = self.engaged(&mut turn, after).await?;
            }
            let (after, answer) = after.told();
            turn.save(after.saving(&before));
            Ok(Some((turn, answer)))
        })
        .await
    }

    /// Take a runner's token away for good; its job waits again. One that is gone already stays so.
    ///
    /// Refuses: `NotFound` for an id that no runner has.
    pub async fn revoke_runner(&self, id: u64, by: u64) -> Result<()> {
        let found = self.store.get::<Runner>(&Runner::place(id)).await?;
        found.ok_or_else(|| Error::not_found("There is no runner with this id"))?;
        self.turns(Some(by), |mut turn| async move {
            let before = self.present(id).await?;
            if before.revoked_at.is_some() {
                return Ok(Some((turn, ())));
            }
            let offline = before.clone().go_offline();
            let mut revoked = Runner { revoked_at: Some(turn.now()), former: None, ..offline };
            self.bereave(&mut turn, &before).await?;
            turn.tell(&mut revoked.last_event, |o| Event::runner(o, RUNNER_REVOKED, id));
            turn.save(revoked.revocation(&before));
            Ok(Some((turn, ())))
        })
        .await
    }

    /// A runner as the request found it, at the first attempt; then as it is.
    pub(super) async fn again(&self, runner: &Runner, attempt: u32) -> Result<Runner> {
        if attempt == 0 { Ok(runner.clone()) } else { self.present(runner.id).await }
    }

    /// A runner that exists; none is ever deleted.
    pub(super) async fn present(&self, id: u64) -> Result<Runner> {
        let found = self.store.get::<Runner>(&Runner::place(id)).await?;
        found.ok_or_else(|| Error::internal("a runner is not there any more"))
    }
}

/// What a runner is told that is not online.
pub(super) fn not_online() -> Error {
    Error::state(NOT_ONLINE)
}

fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}
