//! Cosines of pairs of items, `G_ij / √(G_ii G_jj)`: those of a small catalogue all, those of a large one where it
//! matters.
//!
//! Among the items met most, all are kept: there the Gram matrix is dense, and an item may be met more often than the
//! ridge can make up for what is not known. Of a rarer item only the greatest are, the rest counts as 0: its diagonal
//! is mostly ridge. In 32 bits, which is 10⁻⁷ of what is at most 1.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::Interactions;
use super::co_occurrence::map_items;
use super::interactions::number;
use super::tiles::Symmetric;

/// Cosines by pairs of items.
pub(super) struct Cosines {
    /// `√G_ii` of each item.
    pub(super) lengths: Vec<f64>,
    /// Each item's rank by how often it was met.
    ranks: Vec<u32>,
    /// Of the items that come first, by rank, those with every item of a lower rank, up to the last that is not 0.
    triangle: Vec<Vec<f32>>,
    /// Of each item the greatest, ascending by item; of those in the triangle none.
    rows: Vec<Vec<(u32, f32)>>,
}

/// How much is kept of the cosines of a large catalogue.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// Of how many items all cosines among them are: memory is twice the square of this, in bytes.
    pub(super) exact: usize,
    /// How many of each rarer item, 8 bytes each.
    pub(super) kept: usize,
}

/// An item's nearest, nearest first, with their cosines; ties by lower item.
pub(super) type Near = Vec<(u32, f32)>;

impl Cosines {
    /// All of them, from a Gram matrix. Memory 2 n² bytes.
    pub(super) fn of_gram(gram: &Symmetric) -> Self {
        let lengths: Vec<f64> = gram.diagonal().into_iter().map(f64::sqrt).collect();
        let triangle = gram.map_rows(|item, row| {
            let lower = row[..item].iter().zip(&lengths);
            lower.map(|(sum, other)| cosine(*sum, lengths[item], *other)).collect()
        });
        let ranks = (0..number(lengths.len())).collect();
        let rows = vec![Vec::new(); lengths.len()];
        Self { lengths, ranks, triangle, rows }
    }

    /// Some of them, within bounds; beside them the nearest of each item, at most so many.
    ///
    /// Time `O(Σ_u n_u²)` for `n_u` items of user u.
    pub(super) fn within(
        bounds: Bounds,
        interactions: &Interactions,
        n_nearest: usize,
    ) -> (Self, Vec<Near>) {
        let lengths: Vec<f64> = interactions.item_squares().into_iter().map(f64::sqrt).collect();
        let ranks = ranks(interactions);
        let mut order = vec![0; ranks.len()];
        (0..).zip(&ranks).for_each(|(item, rank)| order[*rank as usize] = item);
        let found = map_items(interactions, |item, sums| {
            let own = lengths[item as usize];
            let others = sums.iter().filter(|(other, _)| *other != item);
            let cosine =
                |(other, sum): &(u32, f64)| (*other, cosine(*sum, own, lengths[*other as usize]));
            let mut all: Vec<(u32, f32)> = others.map(cosine).filter(|(_, x)| *x > 0.0).collect();
            let rank = ranks[item as usize] as usize;
            let part = if rank < bounds.exact {
                Part::Dense(dense(&all, &ranks, rank))
            } else {
                Part::Sparse(sparse(&mut all, bounds.kept.max(n_nearest)))
            };
            (nearest(all, n_nearest), part)
        });
        let mut near = Vec::with_capacity(found.len());
        let (mut triangle, mut rows) = (vec![Vec::new(); bounds.exact.min(order.len())], vec![]);
        for (rank, (nearest, part)) in ranks.iter().zip(found) {
            near.push(nearest);
            match part {
                Part::Dense(row) => {
                    triangle[*rank as usize] = row;
                    rows.push(Vec::new());
                }
                Part::Sparse(row) => rows.push(row),
            }
        }
        (Self { lengths, ranks, triangle, rows }, near)
    }

    /// What is kept of an item's cosines.
    pub(super) fn row(&self, item: u32) -> Row<'_> {
        match self.triangle.get(self.rank(item)) {
            Some(row) => Row::All(row),
            None => Row::Greatest(&self.rows[item as usize]),
        }
    }

    /// An item's rank by how often it was met.
    pub(super) fn rank(&self, item: u32) -> usize {
        self.ranks[item as usize] as usize
    }

    /// The cosine of two items of which all are kept; 0 for others.
    pub(super) fn get(&self, a: u32, b: u32) -> f32 {
        let (low, high) = (self.rank(a).min(self.rank(b)), self.rank(a).max(self.rank(b)));
        self.triangle.get(high).and_then(|row| row.get(low)).copied().unwrap_or(0.0)
    }
}

/// What is kept of an item's cosines.
pub(super) enum Row<'a> {
    /// Those with every item of a lower rank, by that rank, up to the last that is not 0.
    All(&'a [f32]),
    /// The greatest, whatever the rank, ascending by item.
    Greatest(&'a [(u32, f32)]),
}

/// What is kept of one item.
enum Part {
    Dense(Vec<f32>),
    Sparse(Vec<(u32, f32)>),
}

fn cosine(sum: f64, own: f64, other: f64) -> f32 {
    // What nobody met has no length, and nothing in common with anything.
    if sum > 0.0 { (sum / own / other).min(1.0) as f32 } else { 0.0 }
}

/// Each item's rank by how often it was met, ties by lower item.
fn ranks(interactions: &Interactions) -> Vec<u32> {
    let by_item = interactions.transposed();
    let mut order: Vec<u32> = (0..number(interactions.n_items())).collect();
    order.par_sort_by_key(|item| Reverse(by_item.slices(*item as usize).0.len()));
    let mut ranks = vec![0; order.len()];
    (0..).zip(order).for_each(|(rank, item)| ranks[item as usize] = rank);
    ranks
}

fn dense(all: &[(u32, f32)], ranks: &[u32], rank: usize) -> Vec<f32> {
    let lower = all.iter().map(|(other, cosine)| (ranks[*other as usize] as usize, *cosine));
    let lower = lower.filter(|(other, _)| *other < rank);
    let mut row = vec![0.0; lower.clone().map(|(other, _)| other + 1).max().unwrap_or(0)];
    lower.for_each(|(other, cosine)| row[other] = cosine);
    row
}

fn sparse(all: &mut Vec<(u32, f32)>, most: usize) -> Vec<(u32, f32)> {
    let mut row = nearest(std::mem::take(all), most);
    all.clone_from(&row);
    row.sort_unstable_by_key(|(item, _)| *item);
    row
}

/// The greatest, greatest first, ties by lower item.
fn nearest(mut all: Vec<(u32, f32)>, most: usize) -> Near {
    let order = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if most < all.len() {
        all.select_nth_unstable_by(most, order);
        all.truncate(most);
    }
    all.sort_unstable_by(order);
    all.shrink_to_fit();
    all
}
