//! Interactions: what people of a data set did, with its share in the averages of contents.
//!
//! Those with one content are written together, one transaction after the other, so that its events keep their order
//! and its average is raised once for many. What the catalogue and the data set agree on is not written again: a pair
//! of person and content has one record, to which a later rating or more hours may be added.

use std::collections::{BTreeMap, HashMap};

use kindred::entity::meta::{Meta, Report, rating_addition};
use kindred::event::Occurrence;
use kindred::store::Change;
use kindred::{App, Event, Result, Timestamp};

use super::catalogue::{Catalogue, Known};
use super::formats::{Interaction, Place};
use super::people::People;
use super::summary::{Outcome, reason};
use super::{Progress, several};

/// Interactions read and decided on together: two actions each (record, event) and one on the content, of 100.
const MOST_TOGETHER: usize = 45;

/// Actions on records that go into one transaction; one more is for the content.
const MOST_ACTIONS: usize = 99;

/// What an import knows of people and what they did.
#[derive(Debug, Default)]
pub(super) struct Interactions {
    people: People,
    /// Hours by content and user, for those who have any, as far as the files are read.
    hours: HashMap<(u64, u64), u64>,
}

/// What one person did with a content, all rows together.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The rows that tell of it.
    pub(crate) places: Vec<Place>,
    pub(crate) user: u64,
    pub(crate) rating: Option<u8>,
    /// Hours in all.
    pub(crate) count: u64,
    /// When it was rated, or used.
    pub(crate) at: Option<Timestamp>,
}

/// What a data set tells of one content.
struct Shelf {
    content: Known,
    seen: BTreeMap<u64, Seen>,
}

impl Interactions {
    /// Write interactions; those with items that are not in the catalogue are refused.
    pub(super) async fn write(
        &mut self,
        app: &App,
        catalogue: &mut Catalogue,
        rows: Vec<(Place, Interaction)>,
        progress: &Progress,
    ) -> Result<Vec<(Place, Outcome)>> {
        catalogue.look_up(app, rows.iter().map(|(_, row)| row.item.as_str())).await?;
        let known = |row: &Interaction| catalogue.known(&row.item);
        let welcome = rows.iter().filter(|(_, row)| known(row).is_some());
        self.people.admit(app, welcome.map(|(_, row)| row.user.as_str()).collect()).await?;
        let mut outcomes = Vec::with_capacity(rows.len());
        let mut shelves: BTreeMap<u64, Shelf> = BTreeMap::new();
        for (place, row) in rows {
            let (Some(content), Some(user)) = (known(&row), self.people.id(&row.user)) else {
                let reason = format!("the item is not in the catalogue: {}", row.item);
                outcomes.push((place, Outcome::Refused(reason)));
                continue;
            };
            let seen = self.seen(place, content.id, user, &row);
            let shelf = shelves.entry(content.id);
            let shelf = shelf.or_insert_with(|| Shelf { content, seen: BTreeMap::new() });
            shelf.put(seen);
        }
        let tasks = shelves.into_values().map(|shelf| {
            let seen = shelf.seen.into_values().collect();
            record(app.clone(), shelf.content, seen, progress.clone())
        });
        outcomes.extend(several(tasks).await?.into_iter().flatten());
        Ok(outcomes)
    }

    fn seen(&mut self, place: Place, content: u64, user: u64, row: &Interaction) -> Seen {
        let mut count = row.count;
        if count > 0 {
            let hours = self.hours.entry((content, user)).or_default();
            *hours += count;
            count = *hours;
        }
        let at = row.at.map(|seconds| Timestamp::from_micros(seconds.saturating_mul(1_000_000)));
        Seen { places: vec![place], user, rating: row.rating, count, at }
    }
}

impl Shelf {
    /// Put it beside what others did, or add it to what the same person did.
    fn put(&mut self, seen: Seen) {
        let Some(before) = self.seen.get_mut(&seen.user) else {
            self.seen.insert(seen.user, seen);
            return;
        };
        before.places.extend(seen.places);
        before.count = before.count.max(seen.count);
        if seen.at >= before.at {
            before.rating = seen.rating.or(before.rating);
            before.at = seen.at;
        }
    }
}

