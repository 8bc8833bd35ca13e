//! Bulk: works off jobs of matching, of which each is too much for a request.
//!
//! The oldest job first, in slices of its queries. The answers to a slice go into the bucket as one part, and the job
//! says which parts there are: so whoever comes next knows where to go on, and what was under way when somebody died is
//! done again. A lease that ends keeps others away meanwhile; should two work on one job all the same, only one can
//! write. When all queries are answered, the parts become one result. What cannot be done ends with the reason.
//!
//! It comes by the clock. The stream of events would be sooner, but two functions follow it already, which is as many
//! as DynamoDB lets read a shard at once; who submits so much work does not mind a minute.

mod desk;
mod job;
mod slices;

use kindred::entity::matching_job::Open;
use kindred::store::Cursor;
use kindred::stream::Invocation;
use kindred::{Error, Queue, Result, Timestamp};
use serde_json::{Value, json};

/// Jobs that are read at once.
const SLICE: usize = 100;

/// Works off jobs of matching.
#[derive(Clone, Debug)]
pub struct Bulk {
    queue: Queue,
    budget: Budget,
}

/// How long it may go on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// No slice begins after this; none, if there is no hurry.
    pub until: Option<Timestamp>,
    /// How many slices at most of each job; none, if it does not matter.
    pub slices: Option<usize>,
}

impl Bulk {
    /// Over the store and the bucket of this queue.
    pub fn new(queue: Queue) -> Self {
        Self { queue, budget: Budget::default() }
    }

    /// The same, but it ends within this, and the rest is left for the next time.
    #[must_use]
    pub fn within(self, budget: Budget) -> Self {
        Self { budget, ..self }
    }

    /// Do what a Lambda invocation asks for; the answer says whether something is left.
    ///
    /// Refuses: `Invalid` for anything but an event of the schedule.
    pub async fn invoke(&self, payload: Value) -> Result<Value> {
        let Invocation::Schedule = Invocation::read(payload)? else {
            return Err(Error::invalid("This function follows no stream"));
        };
        Ok(json!({ "left": self.work_off().await? }))
    }

    /// Work off all jobs that nobody else works on; whether something is left for the next time.
    ///
    /// One that fails holds up no other; the first failure is the outcome.
    pub async fn work_off(&self) -> Result<bool> {
        let (mut outcome, mut after): (Result<bool>, Option<Cursor>) = (Ok(false), None);
        loop {
            let slice =
                self.queue.store().list::<Open>(&Open::all(), after.as_ref(), SLICE).await?;
            for Open { owner, uuid } in slice.items {
                if self.budget.is_over(0, self.queue.clock().now()) {
                    return outcome.map(|_| true);
                }
                let worked_on = self.work_on(owner, uuid).await;
                if let Err(error) = &worked_on {
                    tracing::error!(%error, %uuid, "a job of matching is left for the next time");
                }
                outcome = match (outcome, worked_on) {
                    (Ok(before), Ok(is_left)) => Ok(before || is_left),
                    (Err(first), _) | (Ok(_), Err(first)) => Err(first),
                };
            }
            after = slice.next;
            if after.is_none() {
                return outcome;
            }
        }
    }
}

impl Budget {
    fn is_over(self, n_slices: usize, now: Timestamp) -> bool {
        self.until.is_some_and(|until| now >= until)
            || self.slices.is_some_and(|most| n_slices >= most)
    }
}
