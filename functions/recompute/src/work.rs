//! What there is to do: which contents, votes, tastes and names events touched.

use std::collections::{BTreeMap, BTreeSet};

use kindred::entity::content::{CatalogueRow, Content};
use kindred::entity::kind::MediaKind;
use kindred::entity::launches::{Launched, NAMES, TITLES};
use kindred::entity::neighbours::CorpusEntry;
use kindred::entity::recommendation::{Engine, Recipient};
use kindred::event::{
    CHANGED, DELETION, GROUP_ADDED, GROUP_MODEL, META_ADDED, META_MODEL, USER_ADDED, USER_MODEL,
};
use kindred::{Event, Result, Store};

use crate::everybody::{Everybody, everybody};
use crate::launches::Log;
use crate::run::Run;
use crate::similarities::Audience;
use crate::titles::{self, Looked};
use crate::{Recompute, audience, links, people, popularity, similarities, taste};

type ByKind<T> = BTreeMap<MediaKind, BTreeSet<T>>;

/// What is to be derived again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Contents that are new, gone or described anew.
    media: ByKind<u64>,
    /// Contents whose votes changed.
    votes: ByKind<u64>,
    /// Whose lists of a kind are due: interactions of theirs changed, or those who belong to them.
    tastes: ByKind<Recipient>,
    /// Users who came, went or have another name.
    names: BTreeSet<u64>,
    /// Whose lists follow when contents move.
    audience: Audience,
    /// The newest of the events.
    position: u64,
}

/// What one event asks for.
enum Touched {
    Medium(MediaKind),
    Interaction { user: u64, content: u64, rated: bool },
    Name,
    Departure,
    Group,
    Nothing,
}

impl Work {
    /// What these events ask for, in whatever order they come.
    pub async fn of(store: &Store, events: &[Event]) -> Result<Self> {
        let position = events.iter().map(|event| event.id).max().unwrap_or(0);
        let mut work = Self { position, ..Self::default() };
        let mut interactions = Vec::new();
        let mut known = BTreeMap::new();
        for event in events {
            match touched(event) {
                Touched::Medium(kind) => {
                    work.media.entry(kind).or_default().insert(event.object_id);
                    work.votes.entry(kind).or_default().insert(event.object_id);
                }
                Touched::Interaction { user, content, rated } => {
                    interactions.push((content, user, rated));
                    known.extend(of_gone(event));
                }
                Touched::Name => {
                    work.names.insert(event.object_id);
                }
                Touched::Departure => {
                    work.names.insert(event.object_id);
                    work.want_lists(Recipient::User(event.object_id));
                }
                Touched::Group => work.want_lists(Recipient::Group(event.object_id)),
                Touched::Nothing => {}
            }
        }
        // Most interactions do not tell the kind. For a content that is gone, its deletion does what is needed until the
        // interactions go, too: these do tell it.
        let ids: BTreeSet<_> = interactions.iter().map(|(content, ..)| *content).collect();
        known.extend(kinds(store, ids).await?);
        let mut users: ByKind<u64> = BTreeMap::new();
        for (content, user, rated) in interactions {
            let Some(kind) = known.get(&content) else { continue };
            users.entry(*kind).or_default().insert(user);
            if rated {
                work.votes.entry(*kind).or_default().insert(content);
            }
        }
        for (kind, users) in users {
            let recipients = audience::with_groups(store, users).await?;
            work.tastes.entry(kind).or_default().extend(recipients);
        }
        Ok(work)
    }

    /// All lists of somebody.
    fn want_lists(&mut self, recipient: Recipient) {
        for kind in MediaKind::ALL {
            self.tastes.entry(kind).or_default().insert(recipient);
        }
    }

    /// All there is: every content, and whatever anybody that there ever was has or should have.
    ///
    /// What happened until this event is in the store.
    pub async fn everything(store: &Store, position: u64) -> Result<Self> {
        let mut work = Self { audience: Audience::Everybody, position, ..Self::default() };
        for kind in MediaKind::ALL {
            let rows: Vec<CatalogueRow> = store.list_all(&CatalogueRow::all(kind)).await?;
            // What was deleted while nobody listened is still in the corpus.
            let corpus: Vec<CorpusEntry> = store.list_all(&CorpusEntry::all(kind)).await?;
            let ids: BTreeSet<u64> = rows
                .iter()
                .map(|row| row.content_id)
                .chain(corpus.iter().map(|entry| entry.content_id))
                .collect();
            work.media.insert(kind, ids.clone());
            work.votes.insert(kind, ids);
        }
        Ok(work)
    }

