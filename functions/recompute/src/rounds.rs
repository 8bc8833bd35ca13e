//! Rounds: what time brings, in slices that end before the time of an invocation does.
//!
//! First the models that are due are trained. Then the round under way goes on, or one begins: once a day through all
//! that is derived, and in between through the lists of all people when a model is new. What is left when time runs
//! out, the next invocation goes on with.

use std::collections::BTreeSet;

use kindred::entity::launches::Trigger;
use kindred::entity::round::{Round, Scope};
use kindred::entity::standing::{PATIENCE_SECONDS, Standing};
use kindred::ids::first_id;
use kindred::store::Change;
use kindred::{Result, Timestamp};

use crate::launches::{self, Log};
use crate::run::Run;
use crate::turnovers::Causes;
use crate::{Recompute, slices};

/// How long rounds may go on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// No slice begins after this; none, if there is no hurry.
    pub until: Option<Timestamp>,
    /// How many slices at most; none, if it does not matter.
    pub slices: Option<usize>,
}

/// Why rounds begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Occasion {
    /// It is time.
    Schedule,
    /// Somebody wants what is due to be done, but for the daily round.
    Impatience,
    /// Somebody wants everything to be made again.
    Order,
}

impl Recompute {
    /// Do what is due; whether something is left for the next time.
    pub async fn on_schedule(&self) -> Result<bool> {
        self.go_on(Occasion::Schedule, self.budget).await
    }

    /// Do what is due, but for the daily round, which would only do again what is done.
    pub async fn catch_up(&self) -> Result<()> {
        self.go_on(Occasion::Impatience, Budget::default()).await.map(|_| ())
    }

    /// Derive everything again, as if nothing had been derived before.
    pub async fn everything(&self) -> Result<()> {
        self.go_on(Occasion::Order, Budget::default()).await.map(|_| ())
    }

    async fn go_on(&self, occasion: Occasion, budget: Budget) -> Result<bool> {
        let mut log = Log::new(&self.clock);
        let is_left = self.work(occasion, budget, &mut log).await;
        launches::tell(self, Trigger::Schedule, Vec::new(), log.into_engines()).await;
        is_left
    }

    async fn work(&self, occasion: Occasion, budget: Budget, log: &mut Log<'_>) -> Result<bool> {
        let standings = Standing::every(&self.store).await?;
        for standing in standings.iter().filter(|standing| standing.untrained > 0) {
            if budget.is_over(0, self.clock.now()) {
                return Ok(true);
            }
            self.train_if_due(standing, log).await?;
        }
        let mut round = self.round(occasion).await?;
        let mut n_slices = 0;
        while let Some(slice) = round.next {
            if budget.is_over(n_slices, self.clock.now()) {
                return Ok(true);
            }
            // What a round finds was caused by something long ago.
            let causes = Causes::default();
            let run = Run { recompute: self, position: round.position, causes: &causes };
            slices::work_off(run, &round, slice, log).await?;
            n_slices += 1;
            let Some(next) = self.moved_on(&round).await? else {
                // Somebody else goes on with it.
                return Ok(false);
            };
            round = next;
        }
        Ok(false)
    }

    /// The round under way, or the next if one is due, or else the last.
    async fn round(&self, occasion: Occasion) -> Result<Round> {
        let begin = || async {
            let last = Round::last(&self.store).await?;
            if last.next.is_some() && occasion != Occasion::Order {
                return Ok((Change::new(), last));
            }
            let Some(scope) = self.due(&last, occasion).await? else {
                return Ok((Change::new(), last));
            };
            let now = self.clock.now();
            let begun = last.begun(scope, first_id(now), now);
            let mut change = Change::new().save(&begun);
            for kind in begun.kinds() {
                change = change.save(&Standing::of(&self.store, kind).await?.listing());
            }
            Ok((change, begun))
        };
        self.store.turn(begin).await?;
        // As it lies there, with its version.
        Round::last(&self.store).await
    }

    /// What the next round is to make, if it is to begin now.
    async fn due(&self, last: &Round, occasion: Occasion) -> Result<Option<Scope>> {
        let now = self.clock.now();
        let is_old =
            last.whole_began_at.is_none_or(|at| now.seconds() - at.seconds() >= PATIENCE_SECONDS);
        if occasion == Occasion::Order || (occasion == Occasion::Schedule && is_old) {
            return Ok(Some(Scope::Whole));
        }
        let standings = Standing::every(&self.store).await?;
        let unlisted = standings.iter().filter(|standing| standing.unlisted);
        let kinds: BTreeSet<_> = unlisted.map(|standing| standing.kind).collect();
        Ok((!kinds.is_empty()).then_some(Scope::Lists(kinds)))
    }

    /// The round, one slice on; none if somebody else has moved it.
    async fn moved_on(&self, round: &Round) -> Result<Option<Round>> {
        let last_ids = (self.store.last_id("user").await?, self.store.last_id("group").await?);
        let next = round.clone().moved_on(slices::SIZE, last_ids);
        let is_written = self.store.attempt(Change::new().save(&next), 0).await?;
        Ok(is_written.then_some(Round { version: next.version + 1, ..next }))
    }
}

impl Budget {
    fn is_over(self, n_slices: usize, now: Timestamp) -> bool {
        self.until.is_some_and(|until| now >= until)
            || self.slices.is_some_and(|most| n_slices >= most)
    }
}
