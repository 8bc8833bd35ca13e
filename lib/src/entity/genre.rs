//! Genres: names by which contents of a kind are grouped.
//!
//! How many contents a genre has is derived, see [`summary`](super::summary). A genre that is deleted is gone with its
//! name at once; contents and people lose it soon after.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

use super::content::GenreRef;
use super::erasure::Erasure;
use super::kind::MediaKind;
use crate::event::{Event, GENRE_MODEL, Occurrence};
use crate::store::{Change, Claim, Entity, Key, Order, Range, Table};
use crate::{Error, Result, Store};

/// A genre as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Genre {
    /// Counts up from 1 over all kinds.
    pub genre_id: u64,
    /// Unique in its kind, whatever the case.
    pub name: String,
    /// The kind whose contents it groups.
    pub kind: MediaKind,
    /// Raised by every write.
    #[serde(default)]
    pub version: u64,
}

/// Characters that a name may have.
pub const MOST_NAME_CHARS: usize = 45;

impl Genre {
    /// All genres of a kind, oldest first.
    pub fn all(kind: MediaKind) -> Range {
        Range::of(Table::State, format!("GENRES#{kind}"), Order::Ascending)
    }

    /// Where a genre lies.
    pub fn place(kind: MediaKind, id: u64) -> Key {
        Key::new(Table::State, format!("GENRES#{kind}"), format!("{id:016}"))
    }

    /// The genre of this id, whatever its kind. Costs a read unit for each kind that there is.
    pub async fn by_id(store: &Store, id: u64) -> Result<Option<Self>> {
        Ok(Self::by_ids(store, &[id]).await?.pop())
    }

    /// Those genres of these ids that there are, in this order. Costs a read unit for each id and kind.
    pub async fn by_ids(store: &Store, ids: &[u64]) -> Result<Vec<Self>> {
        let places = |id: &u64| MediaKind::ALL.map(|kind| Self::place(kind, *id));
        let keys: Vec<_> = ids.iter().flat_map(places).collect();
        store.batch(&keys).await
    }

    /// The genre of this id as a content of this kind has it.
    ///
    /// One of another kind stands for the genre of its name in this kind, made if there is none.
    ///
    /// Refuses: `NotFound` 404 when there is none of this id at all.
    pub async fn of_kind(
        store: &Store,
        kind: MediaKind,
        id: u64,
        occurrence: Occurrence,
    ) -> Result<GenreRef> {
        if let Some(genre) = store.get::<Self>(&Self::place(kind, id)).await? {
            return Ok(genre.into());
        }
        let genre = Self::by_id(store, id).await?.ok_or_else(|| Self::unknown(&id))?;
        Self::named(store, kind, &genre.name, occurrence).await
    }

    /// The refusal of an id, as somebody gave it, that no genre has.
    pub fn unknown(id: &impl Display) -> Error {
        Error::not_found(format!("There is no genre with the id {id}"))
    }

    /// The genre of this name, made if there is none.
    ///
    /// Refuses: `Invalid` 400 for a name that is empty or too long.
    pub async fn named(
        store: &Store,
        kind: MediaKind,
        name: &str,
        occurrence: Occurrence,
    ) -> Result<GenreRef> {
        if !Self::is_name(name) {
            let message =
                format!("The genre '{name}' has no name of 1 to {MOST_NAME_CHARS} characters");
            return Err(Error::invalid(message));
        }
        if let Some(genre) = Self::by_name(store, kind, name).await? {
            return Ok(genre.into());
        }
        match Self::create(store, kind, name, occurrence).await {
            Ok(genre) => Ok(genre.into()),
            // Somebody else has just made it.
            Err(refusal) => {
                let genre = Self::by_name(store, kind, name).await?;
                genre.map(Into::into).ok_or(refusal)
            }
        }
    }

    /// Make a genre of this name, which [must be one](Self::is_name), and tell so.
    ///
    /// Refuses: `Taken` 400 when the kind has a genre of this name, whatever the case.
    pub async fn create(
        store: &Store,
        kind: MediaKind,
        name: &str,
        occurrence: Occurrence,
    ) -> Result<Self> {
        let taken = || {
            let wrong = format!("name: there is already a {kind} genre of this name");
            Error::taken("There is already a genre of this name").with_details(vec![wrong])
        };
        if store.get::<Claim>(&claim(kind, name, 0).key()).await?.is_some() {
            return Err(taken());
        }
        let genre_id = store.next_id("genre").await?;
        let genre = Self { genre_id, name: name.to_owned(), kind, version: 0 };
        let change = Change::new()
            .create(&genre)
            .claim(&claim(kind, name, genre_id), taken())
            .event(&Event::genre_added(occurrence, &genre));
        store.commit(change).await?;
        Ok(genre)
    }

    /// Whether a genre may be called so.
    pub fn is_name(text: &str) -> bool {
        !text.trim().is_empty() && text.chars().count() <= MOST_NAME_CHARS
    }

    /// Remove it and its name, and tell of it; contents and people lose it when that is heard.
    pub fn removal(&self, occurrence: Occurrence) -> Change {
        let erasure = Erasure::of(GENRE_MODEL, self.genre_id, occurrence);
        let erasure = Erasure { kind: Some(self.kind), ..erasure };
        Change::new()
            .delete(self)
            .clear(claim(self.kind, &self.name, self.genre_id).key())
            .put(&erasure)
            .event(&Event::genre_deleted(occurrence, self.kind, self.genre_id))
    }

    async fn by_name(store: &Store, kind: MediaKind, name: &str) -> Result<Option<Self>> {
        match store.get::<Claim>(&claim(kind, name, 0).key()).await? {
            Some(claim) => store.get(&Self::place(kind, claim.owner)).await,
            None => Ok(None),
        }
    }
}

/// The claim of a name by a genre.
fn claim(kind: MediaKind, name: &str, genre: u64) -> Claim {
    Claim::new(&format!("GENRE#{kind}"), &name.to_lowercase(), genre)
}

impl From<Genre> for GenreRef {
    fn from(genre: Genre) -> Self {
        Self { genre_id: genre.genre_id, name: genre.name }
    }
}

impl Entity for Genre {
    const TYPE: &'static str = "genre";

    fn key(&self) -> Key {
        Self::place(self.kind, self.genre_id)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
