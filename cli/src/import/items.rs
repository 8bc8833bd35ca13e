//! Items into contents: published when they are new, revised when they are described otherwise than before.
//!
//! What an item does not tell is unknown and stays as it is. Ratings that an item brings along count when it is
//! published and never again: from then on they grow with interactions.

use kindred::entity::content::{Content, Description, SOURCE};
use kindred::entity::kind::MediaKind;
use kindred::event::Occurrence;
use kindred::store::{Change, Claim};
use kindred::{App, Error, Event, Result, Store};
use serde_json::{Map, Value};

use super::catalogue::Known;
use super::formats::Place;
use super::summary::{Outcome, reason};
use super::{Progress, several};

/// Actions that go into one transaction.
const MOST_ACTIONS: usize = 100;

/// An item in the words of the catalogue.
pub(super) struct Candidate {
    pub(super) source: String,
    pub(super) kind: MediaKind,
    pub(super) description: Description,
    pub(super) rating_sum: u64,
    pub(super) rating_count: u64,
}

/// What became of an item, and which content it is now.
pub(super) struct Written {
    pub(super) place: Place,
    pub(super) source: String,
    pub(super) known: Known,
    pub(super) outcome: Outcome,
}

/// A content that is not yet in the store.
struct Publication {
    place: Place,
    source: String,
    content: Content,
    events: Vec<Event>,
}

/// Publish items that the catalogue does not have.
///
/// Ids of items that are refused are lost.
pub(super) async fn publish(
    app: &App,
    items: Vec<(Place, Candidate)>,
    progress: &Progress,
) -> Result<Vec<Written>> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let first = app.store.next_ids("content", items.len() as u64).await?;
    let (mut publications, mut written) = (Vec::with_capacity(items.len()), Vec::new());
    for ((place, item), id) in items.into_iter().zip(first..) {
        let known = Known { id, kind: item.kind };
        let source = item.source.clone();
        match content(item, id, app.ids.occurrence(None)) {
            Ok((content, events)) => {
                publications.push(Publication { place, source, content, events });
            }
            Err(error) => {
                let outcome = Outcome::Refused(reason(error, String::new)?);
                written.push(Written { place, source, known, outcome });
            }
        }
    }
    let packs = Packs { rest: publications };
    let tasks = packs.map(|pack| publish_together(app.store.clone(), pack, progress.clone()));
    written.extend(several(tasks).await?.into_iter().flatten());
    Ok(written)
}

/// Describe a content as the item does; `found` is what was read of it, if it was.
///
/// Refuses nothing: an item that breaks a rule, or wants another's name, is told so in the outcome.
pub(super) async fn revise(
    app: App,
    place: Place,
    item: Candidate,
    known: Known,
    found: Option<Content>,
) -> Result<Written> {
    let occurrence = app.ids.occurrence(None);
    let unchanged = |content: Content| {
        let description = completed(&content, &item.description);
        content.revise(description, occurrence).is_ok_and(|(_, events)| events.is_empty())
    };
    let outcome = if found.is_some_and(unchanged) {
        Outcome::Present
    } else {
        let decide = |found: Option<Content>| {
            let gone = || Error::not_found("the item was deleted from the catalogue meanwhile");
            let before = found.ok_or_else(gone)?;
            let description = completed(&before, &item.description);
            let (after, events) = before.clone().revise(description, occurrence)?;
            if events.is_empty() {
                return Ok((Change::new(), Outcome::Present));
            }
            Ok((after.saving(Some(&before)).events(&events), Outcome::Revised))
        };
        let conflict = || conflict(item.kind, &item.description.fields);
        match app.store.change(&Content::place(known.id), decide).await {
            Ok(outcome) => outcome,
            Err(error) => Outcome::Refused(reason(error, conflict)?),
        }
    };
    Ok(Written { place, source: item.source, known, outcome })
}

/// Publications, as many at a time as one transaction takes.
struct Packs {
    rest: Vec<Publication>,
}

impl Iterator for Packs {
    type Item = Vec<Publication>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut n_actions = 0;
        let fitting = self.rest.iter().take_while(|one| {
            n_actions += one.n_actions();
            n_actions <= MOST_ACTIONS
        });
        let rest = self.rest.split_off(fitting.count());
        let pack = std::mem::replace(&mut self.rest, rest);
        (!pack.is_empty()).then_some(pack)
    }
}

/// All in one transaction; if one of them makes that impossible, one by one.
async fn publish_together(
    store: Store,
    pack: Vec<Publication>,
    progress: Progress,
) -> Result<Vec<Written>> {
    let all = pack.iter().fold(Change::new(), |all, one| all.and(one.change()));
    let together = store.commit(all).await.is_ok();
    let mut written = Vec::with_capacity(pack.len());
    for one in pack {
        let (known, outcome) =
            if together { (one.known(), Outcome::Added) } else { one.publish(&store).await? };
        written.push(Written { place: one.place, source: one.source, known, outcome });
    }
    progress.wrote(written.len());
    Ok(written)
}

impl Publication {
    fn change(&self) -> Change {
        self.content.saving(None).events(&self.events)
    }

    /// Content, row, events and one claim, or two where a field is unique.
    fn n_actions(&self) -> usize {
        3 + self.events.len() + usize::from(self.content.kind.differences().unique.is_some())
    }

    /// This one alone; returns the content of the item, which another import may just have published.
    async fn publish(&self, store: &Store) -> Result<(Known, Outcome)> {
        let Err(error) = store.commit(self.change()).await else {
            return Ok((self.known(), Outcome::Added));
        };
        if let Some(claim) = store.get::<Claim>(&Claim::place(SOURCE, &self.source)).await? {
            return Ok((Known { id: claim.owner, ..self.known() }, Outcome::Present));
        }
        let Content { kind, fields, .. } = &self.content;
        Ok((self.known(), Outcome::Refused(reason(error, || conflict(*kind, fields))?)))
    }

    fn known(&self) -> Known {
        Known { id: self.content.id, kind: self.content.kind }
    }
}

fn content(item: Candidate, id: u64, occurrence: Occurrence) -> Result<(Content, Vec<Event>)> {
    let (content, _) = Content::publish(item.kind, id, item.description, occurrence)?;
    let content = Content {
        source: Some(item.source),
        rating_sum: i64::try_from(item.rating_sum).map_err(Error::internal)?,
        rating_count: i64::try_from(item.rating_count).map_err(Error::internal)?,
        ..content
    };
    let events = content.announcement(occurrence);
    Ok((content, events))
}

/// What the item tells, and of the rest what the content knew before.
fn completed(content: &Content, told: &Description) -> Description {
    let mut fields = content.fields.clone();
    fields.extend(told.fields.clone());
    let genres = if told.genres.is_empty() { &content.genres } else { &told.genres };
    Description { fields, genres: genres.clone() }
}

/// Which name of the item belongs to another content.
fn conflict(kind: MediaKind, fields: &Map<String, Value>) -> String {
    let unique = kind.differences().unique.unwrap_or_default();
    let value = fields.get(unique).and_then(Value::as_str).unwrap_or_default();
    format!("{unique} belongs to another {kind} of the catalogue: {value}")
}
