//! What somebody has met, likes and does not want, of one kind: all that engines know of them.
//!
//! Of a group it is what owner and members bring along, each thing with who it was. Where it is read from is for those
//! who call.

use std::collections::{BTreeMap, HashSet};

use super::aversions::Aversions;
use crate::entity::meta::Meta;
use crate::matching::similar_content::weight;

/// The taste of a user, of a group, of a made-up profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taste {
    /// What was met, in any order.
    pub met: Vec<Met>,
    /// Genres of the kind that are liked, in any order.
    pub liked: Vec<Liked>,
    /// Contents that must not be recommended.
    pub unwanted: HashSet<u64>,
    /// Why that is, where they said so.
    pub aversions: Aversions,
}

/// A content that somebody has met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Met {
    /// Which.
    pub content_id: u64,
    /// How they rated it.
    pub rating: Option<u8>,
    /// How often they looked at its page.
    pub review_see_count: u64,
    /// How often they used it.
    pub count: u64,
    /// Who, in a group.
    pub member: Option<u64>,
}

/// A genre that somebody likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Liked {
    /// Which.
    pub genre_id: u64,
    /// Who, in a group.
    pub member: Option<u64>,
}

impl From<&Meta> for Met {
    fn from(meta: &Meta) -> Self {
        Self {
            content_id: meta.content_id,
            rating: meta.rating,
            review_see_count: meta.review_see_count,
            count: meta.count,
            member: None,
        }
    }
}

impl Met {
    /// Whether they have used or rated it, and not only looked at it.
    pub fn is_consumed(&self) -> bool {
        self.rating.is_some() || self.count > 0
    }

    /// Whether they rated it low.
    pub fn is_disliked(&self) -> bool {
        self.weight() < self.attention()
    }

    /// How much they cared, whether they liked it or not: rating and looks.
    pub fn attention(&self) -> u64 {
        u64::from(self.rating.unwrap_or(0)).saturating_add(self.review_see_count)
    }

    /// How much it counts for what it is like: rating and looks, and nothing when they did not like it.
    pub fn weight(&self) -> u64 {
        weight(self.rating, self.review_see_count)
    }
}

impl Taste {
    /// Whether there is nothing from which a list could be made.
    pub fn is_empty(&self) -> bool {
        self.met.is_empty() && self.liked.is_empty()
    }

    /// What no engine recommends: what was consumed, and what is not wanted.
    pub fn excluded(&self) -> HashSet<u64> {
        let consumed = self.met.iter().filter(|met| met.is_consumed()).map(|met| met.content_id);
        consumed.chain(self.unwanted.iter().copied()).collect()
    }

    /// How many people like each genre.
    pub fn likers(&self) -> BTreeMap<u64, u64> {
        let mut likers = BTreeMap::new();
        for liked in &self.liked {
            *likers.entry(liked.genre_id).or_default() += 1;
        }
        likers
    }
}
