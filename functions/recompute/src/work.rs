//! What there is to do: which contents, votes, tastes and names events touched.

use std::collections::{BTreeMap, BTreeSet};

use kindred::entity::content::Content;
use kindred::entity::genre::Genre;
use kindred::entity::kind::MediaKind;
use kindred::entity::launches::{NAMES, OPINIONS, TITLES};
use kindred::entity::recommendation::{Engine, Recipient};
use kindred::event::DELETION;
use kindred::{Event, Result, Store};

use crate::launches::Log;
use crate::run::Run;
use crate::similarities::Audience;
use crate::taste::Mode;
use crate::titles::{self, Looked};
use crate::touched::{Deed, Touched, of_gone, touched};
use crate::{audience, links, opinions, people, popularity, similarities, taste, turnovers};

type ByKind<T> = BTreeMap<MediaKind, BTreeSet<T>>;

/// What is to be derived again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Work {
    /// Contents that are new, gone or described anew.
    media: ByKind<u64>,
    /// Contents whose votes changed.
    votes: ByKind<u64>,
    /// Whose lists of a kind are due: interactions or likes of theirs changed, or those who belong to them.
    tastes: ByKind<Recipient>,
    /// Who may think otherwise of contents than before, or be compared no more.
    opinions: ByKind<u64>,
    /// Users who came, went or have another name.
    names: BTreeSet<u64>,
    /// Whose lists follow when contents move.
    audience: Audience,
    /// How many interactions there were, whatever they were about.
    interactions: BTreeMap<MediaKind, u64>,
    /// The kinds of which interactions were deleted.
    forgotten: BTreeSet<MediaKind>,
    /// The kinds of which contents are gone.
    withdrawn: BTreeSet<MediaKind>,
    /// Users who are gone.
    departed: BTreeSet<u64>,
}

impl Work {
    /// What these events ask for, in whatever order they come.
    pub(crate) async fn of(store: &Store, events: &[Event]) -> Result<Self> {
        let mut work = Self::default();
        let (mut interactions, mut likings) = (Vec::new(), Vec::new());
        let mut known = BTreeMap::new();
        for event in events {
            match touched(event) {
                Touched::Medium(kind) => {
                    work.media.entry(kind).or_default().insert(event.object_id);
                    work.votes.entry(kind).or_default().insert(event.object_id);
                    if event.name == DELETION {
                        work.withdrawn.insert(kind);
                    }
                }
                Touched::Interaction { user, content, deed } => {
                    interactions.push((content, user, deed));
                    if let Some(kind) = of_gone(event) {
                        known.insert(content, kind);
                        if event.name == DELETION {
                            work.forgotten.insert(kind);
                        }
                    }
                }
                Touched::Liking { user, genre } => likings.push((user, genre)),
                Touched::Name => {
                    work.names.insert(event.object_id);
                }
                Touched::Consent => work.want_opinions(event.object_id),
                Touched::Departure => {
                    work.names.insert(event.object_id);
                    work.departed.insert(event.object_id);
                    work.want_lists(Recipient::User(event.object_id));
                    work.want_opinions(event.object_id);
                }
                Touched::Group => work.want_lists(Recipient::Group(event.object_id)),
                Touched::Nothing => {}
            }
        }
        // Most interactions do not tell the kind. For a content that is gone, its deletion does what is needed until
        // the interactions go, too: these do tell it.
        let ids: BTreeSet<_> = interactions.iter().map(|(content, ..)| *content).collect();
        known.extend(kinds(store, ids).await?);
        let mut users = kinds_liked(store, &likings).await?;
        for (content, user, deed) in interactions {
            let Some(kind) = known.get(&content) else { continue };
            users.entry(*kind).or_default().insert(user);
            *work.interactions.entry(*kind).or_default() += 1;
            if deed == Deed::Rating {
                work.votes.entry(*kind).or_default().insert(content);
            }
            if deed != Deed::Look {
                work.opinions.entry(*kind).or_default().insert(user);
            }
        }
        for (kind, users) in users {
            let recipients = audience::with_groups(store, users).await?;
            work.tastes.entry(kind).or_default().extend(recipients);
        }
        Ok(work)
    }

