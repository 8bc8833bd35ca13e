//! What there is to do: which contents, votes, tastes and names events touched.

use std::collections::{BTreeMap, BTreeSet};

use kindred::entity::content::{CatalogueRow, Content};
use kindred::entity::genre::Genre;
use kindred::entity::kind::MediaKind;
use kindred::entity::launches::{Launched, NAMES, TITLES};
use kindred::entity::neighbours::CorpusEntry;
use kindred::entity::recommendation::{Engine, Recipient};
use kindred::{Event, Result, Store};

use crate::everybody::{Everybody, everybody};
use crate::launches::Log;
use crate::run::Run;
use crate::similarities::Audience;
use crate::taste::Mode;
use crate::titles::{self, Looked};
use crate::touched::{Touched, of_gone, touched};
use crate::turnovers::Causes;
use crate::{Recompute, audience, people, popularity, similarities, taste, turnovers};

type ByKind<T> = BTreeMap<MediaKind, BTreeSet<T>>;

/// What is to be derived again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Contents that are new, gone or described anew.
    media: ByKind<u64>,
    /// Contents whose votes changed.
    votes: ByKind<u64>,
    /// Whose lists of a kind are due: interactions or likes of theirs changed, or those who belong to them.
    tastes: ByKind<Recipient>,
    /// Users who came, went or have another name.
    names: BTreeSet<u64>,
    /// Whose lists follow when contents move.
    audience: Audience,
    /// The newest of the events.
    position: u64,
    /// The events.
    causes: Causes,
    /// Users who are gone.
    departed: BTreeSet<u64>,
}

impl Work {
    /// What these events ask for, in whatever order they come.
    pub async fn of(store: &Store, events: &[Event]) -> Result<Self> {
        let position = events.iter().map(|event| event.id).max().unwrap_or(0);
        let causes = Causes::of(events);
        let mut work = Self { position, causes, ..Self::default() };
        let (mut interactions, mut likings) = (Vec::new(), Vec::new());
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
                Touched::Liking { user, genre } => likings.push((user, genre)),
                Touched::Name => {
                    work.names.insert(event.object_id);
                }
                Touched::Departure => {
                    work.names.insert(event.object_id);
                    work.departed.insert(event.object_id);
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
        let mut users = kinds_liked(store, &likings).await?;
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

    /// Events are reasons to write lists; a round only looks whether there are any.
    fn mode(&self) -> Mode {
        match self.audience {
            Audience::Met => Mode::Always,
            Audience::Everybody => Mode::IfChanged,
        }
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
        let causes = std::mem::take(&mut self.causes);
        let run = Run { recompute, position: self.position, causes: &causes };
        let store = run.store();
        let mut log = Log::new(&recompute.clock);
        for (kind, contents) in &self.media {
            let moved = similarities::refresh(run, *kind, contents, self.audience).await?;
            log.note(&Engine::ContentSimilarities, Some(*kind), moved.contents, moved.written);
            log.lists(*kind, &moved.lists);
            let done = |recipient: &Recipient| moved.lists.recipients.contains(recipient);
            self.tastes.entry(*kind).or_default().retain(|recipient| !done(recipient));
        }
        if self.audience == Audience::Everybody {
            // Not before: whoever meets something from now on is given the new neighbours by the stream.
            let Everybody { names, tastes } = everybody(store).await?;
            (self.names, self.tastes) = (names, tastes);
        }
        for (kind, recipients) in &self.tastes {
            let lists = taste::refresh_all(run, *kind, recipients, self.mode()).await?;
            log.lists(*kind, &lists);
        }
        for user in &self.departed {
            turnovers::forget(store, *user).await?;
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
        for (kind, contents) in &self.votes {
            let written = popularity::refresh(run, *kind, contents).await?;
            log.note(&Engine::Popularity, Some(*kind), contents.len(), written);
        }
        Ok(log.into_engines())
    }
}

async fn kinds(store: &Store, ids: BTreeSet<u64>) -> Result<BTreeMap<u64, MediaKind>> {
    let keys: Vec<_> = ids.into_iter().map(Content::place).collect();
    let contents: Vec<Content> = store.batch(&keys).await?;
    let listed = contents.into_iter().filter(|content| content.kind != MediaKind::Episode);
    Ok(listed.map(|content| (content.id, content.kind)).collect())
}

/// Who likes another genre of which kind than before.
///
/// The kind of a genre that is gone is not known any more: then it is every one in which that counts.
async fn kinds_liked(store: &Store, likings: &[(u64, u64)]) -> Result<ByKind<u64>> {
    let ids: BTreeSet<u64> = likings.iter().map(|(_, genre)| *genre).collect();
    let genres = Genre::by_ids(store, &ids.into_iter().collect::<Vec<_>>()).await?;
    let kinds: BTreeMap<u64, MediaKind> =
        genres.iter().map(|genre| (genre.genre_id, genre.kind)).collect();
    let mut users: ByKind<u64> = BTreeMap::new();
    for (user, genre) in likings {
        let is_due = |kind: &MediaKind| {
            kind.differences().profiled && kinds.get(genre).is_none_or(|known| known == kind)
        };
        for kind in MediaKind::ALL.into_iter().filter(is_due) {
            users.entry(kind).or_default().insert(*user);
        }
    }
    Ok(users)
}
