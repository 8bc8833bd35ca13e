//! Recommendations from a profile: items of the genres that somebody likes, or meets often.
//!
//! How much somebody is interested in a genre is what they know of it, times two when they say that they like it; an
//! item scores with the share that its genres have in all of that. Everything is counted in whole numbers until the
//! last division: so the order of the input does not matter, and of two scores it is certain which is greater. No text
//! and no other person enters, so a list can be made for somebody who has said what they like and met nothing yet.

use std::collections::{BTreeMap, HashSet};

/// How many genres a recommendation names at most.
pub const MAX_REASONS: usize = 5;

/// How much more an interest counts in a genre for each person who likes it.
const LIKED: u64 = 2;

/// A list keeps what is not further below its best than the fifth part of all interest: a score of 0.2.
const SPREAD: u64 = 5;

/// The greatest interest in one genre: sums of sixty thousand still fit.
const MOST: u64 = 1 << 48;

/// Items that have exactly these genres.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    /// Ids of genres, ascending, each once.
    pub genres: Vec<u64>,
    /// Ids of items, ascending, each once.
    pub items: Vec<u64>,
}

/// How much somebody is interested in each genre, by its id; all above 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interests {
    weights: BTreeMap<u64, u64>,
}

/// An item to recommend.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommended {
    /// The item's id.
    pub id: u64,
    /// Above 0.0 and at most 1.0.
    pub score: f64,
    /// The genres that speak most for it, at most [`MAX_REASONS`], strongest first, ties by lower id.
    pub reasons: Vec<Reason>,
}

/// A genre's part in a recommendation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reason {
    /// The genre's id.
    pub id: u64,
    /// The part of the score it accounts for; a recommendation's shares sum to its score.
    pub share: f64,
}

/// What to recommend, and what an item would have to have to be on that list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Best first, ties by lower id.
    pub items: Vec<Recommended>,
    /// The least [`worth`](Interests::worth) with which an item could change the list; at least 1.
    pub floor: u64,
}

impl Interests {
    /// From what somebody knows and likes: `weight_g = raw_g · ℓ_g`, or `2 n_g` where `raw_g` is 0.
    ///
    /// `known`: for each item its weight and its genres; `raw_g` is the sum of the weights of the items that have g.
    /// `likers`: how many people like a genre, `n_g`: 0 or 1 for one person, up to all of them for a group. `ℓ_g` is
    /// `2 n_g`, or 1 where nobody likes it. So a liked genre of which nothing is known yet counts for the liking alone.
    /// Neither order matters. `O(known · genres · log)`.
    pub fn new<'a>(
        known: impl IntoIterator<Item = (u64, &'a [u64])>,
        likers: &BTreeMap<u64, u64>,
    ) -> Self {
        let mut weights: BTreeMap<u64, u64> = BTreeMap::new();
        for (weight, genres) in known.into_iter().filter(|(weight, _)| *weight > 0) {
            for genre in genres {
                let sum = weights.entry(*genre).or_default();
                *sum = sum.saturating_add(weight);
            }
        }
        for (genre, n) in likers.iter().filter(|(_, n)| **n > 0) {
            let weight = weights.entry(*genre).or_insert(1);
            *weight = weight.saturating_mul(n.saturating_mul(LIKED));
        }
        weights.values_mut().for_each(|weight| *weight = (*weight).min(MOST));
        Self { weights }
    }

    /// The same that were told by [`iter`](Self::iter); what is 0 is left out.
    pub fn of(weights: impl IntoIterator<Item = (u64, u64)>) -> Self {
        let weights = weights.into_iter().filter(|(_, weight)| *weight > 0);
        Self { weights: weights.map(|(genre, weight)| (genre, weight.min(MOST))).collect() }
    }

    /// The interest in each genre, by id.
    pub fn iter(&self) -> impl Iterator<Item = (u64, u64)> {
        self.weights.iter().map(|(genre, weight)| (*genre, *weight))
    }

    /// What an item of these genres, each given once, is worth: `Σ weight_g` over them.
    pub fn worth(&self, genres: &[u64]) -> u64 {
        let weights = genres.iter().filter_map(|genre| self.weights.get(genre));
        weights.fold(0, |sum, weight| sum.saturating_add(*weight))
    }

    /// What to recommend among these items: `score(c) = Σ_g∈c weight_g / Σ_g weight_g`.
    ///
    /// Items in `excluded` do not take part. Of the others those are kept whose score is above 0 and not more than 0.2
    /// below the best, at most `top`, best first, ties by lower id. Time `O(shelves · genres + kept · log)`: shelves,
    /// not items, are compared, of which a catalogue has few.
    pub fn recommend(&self, shelves: &[Shelf], excluded: &HashSet<u64>, top: usize) -> Listed {
        let total = self.weights.values().fold(0, |sum: u64, weight| sum.saturating_add(*weight));
        let mut by_worth: BTreeMap<u64, Vec<&Shelf>> = BTreeMap::new();
        for shelf in shelves {
            by_worth.entry(self.worth(&shelf.genres)).or_default().push(shelf);
        }
        by_worth.remove(&0);
        let (mut items, mut floor) = (Vec::new(), 1);
        for (worth, shelves) in by_worth.into_iter().rev() {
            if worth < floor || items.len() >= top {
                break;
            }
            let found = lowest(&shelves, excluded, top - items.len());
            if items.is_empty() && !found.is_empty() {
                floor = floor_below(worth, total);
            }
            items.extend(found.into_iter().map(|(id, shelf)| self.reasoned(id, shelf, total)));
            if items.len() >= top {
                floor = worth;
            }
        }
        Listed { items, floor }
    }

    /// One recommendation with its reasons.
    fn reasoned(&self, id: u64, shelf: &Shelf, total: u64) -> Recommended {
        let score = self.worth(&shelf.genres) as f64 / total as f64;
        let weight = |genre: &u64| Some((*genre, *self.weights.get(genre)?));
        let mut genres: Vec<(u64, u64)> = shelf.genres.iter().filter_map(weight).collect();
        // A stable sort: genres of equal weight stay ascending by id.
        genres.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
        genres.truncate(MAX_REASONS);
        let named: u64 = genres.iter().map(|(_, weight)| weight).sum();
        let reason = |(id, weight)| Reason { id, share: score * (weight as f64 / named as f64) };
        Recommended { id, score, reasons: genres.into_iter().map(reason).collect() }
    }
}

/// The items with the lowest ids on these shelves, at most so many, each with its shelf.
fn lowest<'a>(
    shelves: &[&'a Shelf],
    excluded: &HashSet<u64>,
    most: usize,
) -> Vec<(u64, &'a Shelf)> {
    let of_one = |shelf: &&'a Shelf| {
        let shelf: &'a Shelf = shelf;
        let items = shelf.items.iter().filter(|id| !excluded.contains(id)).take(most);
        items.map(move |id| (*id, shelf)).collect::<Vec<_>>()
    };
    let mut found: Vec<_> = shelves.iter().flat_map(of_one).collect();
    found.sort_unstable_by_key(|(id, _)| *id);
    found.truncate(most);
    found
}

/// The least worth that is kept below this best one: `worth / total ≥ best / total - 1/5`, in whole numbers.
fn floor_below(best: u64, total: u64) -> u64 {
    best.saturating_sub(total / SPREAD).max(1)
}

#[cfg(test)]
mod tests;
