//! What two people have in common, added up, and what follows from it.

use std::cmp::Ordering;
use std::ops::AddAssign;

use super::opinion::{Stance, View};

/// How much support there must be for half of a score to be left: so many items that only two people know.
const SHRINKAGE: f64 = 5.0;

/// Sums over the items of which two people have an opinion; those of separate sets of items add up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// How many items.
    overlap: u64,
    /// How much they tell together.
    support: f64,
    product: f64,
    own: f64,
    other: f64,
}

/// How near two tastes are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Affinity {
    /// −1.0 ..= 1.0: opposite tastes, nothing to go by, the same taste.
    pub score: f64,
    /// Of how many items both have an opinion.
    pub overlap: u64,
    /// 0.0 .. 1.0: how much of the score their number and rarity leave.
    pub confidence: f64,
}

/// An item of which two people have an opinion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Common {
    /// The item.
    pub item: u64,
    /// What the first thinks of it.
    pub own: Stance,
    /// What the second thinks of it.
    pub other: Stance,
    /// How much it speaks for a common taste; below 0 against it.
    pub agreement: f64,
    /// How far apart they are, in steps of the scale, less where it is not known so well.
    pub distance: f64,
}

impl Evidence {
    /// They have views on one more item, which is so rare.
    pub(super) fn add(&mut self, rarity: f64, own: View, other: View) {
        // In this form it is the same from both sides, to the bit.
        let weight = rarity * (own.weight * other.weight);
        self.overlap += 1;
        self.support += weight;
        self.product += weight * (own.lead * other.lead);
        self.own += weight * (own.lead * own.lead);
        self.other += weight * (other.lead * other.lead);
    }

    /// How near the two are.
    pub fn affinity(&self) -> Affinity {
        let confidence = self.support / (self.support + SHRINKAGE);
        let norm = (self.own * self.other).sqrt();
        let cosine = if norm > 0.0 { (self.product / norm).clamp(-1.0, 1.0) } else { 0.0 };
        Affinity { score: cosine * confidence, overlap: self.overlap, confidence }
    }

    /// Whether there is any.
    pub fn is_some(&self) -> bool {
        self.overlap > 0
    }
}

impl AddAssign for Evidence {
    fn add_assign(&mut self, more: Self) {
        self.overlap += more.overlap;
        self.support += more.support;
        self.product += more.product;
        self.own += more.own;
        self.other += more.other;
    }
}

impl Common {
    pub(super) fn new(rarity: f64, item: u64, own: (Stance, View), other: (Stance, View)) -> Self {
        let ((own, mine), (other, theirs)) = (own, other);
        let known = mine.weight * theirs.weight;
        Self {
            item,
            own,
            other,
            agreement: rarity * known * (mine.lead * theirs.lead),
            distance: known * (mine.lead - theirs.lead).abs(),
        }
    }
}

/// People whose taste is near, the nearest first, ties by the lower id; those who are not near are left out.
pub fn ranked(all: impl IntoIterator<Item = (u64, Affinity)>) -> Vec<(u64, Affinity)> {
    let mut near: Vec<_> = all.into_iter().filter(|(_, affinity)| affinity.score > 0.0).collect();
    let order = |(a, x): &(u64, Affinity), (b, y): &(u64, Affinity)| {
        y.score.total_cmp(&x.score).then(a.cmp(b))
    };
    near.sort_unstable_by(order);
    near
}

/// The items on which two people agree, at most so many: what tells most first, ties by the lower item.
pub fn shared(common: &[Common], most: usize) -> Vec<Common> {
    let agreed = common.iter().filter(|it| it.agreement > 0.0);
    first(agreed, |it| it.agreement, most)
}

/// The items on which two people differ, at most so many: where they are farthest apart first, ties by the lower item.
pub fn diverging(common: &[Common], most: usize) -> Vec<Common> {
    let differing = common.iter().filter(|it| it.agreement < 0.0);
    first(differing, |it| it.distance, most)
}

fn first<'a>(
    items: impl Iterator<Item = &'a Common>,
    by: impl Fn(&Common) -> f64,
    most: usize,
) -> Vec<Common> {
    let mut items: Vec<Common> = items.copied().collect();
    let order =
        |a: &Common, b: &Common| -> Ordering { by(b).total_cmp(&by(a)).then(a.item.cmp(&b.item)) };
    items.sort_unstable_by(order);
    items.truncate(most);
    items
}
