//! The lists of a recipient for a kind: all engines', made together from one reading of what is known, written as one.
//!
//! Beside the lists lies a [`Leaning`], which every run raises: of two at once, the one that has read less starts
//! again. There is none where there is nothing to go by, so whoever writes the first looks again at what they have read
//! before.

mod known;

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt, TryStreamExt, stream};
use kindred::Result;
use kindred::engines::{Made, Taste};
use kindred::entity::kind::MediaKind;
use kindred::entity::leaning::Leaning;
use kindred::entity::recommendation::{Engine, Recipient, RecommendationList};
use kindred::store::{ATTEMPTS, Change, Entity, outrun};

use crate::AT_ONCE;
use crate::run::Run;
use crate::turnovers;

/// When lists are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Whatever is found: something that goes into them has changed, and who read it before must start again.
    Always,
    /// Nothing at all when they are what they should be: they are only looked at.
    IfChanged,
}

/// What became of lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Refreshed {
    /// Whose were looked at.
    pub(crate) recipients: BTreeSet<Recipient>,
    /// How many lists each engine has got written or removed.
    pub(crate) written: BTreeMap<Engine, usize>,
}

/// What is derived for a recipient and a kind.
struct Stored {
    leaning: Option<Leaning>,
    lists: Vec<RecommendationList>,
}

/// Bring the lists of these recipients for a kind up to date.
///
/// Once more when what they are made from has changed meanwhile: who changed it may have looked at who leans how before
/// these were written.
pub(crate) async fn refresh_all(
    run: Run<'_>,
    kind: MediaKind,
    recipients: &BTreeSet<Recipient>,
    mode: Mode,
) -> Result<Refreshed> {
    let mut refreshed = Refreshed { recipients: recipients.clone(), written: BTreeMap::new() };
    if recipients.is_empty() {
        return Ok(refreshed);
    }
    let mut mode = mode;
    for _ in 0..ATTEMPTS {
        let before = run.engines().grounds(kind).await?;
        let each = stream::iter(recipients.clone()).map(|it| refresh(run, kind, it, mode));
        let written: Vec<_> = each.buffer_unordered(AT_ONCE).try_concat().await?;
        for engine in written {
            *refreshed.written.entry(engine).or_default() += 1;
        }
        if run.engines().grounds(kind).await? == before {
            return Ok(refreshed);
        }
        // Whoever has read less has been told so by now.
        mode = Mode::IfChanged;
    }
    Err(outrun())
}

/// Bring a recipient's lists for a kind up to date; which engines' were written.
async fn refresh(
    run: Run<'_>,
    kind: MediaKind,
    recipient: Recipient,
    mode: Mode,
) -> Result<Vec<Engine>> {
    let store = run.store();
    let (mut mode, mut written) = (mode, Vec::new());
    for attempt in 0..ATTEMPTS {
        let stored = stored(run, kind, recipient).await?;
        let taste = known::taste(store, kind, recipient).await?;
        let (change, differing) = if taste.is_empty() {
            stored.removal()
        } else {
            let made = run.engines().every(kind, &taste).await?;
            stored.replacement(
                Place { recipient, kind, position: run.position },
                &taste,
                made,
                mode,
            )
        };
        if change.is_empty() {
            return Ok(written);
        }
        // Nothing is told of who is gone.
        let is_told = !taste.is_empty() || known::is_there(store, recipient).await?;
        let note = match is_told {
            true => turnovers::note(run, &stored.lists, &differing),
            false => Change::new(),
        };
        if !store.attempt(change.and(note), attempt).await? {
            continue;
        }
        written.extend(differing.iter().map(|list| list.engine));
        if let (false, Recipient::User(user)) = (is_told, recipient) {
            turnovers::forget(store, user).await?;
        }
        if stored.leaning.is_some() || taste.is_empty() {
            return Ok(written);
        }
        // Until now nothing told others that somebody was at it: what they have found since may be newer.
        mode = Mode::IfChanged;
    }
    Err(outrun())
}

async fn stored(run: Run<'_>, kind: MediaKind, recipient: Recipient) -> Result<Stored> {
    let store = run.store();
    // Before all that goes into the lists.
    let leaning = store.get(&Leaning::place(recipient, kind)).await?;
    let lists = store.list_all(&RecommendationList::all(recipient, kind)).await?;
    Ok(Stored { leaning, lists })
}

/// Whose lists, of what, up to which event.
#[derive(Clone, Copy)]
struct Place {
    recipient: Recipient,
    kind: MediaKind,
    position: u64,
}

impl Stored {
    /// Remove everything.
    fn removal(&self) -> (Change, Vec<RecommendationList>) {
        let change = self.leaning.iter().fold(Change::new(), Change::delete);
        let change = self.lists.iter().fold(change, Change::delete);
        (change, self.lists.iter().map(emptied).collect())
    }

    /// Write what differs, remove what has become empty, and raise the leaning.
    fn replacement(
        &self,
        place: Place,
        taste: &Taste,
        made: Made,
        mode: Mode,
    ) -> (Change, Vec<RecommendationList>) {
        let leaning = self.leaning(place, taste, &made);
        let differing = self.differing(place, made);
        let write = |change: Change, list: &RecommendationList| match list.items.is_empty() {
            true => change.delete(list),
            false => change.save(list),
        };
        let change = differing.iter().fold(Change::new(), write);
        let is_same = self.leaning.as_ref().is_some_and(|old| {
            let Leaning { position, version, .. } = *old;
            *old == Leaning { position, version, ..leaning.clone() }
        });
        if mode == Mode::IfChanged && change.is_empty() && is_same {
            return (Change::new(), Vec::new());
        }
        (change.save(&leaning), differing)
    }

    fn leaning(&self, place: Place, taste: &Taste, made: &Made) -> Leaning {
        let Place { recipient, kind, position } = place;
        let old = self.leaning.clone().unwrap_or_else(|| Leaning::new(recipient, kind));
        Leaning {
            interests: made.interests.iter().collect(),
            floor: made.floor,
            picky: !taste.aversions.is_empty(),
            position: position.max(old.position),
            ..old
        }
    }

    /// The lists that are not what they should be, as they should be; those that should not be are empty.
    fn differing(&self, place: Place, made: Made) -> Vec<RecommendationList> {
        let Place { recipient, kind, position } = place;
        let mut old: BTreeMap<Engine, &RecommendationList> =
            self.lists.iter().map(|list| (list.engine, list)).collect();
        let mut differing = Vec::new();
        for list in made.lists {
            let old = old.remove(&list.engine);
            let is_same = match old {
                Some(old) => (&old.items, old.model) == (&list.items, list.model),
                None => list.items.is_empty(),
            };
            if !is_same {
                let position = position.max(old.map_or(0, |old| old.position));
                let version = old.map_or(0, Entity::version);
                let (engine, items, model) = (list.engine, list.items, list.model);
                differing.push(RecommendationList {
                    recipient,
                    kind,
                    engine,
                    items,
                    position,
                    model,
                    version,
                });
            }
        }
        // Of engines that do not serve the kind any more.
        differing.extend(old.into_values().map(emptied));
        differing
    }
}

fn emptied(list: &RecommendationList) -> RecommendationList {
    RecommendationList { items: Vec::new(), ..list.clone() }
}
