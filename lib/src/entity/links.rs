//! Links: what of another kind goes by the same title, derived by the engine `LinkBetweenItems`.
//!
//! In which kinds a content is looked for stands in the [table of kinds](super::kind::Differences::links). Titles are
//! kept as the engine saw them last, apart from the texts that are compared within a kind: from them it sees what has
//! to move.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::kind::MediaKind;
use super::recommendation::Engine;
use crate::store::{Entity, Key, Order, Range, Table};

/// The contents of other kinds that one content is linked to: most similar title first, ties by lower id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Links {
    /// The content.
    pub content_id: u64,
    /// To what.
    pub links: Vec<Link>,
}

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Its kind.
    pub kind: MediaKind,
    /// Which content.
    pub content_id: u64,
    /// The cosine of the two titles, 0.0 to 1.0.
    pub similarity: f64,
}

/// The title by which a content is linked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedTitle {
    /// The kind.
    pub kind: MediaKind,
    /// The content.
    pub content_id: u64,
    /// Its title, without case and blanks.
    pub title: String,
}

/// Two kinds whose titles are compared, each pair of them once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair(MediaKind, MediaKind);

/// The last launch: whoever links raises its version with the result, and of two at the same time the second starts
/// again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linkage {
    /// The statistics of each pair's titles, by the names of its kinds.
    pub fingerprints: BTreeMap<String, u64>,
    /// The newest event that the links surely take into account.
    pub position: u64,
    /// Raised by every launch.
    pub version: u64,
}

impl Pair {
    /// The pair of two kinds, in whatever order.
    pub fn of(a: MediaKind, b: MediaKind) -> Self {
        Self(a.min(b), a.max(b))
    }

    /// All pairs of which one is linked to the other.
    pub fn all() -> BTreeSet<Self> {
        let links = |kind: MediaKind| kind.differences().links.iter().map(move |to| (kind, *to));
        MediaKind::ALL.into_iter().flat_map(links).map(|(kind, to)| Self::of(kind, to)).collect()
    }

    /// Both kinds.
    pub fn kinds(self) -> [MediaKind; 2] {
        [self.0, self.1]
    }

    /// From which of its kinds to which there are links: one way, or both.
    pub fn ways(self) -> impl Iterator<Item = (MediaKind, MediaKind)> {
        let ways = [(self.0, self.1), (self.1, self.0)];
        ways.into_iter().filter(|(from, to)| from.differences().links.contains(to))
    }
}

impl std::fmt::Display for Pair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}+{}", self.0, self.1)
    }
}

impl Linkage {
    /// The same after a launch that has looked at all events up to this one.
    #[must_use]
    pub fn reaching(self, position: u64) -> Self {
        Self { position: self.position.max(position), ..self }
    }

    /// The same as it lies in the store once it is saved.
    #[must_use]
    pub fn saved(self) -> Self {
        Self { version: self.version + 1, ..self }
    }

    /// Whether links that this launch left are weighted as after the other one, in a pair.
    pub fn covers(&self, pair: Pair, other: &Self) -> bool {
        let fingerprint = |linkage: &Self| linkage.fingerprints.get(&pair.to_string()).copied();
        fingerprint(self) == fingerprint(other)
    }
}

impl Links {
    /// Where the links of a content lie.
    pub fn place(content: u64) -> Key {
        Key::new(Table::Derived, format!("CONTENT#{content}"), "LINKS")
    }
}

impl LinkedTitle {
    /// Where the title of a content of this kind lies.
    pub fn place(kind: MediaKind, content: u64) -> Key {
        Key::new(Table::Derived, format!("LINKED#{kind}"), format!("{content:016}"))
    }

    /// The titles of a kind, by id.
    pub fn all(kind: MediaKind) -> Range {
        Range::of(Table::Derived, format!("LINKED#{kind}"), Order::Ascending)
    }
}

impl Entity for Links {
    const TYPE: &'static str = "links";

    fn key(&self) -> Key {
        Self::place(self.content_id)
    }
}

impl Entity for LinkedTitle {
    const TYPE: &'static str = "linked title";

    fn key(&self) -> Key {
        Self::place(self.kind, self.content_id)
    }
}

impl Entity for Linkage {
    const TYPE: &'static str = "linkage";

    fn key(&self) -> Key {
        Key::new(Table::Derived, format!("ENGINE#{}", Engine::LinkBetweenItems), "ALL")
    }

    fn version(&self) -> u64 {
        self.version
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_go_from_games_movies_series_and_tracks() {
        let ways = Pair::all().into_iter().flat_map(Pair::ways);
        let mut named: Vec<String> = ways.map(|(from, to)| format!("{from} to {to}")).collect();
        named.sort();

        let expected = [
            "game to movie",
            "game to serie",
            "movie to book",
            "movie to serie",
            "serie to book",
            "serie to movie",
            "track to movie",
            "track to serie",
        ];
        assert_eq!(named, expected);
    }
}
