//! Recompute: brings up to date what events touched, and nothing else.
//!
//! Events come in batches, in any order and perhaps twice. They only say *what* to look at (`work`); what is true is
//! read from the store, so the same batch twice gives the same result, and a lost order cannot matter. Then, in order:
//! the texts, genres and neighbours of a kind (`similarities`) with the lists that follow from them (`backlog`), the
//! lists of the users concerned (`taste`), what people think who agree to be compared (`opinions`), what of other kinds
//! goes by the same title (`links`), the names by which they are found (`people`), the titles and records that searches
//! and look-ups find (`titles`), and what is popular in a kind (`popularity`). A scheduled run does the same with
//! everything as its work. What each did is told at the end (`launches`).
//!
//! Several instances may work at the same time: each result is written only if what it replaces is what was read before
//! its inputs were, else it is made again.

mod audience;
mod backlog;
mod generations;
mod launches;
mod links;
mod opinions;
mod people;
mod popularity;
mod rounds;
mod run;
mod similarities;
mod slices;
mod standings;
mod taste;
mod titles;
mod touched;
mod training;
mod turnovers;
mod work;

use aws_lambda_events::dynamodb::Event as StreamEvent;
use aws_lambda_events::streams::DynamoDbEventResponse;
use kindred::engines::Engines;
use kindred::entity::launches::Trigger;
use kindred::ids::Ids;
use kindred::matching::records::Records;
use kindred::matching::titles::Titles;
use kindred::snapshots::Snapshots;
use kindred::stream::{Batch, Invocation};
use kindred::{Blobs, Clock, Error, Result, Store};
use serde_json::{Value, json};

use launches::Log;
pub use rounds::Budget;
use run::Run;
use turnovers::Causes;
use work::Work;

/// Requests to the store that are under way at once, where many are alike.
const AT_ONCE: usize = 16;

/// What deriving needs.
#[derive(Clone, Debug)]
pub struct Recompute {
    store: Store,
    blobs: Blobs,
    clock: Clock,
    ids: Ids,
    titles: Snapshots<Titles>,
    records: Snapshots<Records>,
    engines: Engines,
    most_beyond: u64,
    budget: Budget,
}

impl Recompute {
    /// Over the store and the bucket of these engines.
    pub fn new(engines: Engines, clock: Clock) -> Self {
        Self {
            store: engines.store.clone(),
            blobs: engines.blobs.clone(),
            ids: Ids::new(clock.clone()),
            titles: Snapshots::default(),
            records: Snapshots::default(),
            most_beyond: titles::MOST_BEYOND,
            budget: Budget::default(),
            engines,
            clock,
        }
    }

    /// The same, but it makes the next snapshot of titles when more than so many changes lie beyond the last.
    #[must_use]
    pub fn with_snapshots_after(self, most_beyond: u64) -> Self {
        Self { most_beyond, ..self }
    }

    /// The same, but what the schedule brings ends within this, and the rest is left for the next time.
    #[must_use]
    pub fn within(self, budget: Budget) -> Self {
        Self { budget, ..self }
    }

    /// Work off what a Lambda invocation brings: a batch of the event table's stream, or the schedule's event.
    pub async fn invoke(&self, payload: Value) -> Result<Value> {
        match Invocation::read(payload)? {
            Invocation::Batch(records) => {
                serde_json::to_value(self.handle(records).await?).map_err(Error::internal)
            }
            Invocation::Schedule => {
                let is_left = self.on_schedule().await?;
                Ok(json!({ "left": is_left }))
            }
        }
    }

    /// Work off a batch of events.
    ///
    /// A record that is no event is reported as failed, after all others are done. If the store fails, all of the batch
    /// does.
    pub async fn handle(&self, records: StreamEvent) -> Result<DynamoDbEventResponse> {
        let batch = Batch::of(records);
        let ids: Vec<u64> = batch.events.iter().map(|event| event.id).collect();
        let position = ids.iter().copied().max().unwrap_or(0);
        let work = Work::of(&self.store, &batch.events).await?;
        let kinds = work.kinds();
        standings::reaching(self, position, &work).await?;
        let mut log = Log::new(&self.clock);
        let causes = Causes::of(&batch.events);
        work.run(Run { recompute: self, position, causes: &causes }, &mut log).await?;
        let launched = log.into_engines();
        standings::having_run(self, &kinds, &launched).await;
        launches::tell(self, Trigger::Stream, ids, launched).await;
        Ok(batch.worked_off())
    }
}
