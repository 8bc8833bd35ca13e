//! How a recipient leans among the genres of a kind: derived with their lists, and what stands for all of them.
//!
//! Lists come and go; this is there as long as there is anything from which one could be made, and every run that makes
//! the lists raises its version. So of two runs at once, the one that has read less is refused even where the other
//! found nothing to change. It also tells whose lists a new content could be in, without looking at anybody's taste.

use serde::{Deserialize, Serialize};

use super::kind::MediaKind;
use super::recommendation::Recipient;
use crate::matching::profile::Interests;
use crate::store::{Entity, Key, Order, Range, Table};

/// Partitions over which those of a kind are spread.
pub const SHARDS: u64 = 8;

/// How somebody leans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaning {
    /// Who.
    pub recipient: Recipient,
    /// Among the genres of this kind.
    pub kind: MediaKind,
    /// Each genre with the interest in it, by id.
    pub interests: Vec<(u64, u64)>,
    /// What a content must be worth to change their list, in the measure of [`Interests::worth`].
    pub floor: u64,
    /// Whether they have said why something should not have been recommended, so that more than genres counts.
    pub picky: bool,
    /// The newest event that their lists surely take into account.
    pub position: u64,
    /// Raised by every run.
    pub version: u64,
}

impl Leaning {
    /// Somebody whose lists are made for the first time.
    pub fn new(recipient: Recipient, kind: MediaKind) -> Self {
        let interests = Vec::new();
        Self { recipient, kind, interests, floor: 1, picky: false, position: 0, version: 0 }
    }

    /// Where it lies: not with the lists.
    pub fn place(recipient: Recipient, kind: MediaKind) -> Key {
        let (Recipient::User(id) | Recipient::Group(id)) = recipient;
        Key::new(Table::Derived, partition(kind, id % SHARDS), recipient.to_string())
    }

    /// All of a kind, in as many stretches as there are shards.
    pub fn all(kind: MediaKind) -> impl Iterator<Item = Range> {
        (0..SHARDS)
            .map(move |shard| Range::of(Table::Derived, partition(kind, shard), Order::Ascending))
    }

    /// Whether a content of one of these sets of genres could change their list by coming or going.
    pub fn is_moved_by<'a>(&self, sets: impl IntoIterator<Item = &'a Vec<u64>>) -> bool {
        let interests = Interests::of(self.interests.iter().copied());
        sets.into_iter().any(|genres| interests.worth(genres) >= self.floor)
    }
}

fn partition(kind: MediaKind, shard: u64) -> String {
    format!("LEANINGS#{kind}#{shard}")
}

impl Entity for Leaning {
    const TYPE: &'static str = "leaning";

    fn key(&self) -> Key {
        Self::place(self.recipient, self.kind)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