    /// A kind as a whole: these contents are all that there are, or were.
    pub(crate) fn whole(kind: MediaKind, contents: BTreeSet<u64>) -> Self {
        Self {
            media: BTreeMap::from([(kind, contents.clone())]),
            votes: BTreeMap::from([(kind, contents)]),
            ..Self::of_round()
        }
    }

    /// Nothing yet, but of a round, which comes by everybody.
    pub(crate) fn of_round() -> Self {
        Self { audience: Audience::Everybody, ..Self::default() }
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
        MediaKind::ALL.into_iter().for_each(|kind| self.want_list(recipient, kind));
    }

    /// The lists of somebody for a kind.
    pub(crate) fn want_list(&mut self, recipient: Recipient, kind: MediaKind) {
        // Nothing is recommended among episodes.
        if !kind.is_part() {
            self.tastes.entry(kind).or_default().insert(recipient);
        }
    }

    /// What somebody thinks of contents of any kind.
    pub(crate) fn want_opinions(&mut self, user: u64) {
        MediaKind::ALL.into_iter().for_each(|kind| self.want_opinions_of(kind, user));
    }

    /// What somebody thinks of contents of a kind.
    pub(crate) fn want_opinions_of(&mut self, kind: MediaKind, user: u64) {
        self.opinions.entry(kind).or_default().insert(user);
    }

    /// These users are to be listed under the names that they have.
    pub(crate) fn want_names(&mut self, users: impl IntoIterator<Item = u64>) {
        self.names.extend(users);
    }

    /// The kinds that it concerns.
    pub(crate) fn kinds(&self) -> BTreeSet<MediaKind> {
        let counted = self.interactions.keys();
        let listed = self.media.keys().chain(self.votes.keys()).chain(self.tastes.keys());
        listed.chain(counted).copied().filter(|kind| !kind.is_part()).collect()
    }

    /// Whether contents of a kind are gone.
    pub(crate) fn withdraws(&self, kind: MediaKind) -> bool {
        self.withdrawn.contains(&kind)
    }

    /// Whether interactions with contents of a kind were deleted.
    pub(crate) fn forgets(&self, kind: MediaKind) -> bool {
        self.forgotten.contains(&kind)
    }

    /// How many interactions with contents of a kind brought it about.
    pub(crate) fn interactions(&self, kind: MediaKind) -> u64 {
        self.interactions.get(&kind).copied().unwrap_or(0)
    }

    /// Do it: neighbours before the lists that are made from them, and what people wait for before what they do not.
    pub(crate) async fn run(mut self, run: Run<'_>, log: &mut Log<'_>) -> Result<()> {
        for (kind, contents) in &self.media {
            let moved = similarities::refresh(run, *kind, contents, self.audience).await?;
            log.note(&Engine::ContentSimilarities, Some(*kind), moved.contents, moved.written);
            log.lists(*kind, &moved.lists);
            let done = |recipient: &Recipient| moved.lists.recipients.contains(recipient);
            self.tastes.entry(*kind).or_default().retain(|recipient| !done(recipient));
        }
        for (kind, recipients) in &self.tastes {
            let lists = taste::refresh_all(run, *kind, recipients, self.mode()).await?;
            log.lists(*kind, &lists);
        }
        for (kind, users) in &self.opinions {
            let looked = opinions::refresh_all(run, *kind, users).await?;
            log.note(&OPINIONS, Some(*kind), looked.touched, looked.written);
        }
        for user in &self.departed {
            turnovers::forget(run.store(), *user).await?;
        }
        let written = people::refresh_all(run.store(), &self.names).await?;
        log.note(&NAMES, None, self.names.len(), written);
        for (kind, contents) in &self.media {
            let looked = match self.audience {
                Audience::Everybody => Looked::Everywhere,
                Audience::Met => Looked::At(contents),
            };
            titles::refresh(run.recompute, *kind, looked).await?;
            log.note(&TITLES, Some(*kind), contents.len(), 1);
        }
        for (kind, moved) in links::refresh(run, &self.media, self.audience).await? {
            log.note(&Engine::LinkBetweenItems, Some(kind), moved.contents, moved.written);
        }
        for (kind, contents) in &self.votes {
            let written = popularity::refresh(run, *kind, contents, self.audience).await?;
            log.note(&Engine::Popularity, Some(*kind), contents.len(), written);
        }
        Ok(())
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
