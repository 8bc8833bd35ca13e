//! The past: what engines would have seen at a moment, folded from the events until then.
//!
//! Events are applied in the order of their ids, whatever they are about; those that lists do not depend on are passed
//! over, and so are fields that nobody knows. Nothing here fails: what older events do not tell is simply not there. Of
//! accounts it is known that they are there, and nothing that only an account says.
//!
//! In memory are all contents as they were, and some sixty bytes for each interaction. What is made of it is in
//! `state`, as items of the store.

mod content;
mod lesson;
mod person;
mod state;
mod words;

use std::collections::{BTreeMap, BTreeSet};

pub use lesson::Lesson;

use crate::entity::content::Content;
use crate::entity::genre::Genre;
use crate::entity::group::Group;
use crate::entity::kind::MediaKind;
use crate::event::{
    CHANGED, DELETION, GENRE_ADDED, GENRE_MODEL, GROUP_ADDED, GROUP_MODEL, META_ADDED, META_MODEL,
    USER_ADDED, USER_MODEL,
};
use crate::{Event, Timestamp};

/// What was true of everything that lists depend on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Past {
    /// Contents that are there. Their ratings are those that they brought along.
    contents: BTreeMap<u64, Content>,
    /// What contents are, or were.
    kinds: BTreeMap<u64, MediaKind>,
    /// All genres that there ever were, since names of deleted ones are told nowhere else.
    genres: BTreeMap<u64, Genre>,
    deleted_genres: BTreeSet<u64>,
    /// Who registered, and is there.
    accounts: BTreeSet<u64>,
    /// Whose account is deleted.
    departed: BTreeSet<u64>,
    /// Who agrees to be compared with others by taste, and since when.
    consents: BTreeMap<u64, Timestamp>,
    /// By user and content.
    deeds: BTreeMap<(u64, u64), Deed>,
    /// Users and genres.
    likes: BTreeSet<(u64, u64)>,
    /// By user and content, and why, by category.
    flags: BTreeMap<(u64, u64), Said>,
    groups: BTreeMap<u64, Group>,
    /// What collaborative filtering was to learn from, by kind.
    lessons: BTreeMap<MediaKind, Lesson>,
}

/// What a user did with a content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Deed {
    rating: Option<u8>,
    views: u64,
    count: u64,
}

/// Why somebody does not want something: by category, as events tell it.
type Said = BTreeMap<String, BTreeSet<String>>;

impl Past {
    /// Before the first event, but with these genres known: those that are older than events of genres.
    pub fn knowing(genres: impl IntoIterator<Item = Genre>) -> Self {
        let genres = genres.into_iter().map(|genre| (genre.genre_id, genre)).collect();
        Self { genres, ..Self::default() }
    }

    /// What is true after this event, which is newer than all before.
    pub fn apply(&mut self, event: &Event) {
        let model = event.text("model_name").unwrap_or_default();
        match (event.name.as_str(), model, event.occured_by) {
            (GENRE_ADDED, ..) => self.add_genre(event),
            (USER_ADDED, ..) => {
                self.accounts.insert(event.object_id);
            }
            (GROUP_ADDED, _, Some(owner)) => self.add_group(event, owner),
            (META_ADDED, _, Some(user)) => self.add_deed(event, user),
            (CHANGED, META_MODEL, Some(user)) => self.change_deed(event, user),
            (CHANGED, USER_MODEL, _) => self.change_person(event),
            (CHANGED, GROUP_MODEL, _) => self.change_group(event),
            (CHANGED, ..) => self.change_content(event),
            (DELETION, META_MODEL, Some(user)) => {
                self.deeds.remove(&(user, event.object_id));
            }
            (DELETION, USER_MODEL, _) => self.remove_person(event.object_id),
            (DELETION, GROUP_MODEL, _) => {
                self.groups.remove(&event.object_id);
            }
            (DELETION, GENRE_MODEL, _) => {
                self.deleted_genres.insert(event.object_id);
            }
            (DELETION, model, _) if MediaKind::of_model(model).is_some() => {
                // What people did with it, and said of it, goes by events of its own.
                self.contents.remove(&event.object_id);
            }
            (name, ..) => {
                if let Some(kind) = MediaKind::of_added_event(name) {
                    self.add_content(event, kind);
                }
            }
        }
    }
}
