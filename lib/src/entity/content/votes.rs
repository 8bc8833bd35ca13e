//! How the ratings of a content are counted: in the content itself or, where many rate at once, in shards beside it.
//!
//! Each interaction adds its share in its own transaction, and of two transactions at one item the second is turned
//! away. A content at which that happens is spread, once and for good: from then on the share of a user is counted in
//! one of its shards, always the same for the same user. What was counted before stays where it is, and may be taken
//! back or replaced in the shard, which then goes below 0: only all sums together mean anything. They are added up when
//! a content is read by [`contents`](crate::contents).

use serde::{Deserialize, Serialize};

use super::Content;
use crate::Error;
use crate::store::{Change, Entity, Key};

/// Over how many shards ratings are spread.
pub const SHARDS: u64 = 8;

/// The ratings of some users of a content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// The content.
    pub content_id: u64,
    /// From 0.
    pub number: u64,
    /// What they add to the sum of all ratings.
    pub rating_sum: i64,
    /// What they add to the number of all ratings.
    pub rating_count: i64,
    /// Raised by every rating.
    pub version: u64,
}

/// What shards count together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// What they add to the sum of all ratings.
    pub rating_sum: i64,
    /// What they add to the number of all ratings.
    pub rating_count: i64,
}

impl Content {
    /// The mean of all ratings; none before the first.
    pub fn rating(&self) -> Option<f64> {
        let sum = self.rating_sum + self.in_shards.rating_sum;
        (self.votes() > 0).then(|| sum as f64 / self.votes() as f64)
    }

    /// How many ratings it has.
    pub fn votes(&self) -> i64 {
        self.rating_count + self.in_shards.rating_count
    }

    /// Where the rating of a user is counted.
    pub fn ballot(&self, user: u64) -> Key {
        user.checked_rem(self.shards)
            .map_or_else(|| Self::place(self.id), |number| Shard::place(self.id, number))
    }

    /// Where its shards lie.
    pub fn shard_places(&self) -> impl Iterator<Item = Key> {
        let id = self.id;
        (0..self.shards).map(move |number| Shard::place(id, number))
    }

    /// The content with what its shards count; those of others are passed over.
    #[must_use]
    pub fn with_shards(mut self, shards: &[Shard]) -> Self {
        self.in_shards = Sums::default();
        for shard in shards.iter().filter(|shard| shard.content_id == self.id) {
            self.in_shards.rating_sum += shard.rating_sum;
            self.in_shards.rating_count += shard.rating_count;
        }
        self
    }

    /// Spread the ratings of this content from now on; stale when it is spread already.
    pub fn spreading(id: u64) -> Change {
        let shard =
            |number| Shard { content_id: id, number, rating_sum: 0, rating_count: 0, version: 0 };
        let noted = vec![("shards", SHARDS.cast_signed())];
        let change = Change::new().add(Self::place(id), noted, gone());
        (0..SHARDS).map(shard).fold(change, |change, shard| change.create(&shard))
    }
}

impl Shard {
    /// Where a shard of a content lies: each in a partition of its own.
    pub fn place(content: u64, number: u64) -> Key {
        Key::state(&format!("VOTES#{content}"), number)
    }
}

/// Add to a sum and number of ratings, where they are counted.
pub fn addition(place: Key, sum: i64, votes: i64) -> Change {
    Change::new().add(place, vec![("rating_sum", sum), ("rating_count", votes)], gone())
}

/// The refusal of a rating that comes after the end of its content.
pub(crate) fn gone() -> Error {
    Error::not_found("This content does not exist any more")
}

impl Entity for Shard {
    const TYPE: &'static str = "shard";

    fn key(&self) -> Key {
        Self::place(self.content_id, self.number)
    }

    fn version(&self) -> u64 {
        self.version
    }
}
