//! Records of interactions, written with their events and their shares in the averages of contents.
//!
//! Those with one content are written one transaction after the other, so that its events keep their order, and its
//! average is raised once for many; a transaction takes the records of several contents. What the store and the data
//! set agree on is not written again.

use std::collections::HashMap;

use kindred::entity::meta::{Meta, rating_addition};
use kindred::store::Change;
use kindred::{App, Result};

use super::catalogue::Known;
use super::formats::Place;
use super::interactions::Seen;
use super::step::Step;
use super::summary::{Outcome, reason};
use super::{Progress, several};

/// Records read and decided on together: as many as one request reads.
const MOST_TOGETHER: usize = 100;

/// Actions that go into one transaction.
const MOST_ACTIONS: usize = 100;

/// What a data set tells of one content, each person once.
#[derive(Clone, Debug)]
pub(crate) struct Shelf {
    pub(crate) content: Known,
    pub(crate) seen: Vec<Seen>,
}

/// Write what people did.
pub(crate) async fn record_all(
    app: &App,
    shelves: Vec<Shelf>,
    progress: &Progress,
) -> Result<Vec<(Place, Outcome)>> {
    let tasks = loads(shelves).into_iter().map(|load| record(app.clone(), load, progress.clone()));
    Ok(several(tasks).await?.into_iter().flatten().collect())
}

/// Shelves that are recorded by one task; small ones together, so that transactions are full.
fn loads(shelves: Vec<Shelf>) -> Vec<Vec<Shelf>> {
    let mut loads: Vec<Vec<Shelf>> = Vec::new();
    let mut room = 0_usize;
    for shelf in shelves {
        let n_records = shelf.seen.len();
        match loads.last_mut().filter(|_| n_records <= room) {
            Some(load) => load.push(shelf),
            None => {
                room = MOST_TOGETHER;
                loads.push(vec![shelf]);
            }
        }
        room = room.saturating_sub(n_records);
    }
    loads
}

async fn record(app: App, load: Vec<Shelf>, progress: Progress) -> Result<Vec<(Place, Outcome)>> {
    let all: Vec<(Known, &Seen)> =
        load.iter().flat_map(|shelf| shelf.seen.iter().map(|seen| (shelf.content, seen))).collect();
    let mut outcomes = Vec::with_capacity(all.len());
    for chunk in all.chunks(MOST_TOGETHER) {
        outcomes.extend(record_chunk(&app, chunk).await?);
        progress.wrote(chunk.len());
    }
    Ok(outcomes)
}

async fn record_chunk(app: &App, chunk: &[(Known, &Seen)]) -> Result<Vec<(Place, Outcome)>> {
    let key = |content: &Known, seen: &Seen| Meta::place(seen.user, content.kind, content.id);
    let keys: Vec<_> = chunk.iter().map(|(content, seen)| key(content, seen)).collect();
    let found: Vec<Meta> = app.store.batch(&keys).await?;
    let mut found: HashMap<(u64, u64), Meta> =
        found.into_iter().map(|it| ((it.user_id, it.content_id), it)).collect();
    let mut outcomes = Vec::with_capacity(chunk.len());
    let mut pack = Pack::default();
    for (content, seen) in chunk {
        let before = found.remove(&(seen.user, content.id));
        let Some(step) = seen.step(before, *content, app.ids.occurrence(Some(seen.user))) else {
            outcomes.extend(seen.all(&Outcome::Present));
            continue;
        };
        if !pack.has_room(&step) {
            outcomes.extend(std::mem::take(&mut pack).commit(app).await?);
        }
        pack.put(seen, step);
    }
    outcomes.extend(pack.commit(app).await?);
    Ok(outcomes)
}

impl Seen {
    /// One outcome for all its rows.
    fn all(&self, outcome: &Outcome) -> impl Iterator<Item = (Place, Outcome)> {
        self.places.iter().map(|place| (place.clone(), outcome.clone()))
    }

    /// Read, decide and write this one alone.
    async fn record_alone(&self, app: &App, content: Known) -> Result<Outcome> {
        let now = app.ids.occurrence(Some(self.user));
        let key = Meta::place(self.user, content.kind, content.id);
        let decide = |found: Option<Meta>| {
            let Some(step) = self.step(found, content, now) else {
                return Ok((Change::new(), Outcome::Present));
            };
            Ok((step.after.saving(step.before, &step.events), step.outcome()))
        };
        match app.store.change(&key, decide).await {
            Ok(outcome) => Ok(outcome),
            Err(error) => Ok(Outcome::Refused(reason(error, String::new)?)),
        }
    }
}

/// Steps that go into one transaction, those with one content beside each other.
#[derive(Default)]
struct Pack<'a> {
    steps: Vec<(&'a Seen, Step)>,
    n_actions: usize,
}

impl<'a> Pack<'a> {
    /// The actions that a step adds: its own, and for the first with a content one on its average.
    fn cost(&self, step: &Step) -> usize {
        let is_new = self.steps.last().is_none_or(|(_, last)| last.content != step.content);
        step.n_actions() + usize::from(is_new)
    }

    fn has_room(&self, step: &Step) -> bool {
        self.n_actions + self.cost(step) <= MOST_ACTIONS
    }

    fn put(&mut self, seen: &'a Seen, step: Step) {
        self.n_actions += self.cost(&step);
        self.steps.push((seen, step));
    }

    /// All in one transaction; if that is refused, one by one.
    async fn commit(self, app: &App) -> Result<Vec<(Place, Outcome)>> {
        let together = app.store.commit(self.change()).await.is_ok();
        let mut outcomes = Vec::with_capacity(self.steps.len());
        for (seen, step) in self.steps {
            let outcome = if together {
                step.outcome()
            } else {
                seen.record_alone(app, step.content).await?
            };
            outcomes.extend(seen.all(&outcome));
        }
        Ok(outcomes)
    }

    fn change(&self) -> Change {
        let with_one = self.steps.chunk_by(|(_, one), (_, other)| one.content == other.content);
        with_one.fold(Change::new(), |mut change, steps| {
            let (mut sum, mut votes) = (0, 0);
            for (_, step) in steps {
                change = change.save(&step.after).events(&step.events);
                let (more, new) = step.after.rating_difference(step.before).unwrap_or_default();
                sum += more;
                votes += new;
            }
            match (steps.first(), sum, votes) {
                (None, ..) | (_, 0, 0) => change,
                (Some((_, step)), ..) => change.and(rating_addition(step.content.id, sum, votes)),
            }
        })
    }
}
