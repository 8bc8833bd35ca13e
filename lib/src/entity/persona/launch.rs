//! Launches: what a persona was at a moment, and what the engines made of that.
//!
//! A launch is written whole, in one transaction, and never changes: a short row by which launches are listed, and
//! large items beside it: the genres that the persona liked, and by kind what it had met and what it was recommended.
//! Parts with nothing in them are not written.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::meta::Deeds;
use super::{Persona, partition};
use crate::entity::kind::MediaKind;
use crate::entity::recommendation::Engine;
use crate::store::{Change, Claim, Entity, Key, Order, Range, Table};
use crate::{Error, Result, Store, Timestamp};

/// The claim space of launches: whose a launch is, wherever it lies.
const SPACE: &str = "LAUNCH";

/// The row of a launch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Launch {
    /// Counts up from 1 over all personas.
    pub id: u64,
    /// Of which persona.
    pub persona: u64,
    /// When.
    pub occured_at: Timestamp,
}

/// All of a launch.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its row.
    pub launch: Launch,
    /// What the persona liked.
    pub genres: Vec<LikedGenre>,
    /// What it had met.
    pub metas: Vec<(MediaKind, Vec<MetContent>)>,
    /// What it was recommended.
    pub results: Vec<(MediaKind, Vec<Outcome>)>,
}

/// A genre that the persona liked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LikedGenre {
    /// Which.
    pub genre_id: u64,
    /// Its name at that time.
    pub name: String,
    /// The kind whose contents it groups.
    pub kind: MediaKind,
}

/// A content that the persona had met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetContent {
    /// Which.
    pub content_id: u64,
    /// What it had done with it.
    pub deeds: Deeds,
}

/// A content that an engine recommended.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Which.
    pub content_id: u64,
    /// How much, 0.0 to 1.0.
    pub score: f64,
    /// Which engine.
    pub engine: Engine,
}

/// One of the large items of a launch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part<T> {
    #[serde(rename = "PK")]
    partition: String,
    #[serde(rename = "SK")]
    sort: String,
    /// What it lists.
    pub items: Vec<T>,
}

impl Launch {
    /// All launches of a persona, newest first.
    pub fn all(persona: u64) -> Range {
        Range::of(Table::State, partition(persona), Order::Descending).beginning("LAUNCH#")
    }

    /// Where one lies.
    pub fn place(persona: u64, id: u64) -> Key {
        Key::new(Table::State, partition(persona), format!("LAUNCH#{id:016}"))
    }

    /// Where it is said whose the launch of this id is: a [`Claim`], its owner being the persona.
    pub fn claim_place(id: u64) -> Key {
        Claim::place(SPACE, &id.to_string())
    }

    /// Where the genres lie that the persona liked.
    pub fn genres(&self) -> Key {
        self.part("GENRES")
    }

    /// Where it lies what the persona had met of this kind.
    pub fn metas(&self, kind: MediaKind) -> Key {
        self.part(&format!("META#{kind}"))
    }

    /// Where it lies what the persona was recommended of this kind.
    pub fn results(&self, kind: MediaKind) -> Key {
        self.part(&format!("RESULT#{kind}"))
    }

    /// Remove the row, and what says whose it was.
    pub fn removal(&self) -> Change {
        Change::new().clear(self.key()).clear(Self::claim_place(self.id))
    }

    // Not below the prefix of the rows, so that a list of launches does not read them.
    fn part(&self, name: &str) -> Key {
        let sort = format!("LAUNCHED#{:016}#{name}", self.id);
        Key::new(Table::State, partition(self.persona), sort)
    }
}

impl<T: Serialize + DeserializeOwned + Send + Sync> Part<T> {
    /// What the large item of a launch at this place lists: nothing, where there was nothing to write.
    pub async fn items_at(store: &Store, place: &Key) -> Result<Vec<T>> {
        Ok(store.get::<Self>(place).await?.map(|part| part.items).unwrap_or_default())
    }
}

impl Record {
    /// Write it with its persona, from which it was made and which has not changed since.
    pub fn saving(&self, persona: &Persona) -> Change {
        let Self { launch, genres, metas, results } = self;
        let claim = Claim::new(SPACE, &launch.id.to_string(), launch.persona);
        let taken = Error::unavailable("This launch has been written already");
        let change = Change::new().update(persona).put(launch).claim(&claim, taken);
        let change = put(change, launch.genres(), genres);
        let change = metas
            .iter()
            .fold(change, |change, (kind, items)| put(change, launch.metas(*kind), items));
        results
            .iter()
            .fold(change, |change, (kind, items)| put(change, launch.results(*kind), items))
    }
}

fn put<T>(change: Change, place: Key, items: &[T]) -> Change
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync,
{
    if items.is_empty() {
        return change;
    }
    change.put(&Part { partition: place.partition, sort: place.sort, items: items.to_vec() })
}

impl Entity for Launch {
    const TYPE: &'static str = "persona_launch";

    fn key(&self) -> Key {
        Self::place(self.persona, self.id)
    }
}

impl<T: Serialize + DeserializeOwned + Send + Sync> Entity for Part<T> {
    const TYPE: &'static str = "launched";

    fn key(&self) -> Key {
        Key::new(Table::State, &self.partition, &self.sort)
    }
}
