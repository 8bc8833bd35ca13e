//! Cascade: carries a change to what hangs on it: removes what belonged to something that was deleted, and writes an
//! author's new name beside what they wrote.
//!
//! Whoever deletes something takes the thing and its names away at once, and leaves an [`Erasure`] and an event. The
//! event brings us here soon; the schedule brings us back until the erasure is settled, for what was broken off, and
//! for what requests wrote that were still under way. Both do the same work: look at what is there now, and remove it.
//! So it may happen twice, at the same time, and end anywhere.
//!
//! Only what is true is removed here. What was derived from it follows by the events of the removal, in `recompute`;
//! events themselves stay, they hold ids only.

mod author;
mod content;
mod each;
mod genre;
mod group;
mod interaction;
mod persona;
mod user;

use std::collections::BTreeSet;

use aws_lambda_events::dynamodb::Event as StreamEvent;
use aws_lambda_events::streams::DynamoDbEventResponse;
use kindred::entity::erasure::Erasure;
use kindred::entity::kind::MediaKind;
use kindred::event::{CHANGED, DELETION, GENRE_MODEL, GROUP_MODEL, PERSONA_MODEL, USER_MODEL};
use kindred::store::{Entity, Key};
use kindred::stream::{Batch, Invocation};
use kindred::{Error, Event, Queue, Result, Store};
use serde_json::Value;

/// What removing needs.
#[derive(Clone, Debug)]
pub struct Cascade {
    queue: Queue,
}

/// Something that things belonged to.
#[derive(Clone, Copy, Debug)]
enum Owner {
    User(u64),
    Content(MediaKind, u64),
    Genre(u64),
    Group(u64),
    Persona(u64),
}

impl Owner {
    /// The thing of this model; none when nothing can belong to such.
    fn named(model: &str, id: u64) -> Option<Self> {
        match model {
            USER_MODEL => Some(Self::User(id)),
            GENRE_MODEL => Some(Self::Genre(id)),
            GROUP_MODEL => Some(Self::Group(id)),
            PERSONA_MODEL => Some(Self::Persona(id)),
            model => MediaKind::of_model(model).map(|kind| Self::Content(kind, id)),
        }
    }
}

/// Where the erasure lies of what an event says is deleted, if anything can belong to it.
fn erasure(event: &Event) -> Option<Key> {
    let model = event.text("model_name").filter(|_| event.name == DELETION)?;
    Owner::named(model, event.object_id).map(|_| Erasure::place(model, event.object_id))
}

impl Cascade {
    /// Over the store of this queue, which also says what becomes of jobs and of the runners that have them.
    pub fn new(queue: Queue) -> Self {
        Self { queue }
    }

    fn store(&self) -> &Store {
        self.queue.store()
    }

    /// Do what a Lambda invocation asks for: work off a batch of the event table's stream, or go through all erasures.
    pub async fn invoke(&self, payload: Value) -> Result<Value> {
        match Invocation::read(payload)? {
            Invocation::Batch(records) => {
                serde_json::to_value(self.handle(records).await?).map_err(Error::internal)
            }
            Invocation::Schedule => self.finish().await.map(|()| Value::Null),
        }
    }

    /// Remove what belonged to the things whose deletion these records tell, and carry on the names of accounts that
    /// they say have changed; all other events are passed over.
    ///
    /// A record that is no event is reported as failed, after all others are done. If the store fails, all of the batch
    /// does.
    pub async fn handle(&self, records: StreamEvent) -> Result<DynamoDbEventResponse> {
        let batch = Batch::of(records);
        for place in batch.events.iter().filter_map(erasure) {
            // What is there, or is finished, has none.
            if let Some(erasure) = self.store().get::<Erasure>(&place).await? {
                self.remove_belongings(&erasure).await?;
            }
        }
        let renamed: BTreeSet<u64> = batch.events.iter().filter_map(renamed).collect();
        for user in renamed {
            author::rename(self, user).await?;
        }
        Ok(batch.worked_off())
    }

    /// Go through all erasures: remove what is left, and then each that is settled.
    ///
    /// One that fails holds up no other; the first failure is the outcome.
    pub async fn finish(&self) -> Result<()> {
        let mut outcome = Ok(());
        let mut after = None;
        loop {
            let slice = self.store().list(&Erasure::all(), after.as_ref(), each::SLICE).await?;
            for erasure in &slice.items {
                let finished = self.finish_one(erasure).await;
                if let Err(error) = &finished {
                    let Erasure { model, id, .. } = erasure;
                    tracing::error!(%error, model, id, "an erasure is not finished");
                }
                outcome = outcome.and(finished);
            }
            after = slice.next;
            if after.is_none() {
                return outcome;
            }
        }
    }

    async fn finish_one(&self, erasure: &Erasure) -> Result<()> {
        // Judged before the work: if nothing more could be written then, nothing is left after it.
        let is_settled = erasure.is_settled(self.queue.clock().now());
        self.remove_belongings(erasure).await?;
        if is_settled {
            self.store().put_all::<Erasure>(&[], &[erasure.key()]).await?;
        }
        Ok(())
    }

    async fn remove_belongings(&self, erasure: &Erasure) -> Result<()> {
        let owner = Owner::named(&erasure.model, erasure.id);
        let unknown = || Error::internal(format!("nobody removes what a {} owned", erasure.model));
        match owner.ok_or_else(unknown)? {
            Owner::User(id) => user::remove_belongings(self, id).await,
            Owner::Content(kind, id) => {
                content::remove_belongings(self, kind, id, erasure.by).await
            }
            Owner::Genre(id) => genre::remove_belongings(self, erasure.kind, id, erasure.by).await,
            Owner::Group(id) => group::remove_belongings(self, id).await,
            Owner::Persona(id) => persona::remove_belongings(self, id).await,
        }
    }
}

/// The account whose name an event says is another now.
fn renamed(event: &Event) -> Option<u64> {
    let is_name = event.text("attribute_name") == Some("username");
    (event.name == CHANGED && event.is_about_user() && is_name).then_some(event.object_id)
}