    /// Do it: neighbours before the lists that are made from them, and what people wait for before what they do not.
    ///
    /// Returns what each engine did.
    pub async fn run(mut self, recompute: &Recompute) -> Result<Vec<Launched>> {
        let run = Run { recompute, position: self.position };
        let store = run.store();
        let mut log = Log::new(&recompute.clock);
        for (kind, contents) in &self.media {
            let moved = similarities::refresh(run, *kind, contents, self.audience).await?;
            log.note(&Engine::ContentSimilarities, Some(*kind), moved.contents, moved.written);
            log.note(&Engine::FromSimilarContent, Some(*kind), moved.recipients.len(), moved.lists);
            let done = |recipient: &Recipient| moved.recipients.contains(recipient);
            self.tastes.entry(*kind).or_default().retain(|recipient| !done(recipient));
        }
        if self.audience == Audience::Everybody {
            // Not before: whoever meets something from now on is given the new neighbours by the stream.
            let Everybody { names, tastes } = everybody(store).await?;
            (self.names, self.tastes) = (names, tastes);
        }
        for (kind, recipients) in &self.tastes {
            let written = taste::refresh_all(run, *kind, recipients).await?;
            log.note(&Engine::FromSimilarContent, Some(*kind), recipients.len(), written);
        }
        let written = people::refresh_all(store, &self.names).await?;
        log.note(&NAMES, None, self.names.len(), written);
        for (kind, contents) in &self.media {
            let looked = match self.audience {
                Audience::Everybody => Looked::Everywhere,
                Audience::Met => Looked::At(contents),
            };
            titles::refresh(recompute, *kind, looked).await?;
            log.note(&TITLES, Some(*kind), contents.len(), 1);
        }
        for (kind, moved) in links::refresh(run, &self.media, self.audience).await? {
            log.note(&Engine::LinkBetweenItems, Some(kind), moved.contents, moved.written);
        }
        for (kind, contents) in &self.votes {
            let written = popularity::refresh(run, *kind, contents, self.audience).await?;
            log.note(&Engine::Popularity, Some(*kind), contents.len(), written);
        }
        Ok(log.into_engines())
    }
}

fn touched(event: &Event) -> Touched {
    let model = event.text("model_name").unwrap_or_default();
    let content = event.object_id;
    match (event.name.as_str(), model, event.occured_by) {
        (META_ADDED, _, Some(user)) => {
            let rated = event.fields.get("rating").is_some_and(|rating| !rating.is_null());
            Touched::Interaction { user, content, rated }
        }
        (CHANGED, META_MODEL, Some(user)) => match event.text("attribute_name") {
            Some("rating") => Touched::Interaction { user, content, rated: true },
            Some("review_see_count" | "count") => {
                Touched::Interaction { user, content, rated: false }
            }
            // Dates mean nothing alone, they stand beside what changed.
            _ => Touched::Nothing,
        },
        // What the rating was is not told; it had one, for all we know.
        (DELETION, META_MODEL, Some(user)) => Touched::Interaction { user, content, rated: true },
        (USER_ADDED, ..) => Touched::Name,
        (CHANGED, USER_MODEL, _) => match event.text("attribute_name") {
            Some("username") => Touched::Name,
            Some("bad_recommendations") => flagged(event),
            _ => Touched::Nothing,
        },
        (DELETION, USER_MODEL, _) => Touched::Departure,
        (GROUP_ADDED, ..) | (DELETION, GROUP_MODEL, _) => Touched::Group,
        // Who is only invited brings no taste along.
        (CHANGED, GROUP_MODEL, _) if event.text("attribute_name") == Some("members") => {
            Touched::Group
        }
        (CHANGED | DELETION, model, _) => {
            MediaKind::named(model).map_or(Touched::Nothing, Touched::Medium)
        }
        (name, ..) => match MediaKind::of_added_event(name) {
            // Nothing is derived from episodes.
            None | Some(MediaKind::Episode) => Touched::Nothing,
            Some(kind) => Touched::Medium(kind),
        },
    }
}

/// The kind of a content, from the end of an interaction with it; nothing is derived from episodes.
fn of_gone(event: &Event) -> Option<(u64, MediaKind)> {
    Some((event.object_id, MediaKind::named(event.text("kind")?)?))
}

/// What a user does not want to be recommended is told by its id.
fn flagged(event: &Event) -> Touched {
    let content = event.text("new_value").and_then(|id| id.parse().ok());
    content.map_or(Touched::Nothing, |content| Touched::Interaction {
        user: event.object_id,
        content,
        rated: false,
    })
}

async fn kinds(store: &Store, ids: BTreeSet<u64>) -> Result<BTreeMap<u64, MediaKind>> {
    let keys: Vec<_> = ids.into_iter().map(Content::place).collect();
    let contents: Vec<Content> = store.batch(&keys).await?;
    let listed = contents.into_iter().filter(|content| content.kind != MediaKind::Episode);
    Ok(listed.map(|content| (content.id, content.kind)).collect())
}
