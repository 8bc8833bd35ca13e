//! What there is to do: which contents, votes, tastes and names events touched.

use std::collections::{BTreeMap, BTreeSet};

use kindred::entity::content::Content;
use kindred::entity::kind::MediaKind;
use kindred::entity::launches::{NAMES, TITLES};
use kindred::entity::recommendation::{Engine, Recipient};
use kindred::event::{
    CHANGED, DELETION, GROUP_ADDED, GROUP_MODEL, META_ADDED, META_MODEL, USER_ADDED, USER_MODEL,
};
use kindred::{Event, Result, Store};

use crate::launches::Log;
use crate::run::Run;
use crate::similarities::Audience;
use crate::titles::{self, Looked};
use crate::{audience, people, popularity, similarities, taste};

type ByKind<T> = BTreeMap<MediaKind, BTreeSet<T>>;

/// What is to be derived again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Work {
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
    /// How many interactions there were, whatever they were about.
    interactions: BTreeMap<MediaKind, u64>,
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
    pub(crate) async fn of(store: &Store, events: &[Event]) -> Result<Self> {
        let mut work = Self::default();
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
            *work.interactions.entry(*kind).or_default() += 1;
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

    /// A kind as a whole: these contents are all that there are, or were.
    pub(crate) fn whole(kind: MediaKind, contents: BTreeSet<u64>) -> Self {
        Self {
            media: BTreeMap::from([(kind, contents.clone())]),
            votes: BTreeMap::from([(kind, contents)]),
            audience: Audience::Everybody,
            ..Self::default()
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

    /// How many interactions with contents of a kind, and how many of its contents, are in it.
    pub(crate) fn sizes(&self, kind: MediaKind) -> (u64, u64) {
        let interactions = self.interactions.get(&kind).copied().unwrap_or(0);
        (interactions, self.media.get(&kind).map_or(0, |contents| contents.len() as u64))
    }

    /// Do it: neighbours before the lists that are made from them, and what people wait for before what they do not.
    pub(crate) async fn run(mut self, run: Run<'_>, log: &mut Log<'_>) -> Result<()> {
        for (kind, contents) in &self.media {
            let moved = similarities::refresh(run, *kind, contents, self.audience).await?;
            log.note(&Engine::ContentSimilarities, Some(*kind), moved.contents, moved.written);
            log.note(&Engine::FromSimilarContent, Some(*kind), moved.recipients.len(), moved.lists);
            let done = |recipient: &Recipient| moved.recipients.contains(recipient);
            self.tastes.entry(*kind).or_default().retain(|recipient| !done(recipient));
        }
        for (kind, recipients) in &self.tastes {
            let written = taste::refresh_all(run, *kind, recipients).await?;
            log.note(&Engine::FromSimilarContent, Some(*kind), recipients.len(), written);
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
        for (kind, contents) in &self.votes {
            let written = popularity::refresh(run, *kind, contents).await?;
            log.note(&Engine::Popularity, Some(*kind), contents.len(), written);
        }
        Ok(())
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
