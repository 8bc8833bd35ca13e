//! Genres: names by which contents of a kind are grouped.
//!
//! How many contents a genre has is derived, see [`summary`](super::summary).

use serde::{Deserialize, Serialize};

use super::content::GenreRef;
use super::kind::MediaKind;
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
}

/// Characters that a name may have.
pub const MOST_NAME_CHARS: usize = 45;

impl Genre {
    /// All genres of a kind, oldest first.
    pub fn all(kind: MediaKind) -> Range {
        Range::of(Table::State, format!("GENRES#{kind}"), Order::Ascending)
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

    /// The genre of this name, made if there is none.
    ///
    /// Refuses: `Invalid` 400 for a name that is empty or too long.
    pub async fn named(store: &Store, kind: MediaKind, name: &str) -> Result<GenreRef> {
        if name.is_empty() || name.chars().count() > MOST_NAME_CHARS {
            let message =
                format!("The genre '{name}' has no name of 1 to {MOST_NAME_CHARS} characters");
            return Err(Error::invalid(message));
        }
        let place = Claim::place(&space(kind), &name.to_lowercase());
        let reference = |genre_id| GenreRef { genre_id, name: name.to_owned() };
        if let Some(claim) = store.get::<Claim>(&place).await? {
            return Ok(reference(claim.owner));
        }
        let genre = Self { genre_id: store.next_id("genre").await?, name: name.to_owned(), kind };
        let claim = Claim::new(&space(kind), &name.to_lowercase(), genre.genre_id);
        let taken = Error::taken("There is already a genre of this name");
        match store.commit(Change::new().create(&genre).claim(&claim, taken)).await {
            Ok(()) => Ok(reference(genre.genre_id)),
            // Somebody else has just made it.
            Err(refusal) => {
                let claim = store.get::<Claim>(&place).await?;
                claim.map(|claim| reference(claim.owner)).ok_or(refusal)
            }
        }
    }
}

impl Genre {
    fn place(kind: MediaKind, id: u64) -> Key {
        Key::new(Table::State, format!("GENRES#{kind}"), format!("{id:016}"))
    }
}

fn space(kind: MediaKind) -> String {
    format!("GENRE#{kind}")
}

impl Entity for Genre {
    const TYPE: &'static str = "genre";

    fn key(&self) -> Key {
        Self::place(self.kind, self.genre_id)
    }
}