/// Write what people did with one content, each person once.
pub(crate) async fn record(
    app: App,
    content: Known,
    seen: Vec<Seen>,
    progress: Progress,
) -> Result<Vec<(Place, Outcome)>> {
    let mut outcomes = Vec::with_capacity(seen.len());
    for chunk in seen.chunks(MOST_TOGETHER) {
        outcomes.extend(record_chunk(&app, content, chunk).await?);
        progress.wrote(chunk.len());
    }
    Ok(outcomes)
}

async fn record_chunk(app: &App, content: Known, chunk: &[Seen]) -> Result<Vec<(Place, Outcome)>> {
    let keys: Vec<_> =
        chunk.iter().map(|seen| Meta::place(seen.user, content.kind, content.id)).collect();
    let found: Vec<Meta> = app.store.batch(&keys).await?;
    let mut found: HashMap<u64, Meta> = found.into_iter().map(|it| (it.user_id, it)).collect();
    let mut outcomes = Vec::with_capacity(chunk.len());
    let mut pack = Pack::default();
    for seen in chunk {
        let before = found.remove(&seen.user);
        let Some(step) = seen.step(before, content, app.ids.occurrence(Some(seen.user))) else {
            outcomes.extend(seen.all(&Outcome::Present));
            continue;
        };
        if pack.n_actions + step.n_actions() > MOST_ACTIONS {
            outcomes.extend(std::mem::take(&mut pack).commit(app, content).await?);
        }
        pack.n_actions += step.n_actions();
        pack.steps.push((seen, step));
    }
    outcomes.extend(pack.commit(app, content).await?);
    Ok(outcomes)
}

/// A record before and after, and the events between.
struct Step {
    before: Option<u8>,
    after: Meta,
    events: Vec<Event>,
}

impl Seen {
    /// What is to be written where this record lies, if anything.
    ///
    /// A rating holds when it is the first or later than the one before, hours when there are more than before.
    fn step(&self, found: Option<Meta>, content: Known, now: Occurrence) -> Option<Step> {
        let meta = found.unwrap_or_else(|| Meta::first(self.user, content.kind, content.id));
        let before = meta.rating;
        let holds = before.is_none() || meta.last_rating_date < self.at;
        let rating = self.rating.filter(|_| holds && self.rating != before);
        let more = self.count.saturating_sub(meta.count);
        let additional_count = (more > 0).then_some(more as f64);
        let report = Report { rating, additional_count, ..Report::default() };
        if meta.version > 0 && report == Report::default() {
            return None;
        }
        let then = Occurrence { at: self.at.unwrap_or(now.at), ..now };
        let (after, events) = meta.report(report, then);
        let events = events.into_iter().map(|event| event.recorded_at(now.at)).collect();
        Some(Step { before, after, events })
    }

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

impl Step {
    fn n_actions(&self) -> usize {
        1 + self.events.len()
    }

    fn outcome(&self) -> Outcome {
        if self.after.version == 0 { Outcome::Added } else { Outcome::Revised }
    }
}

/// Steps with one content that go into one transaction.
#[derive(Default)]
struct Pack<'a> {
    steps: Vec<(&'a Seen, Step)>,
    n_actions: usize,
}

impl Pack<'_> {
    /// All in one transaction; if that is refused, one by one.
    async fn commit(self, app: &App, content: Known) -> Result<Vec<(Place, Outcome)>> {
        let together = app.store.commit(self.change(content)).await.is_ok();
        let mut outcomes = Vec::with_capacity(self.steps.len());
        for (seen, step) in self.steps {
            let outcome =
                if together { step.outcome() } else { seen.record_alone(app, content).await? };
            outcomes.extend(seen.all(&outcome));
        }
        Ok(outcomes)
    }

    fn change(&self, content: Known) -> Change {
        let (mut sum, mut votes) = (0, 0);
        let mut change = Change::new();
        for (_, step) in &self.steps {
            change = change.save(&step.after).events(&step.events);
            let (more, new) = step.after.rating_difference(step.before).unwrap_or_default();
            sum += more;
            votes += new;
        }
        if (sum, votes) == (0, 0) {
            return change;
        }
        change.and(rating_addition(content.id, sum, votes))
    }
}
