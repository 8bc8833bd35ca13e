//! Opinions: what somebody who has consented thinks of the contents of a kind, for comparing tastes.
//!
//! Derived from their interactions, one item for each person and kind, and not there for anybody else. A process that
//! compares keeps all of a kind in memory; what it has yet to hear of, the [`ledger`](Ledger) tells.

mod ledger;
mod packing;

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

pub use ledger::{Entry, Ledger};

use super::kind::MediaKind;
use super::meta::Meta;
use crate::matching::affinity::{Opinion, Stance};
use crate::store::{Entity, Key, Order, Range, Table};

/// Opinions of one person and kind that are compared at most: the newest. Ten thousand are some 40 KB.
pub const MOST_OPINIONS: usize = 10_000;

/// Partitions over which those of a kind are spread.
const SHARDS: u64 = 8;

/// What somebody thinks of the contents of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinions {
    /// Who.
    pub user_id: u64,
    /// Contents of what.
    pub kind: MediaKind,
    /// What they think, ascending by content.
    #[serde(with = "packing")]
    pub all: Vec<Opinion>,
    /// Raised by every write.
    pub version: u64,
}

impl Opinions {
    /// What somebody thinks, going by what they did: a rating, or else a use; a look says nothing.
    pub fn of(metas: Vec<Meta>) -> Vec<Opinion> {
        let date = |meta: &Meta| meta.last_rating_date.max(meta.last_count_increment);
        let opinion = |meta: Meta| Some((Reverse(date(&meta)), meta.content_id, stance(&meta)?));
        let mut dated: Vec<_> = metas.into_iter().filter_map(opinion).collect();
        dated.sort_unstable();
        let newest = dated.into_iter().take(MOST_OPINIONS);
        let mut all: Vec<_> = newest.map(|(_, item, stance)| Opinion { item, stance }).collect();
        all.sort_unstable();
        all
    }

    /// Where it lies.
    pub fn place(user: u64, kind: MediaKind) -> Key {
        Key::new(Table::Derived, partition(kind, user % SHARDS), format!("USER#{user}"))
    }

    /// All of a kind, in as many stretches as there are shards.
    pub fn everybodys(kind: MediaKind) -> impl Iterator<Item = Range> {
        (0..SHARDS)
            .map(move |shard| Range::of(Table::Derived, partition(kind, shard), Order::Ascending))
    }
}

fn stance(meta: &Meta) -> Option<Stance> {
    meta.rating.map(Stance::Rated).or((meta.count > 0).then_some(Stance::Used))
}

fn partition(kind: MediaKind, shard: u64) -> String {
    format!("OPINIONS#{kind}#{shard}")
}

impl Entity for Opinions {
    const TYPE: &'static str = "opinions";

    fn key(&self) -> Key {
        Self::place(self.user_id, self.kind)
    }

    fn version(&self) -> u64 {
        self.version
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    fn meta(content: u64) -> Meta {
        Meta::first(7, MediaKind::Movie, content)
    }

    #[test]
    fn a_rating_goes_before_a_use_and_a_look_says_nothing() {
        let metas = vec![
            Meta { rating: Some(0), count: 3, ..meta(9) },
            Meta { count: 1, ..meta(4) },
            Meta { review_see_count: 2, ..meta(5) },
        ];

        let expected = [(4, Stance::Used), (9, Stance::Rated(0))];
        assert_eq!(Opinions::of(metas), expected.map(|(item, stance)| Opinion { item, stance }));
    }

    #[test]
    fn of_more_than_are_compared_the_newest_count() {
        let at = |n: u64| Some(Timestamp::from_micros(i64::try_from(n).expect("small")));
        let n = MOST_OPINIONS as u64 + 2;
        let metas: Vec<Meta> = (0..n)
            .map(|id| Meta { rating: Some(3), last_rating_date: at(n - id), ..meta(id) })
            .collect();

        let all = Opinions::of(metas);

        assert_eq!(all.len(), MOST_OPINIONS);
        assert!(all.iter().map(|opinion| opinion.item).eq(0..n - 2));
    }
}
