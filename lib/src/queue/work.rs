//! A runner fetches its work, and brings the result.

use super::Queue;
use super::runners::not_online;
use crate::entity::job::Job;
use crate::entity::job::step::{Move, Step};
use crate::entity::runner::{Runner, Stage, Work};
use crate::entity::transcript::Speech;
use crate::{Error, Result};

/// What a runner has to do.
#[derive(Debug)]
pub struct Fetched {
    /// The id of the job.
    pub id: u64,
    /// The job; none when it has been deleted since it was announced.
    pub job: Option<Job>,
}

/// What a runner has made of its work.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// What was said.
    Transcript(Speech),
    /// Why there is none.
    Error(String),
}

impl Queue {
    /// What the runner has to do; from the first time on it works on it.
    ///
    /// Work that was announced stays there to be fetched, whatever becomes of its job.
    ///
    /// Refuses: `State` when the runner is not online, or has nothing to do.
    pub async fn fetch(&self, runner: &Runner) -> Result<Fetched> {
        self.turns(None, |mut turn| async move {
            let before = self.again(runner, turn.attempt).await?;
            let work = assigned(&before)?;
            let (id, stage) = (work.job, work.stage);
            let mut job = self.leased_by(&before).await?;
            if stage == Stage::Fetched {
                return Ok(Some((turn, Fetched { id, job })));
            }
            if let Some(found) = job.take_if(|job| job.step == Step::RunnerAssigned) {
                let started = turn.moved(found.clone(), Move::Start)?;
                turn.save(started.saving(Some(&found)));
                job = Some(started);
            }
            let after = before.clone().with_work_as(|work| work.stage = Stage::Fetched);
            turn.save(after.saving(&before));
            Ok(Some((turn, Fetched { id, job })))
        })
        .await
    }

    /// What the runner has to do, without its working on it.
    ///
    /// Refuses: as [`fetch`](Self::fetch).
    pub async fn assigned(&self, runner: &Runner) -> Result<Fetched> {
        let id = assigned(runner)?.job;
        Ok(Fetched { id, job: self.leased_by(runner).await? })
    }

    /// The runner is done, and gets the next job if one waits.
    ///
    /// Contract: a result without work is dropped, and nobody is told.
    ///
    /// Refuses: `State` when the runner is not online.
    pub async fn finish(&self, runner: &Runner, outcome: Outcome) -> Result<()> {
        if runner.online.is_none() {
            return Err(not_online());
        }
        let works =
            |runner: &Runner| runner.work().is_some_and(|work| work.stage.may_be_under_way());
        if !works(runner) {
            return Ok(());
        }
        let large = &self.staged_speech(&outcome).await?;
        let outcome = &outcome;
        let kept = self.turns(None, |mut turn| async move {
            let before = self.again(runner, turn.attempt).await?;
            // The same work as at the beginning: what came since is another matter.
            if before.work().map(|work| (work.job, work.lease)) != lease(runner) {
                return Ok(Some((turn, false)));
            }
            let found = self.leased_by(&before).await?;
            let kept = found.is_some();
            if let Some(found) = found {
                let ended = match outcome {
                    Outcome::Error(error) => turn.ended(found.clone(), Move::Fail, Some(error))?,
                    Outcome::Transcript(speech) => {
                        turn.save(self.transcribed(found.id, speech, large.as_ref()));
                        turn.ended(found.clone(), Move::Succeed, None)?
                    }
                };
                turn.save(ended.saving(Some(&found)));
            }
            let after = self.engaged(&mut turn, before.clone().with_work(None)).await?;
            turn.save(after.saving(&before));
            Ok(Some((turn, kept)))
        });
        let kept = kept.await;
        if let (Ok(false), Some(large)) = (&kept, large) {
            self.discard(large).await;
        }
        kept.map(|_| ())
    }
}

fn assigned(runner: &Runner) -> Result<&Work> {
    if runner.online.is_none() {
        return Err(not_online());
    }
    runner.work().ok_or_else(|| Error::state("No job is assigned to this runner"))
}

fn lease(runner: &Runner) -> Option<(u64, u64)> {
    runner.work().map(|work| (work.job, work.lease))
}
