//! What counts as an interaction for collaborative filtering, and how a model of a kind is learned and read.
//!
//! The arithmetic is in [`matching::collaborative`](crate::matching::collaborative); which model counts stands in
//! [`entity::model`](crate::entity::model); when it is made anew is for the function `recompute`.

use crate::engines::Met;
use crate::matching::collaborative::{Interactions, Ridge, Settings, Trained, choice, snapshot};
use crate::matching::sealed::Unreadable;
use crate::snapshots::Readable;

/// The lowest rating that says somebody liked it.
const LIKED: u8 = 3;

/// Decides who is asked when a ridge is chosen; any number does, as long as it stays.
const SEED: u64 = 20_200_401;

/// How much what somebody did with a content counts, 0.0 being nothing.
///
/// What is done twice over, rated and used, counts as the stronger of the two.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// A rating of 3 or better.
    pub liked: f32,
    /// A use, however often or long.
    pub used: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self { liked: 1.0, used: 1.0 }
    }
}

impl Weights {
    /// How much this counts; none for what was only looked at, and for what was rated low.
    pub fn of(self, met: &Met) -> Option<f32> {
        let weight = match met.rating {
            Some(rating) if rating < LIKED => return None,
            Some(_) if met.count > 0 => self.liked.max(self.used),
            Some(_) => self.liked,
            None if met.count > 0 => self.used,
            None => return None,
        };
        Some(weight).filter(|weight| *weight > 0.0)
    }
}

/// A model, and what it was learned from.
#[derive(Debug)]
pub struct Learned {
    /// The model.
    pub trained: Trained,
    /// How far its weights are shrunk.
    pub ridge: Ridge,
    /// Who was learned from.
    pub n_users: u64,
    /// What they have met.
    pub n_interactions: u64,
}

/// Learn from who met what, by ids, each with its weight, in any order.
///
/// The ridge is chosen on a part of it that is held out, unless it is given. Takes all cores for seconds or minutes.
pub fn learn(
    interactions: Vec<(u64, u64, f32)>,
    ridge: Option<Ridge>,
    settings: &Settings,
) -> Learned {
    let (ids, interactions) = Interactions::numbered(interactions);
    let ridge = ridge.unwrap_or_else(|| {
        let candidates = choice::candidates(&interactions);
        choice::choose(&interactions, &candidates, settings, SEED).ridge
    });
    let settings = Settings { ridge: Some(ridge), ..*settings };
    let (n_users, n_interactions) = (interactions.n_users() as u64, interactions.len() as u64);
    let trained = Trained::learn(ids, &interactions, &settings);
    Learned { trained, ridge, n_users, n_interactions }
}

impl Readable for Trained {
    const WHAT: &'static str = "a model";

    fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        snapshot::read(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(rating: Option<u8>, views: u64, count: u64) -> Option<f32> {
        let met = Met { content_id: 1, rating, review_see_count: views, count, member: None };
        Weights { liked: 1.0, used: 0.5 }.of(&met)
    }

    #[test]
    fn a_good_rating_or_a_use_counts() {
        assert_eq!(weight(Some(3), 0, 0), Some(1.0));
        assert_eq!(weight(Some(5), 9, 9), Some(1.0));
        assert_eq!(weight(None, 0, 7), Some(0.5));
    }

    #[test]
    fn a_look_and_a_bad_rating_do_not() {
        assert_eq!(weight(None, 9, 0), None);
        assert_eq!(weight(Some(0), 0, 0), None);
        assert_eq!(weight(Some(2), 9, 9), None);
    }
}
