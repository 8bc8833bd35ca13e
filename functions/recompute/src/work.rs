//! What there is to do: which contents, votes, tastes and names events touched.

use std::collections::{BTreeMap, BTreeSet};

use kindred::entity::content::{CatalogueRow, Content};
use kindred::entity::kind::MediaKind;
use kindred::entity::neighbours::CorpusEntry;
use kindred::event::{CHANGED, DELETION, META_ADDED, META_MODEL, USER_ADDED, USER_MODEL};
use kindred::{Event, Result, Store};

use crate::titles::{self, Looked};
use crate::{Recompute, people, popularity, similarities, taste};

type ByKind<T> = BTreeMap<MediaKind, BTreeSet<T>>;

/// What is to be derived again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Contents that are new, gone or described anew.
    media: ByKind<u64>,
    /// Contents whose votes changed.
    votes: ByKind<u64>,
    /// Users whose interactions with a kind changed.
    tastes: ByKind<u64>,
    /// Users who came, went or have another name.
    names: BTreeSet<u64>,
    /// Kinds all of whose titles are looked at, and not only those of `media`.
    catalogues: BTreeSet<MediaKind>,
}

/// What one event asks for.
enum Touched {
    Medium(MediaKind),
    Interaction { user: u64, content: u64, rated: bool },
    Name,
    Departure,
    Nothing,
}

impl Work {
    /// What these events ask for, in whatever order they come.
    pub async fn of(store: &Store, events: &[Event]) -> Result<Self> {
        let mut work = Self::default();
        let mut interactions = Vec::new();
        for event in events {
            match touched(event) {
                Touched::Medium(kind) => {
                    work.media.entry(kind).or_default().insert(event.object_id);
                    work.votes.entry(kind).or_default().insert(event.object_id);
                }
                Touched::Interaction { user, content, rated } => {
                    interactions.push((content, user, rated));
                }
                Touched::Name => {
                    work.names.insert(event.object_id);
                }
                Touched::Departure => {
                    work.names.insert(event.object_id);
                    for kind in MediaKind::ALL {
                        work.tastes.entry(kind).or_default().insert(event.object_id);
                    }
                }
                Touched::Nothing => {}
            }
        }
        // Interactions do not tell the kind; for a content that is gone, its deletion does what is needed.
        let ids: BTreeSet<_> = interactions.iter().map(|(content, ..)| *content).collect();
        let kinds = kinds(store, ids).await?;
        for (content, user, rated) in interactions {
            let Some(kind) = kinds.get(&content) else { continue };
            work.tastes.entry(*kind).or_default().insert(user);
            if rated {
                work.votes.entry(*kind).or_default().insert(content);
            }
        }
        Ok(work)
    }

    /// All there is: every content, and every user that there ever was.
    pub async fn everything(store: &Store) -> Result<Self> {
        let users: BTreeSet<u64> = (1..=store.last_id("user").await?).collect();
        let catalogues = MediaKind::ALL.into();
        let mut work = Self { names: users.clone(), catalogues, ..Self::default() };
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
            work.tastes.insert(kind, users.clone());
        }
        Ok(work)
    }

    /// Do it: neighbours before the lists that are made from them, and what people wait for before what they do not.
    pub async fn run(mut self, recompute: &Recompute) -> Result<()> {
        let store = &recompute.store;
        for (kind, contents) in &self.media {
            let done = similarities::refresh(store, *kind, contents).await?;
            self.tastes.entry(*kind).or_default().retain(|user| !done.contains(user));
        }
        for (kind, users) in &self.tastes {
            taste::refresh_all(store, *kind, users).await?;
        }
        people::refresh_all(store, &self.names).await?;
        for (kind, contents) in &self.media {
            let looked = match self.catalogues.contains(kind) {
                true => Looked::Everywhere,
                false => Looked::At(contents),
            };
            titles::refresh(recompute, *kind, looked).await?;
        }
        for (kind, contents) in &self.votes {
            popularity::refresh(store, *kind, contents).await?;
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
