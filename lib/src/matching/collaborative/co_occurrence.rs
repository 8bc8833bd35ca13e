//! With what each item was met, and how often: rows of the Gram matrix, one at a time, never all of them.

use rayon::prelude::*;

use super::Interactions;
use super::interactions::number;
use crate::matching::sparse::Sums;

/// Items that share one buffer of 12 bytes an item.
const BATCH: usize = 64;

/// Look at what each item was met with, and make something of it: results in the order of the items.
///
/// `each` gets the item and the entries `G_ij` other than 0 of its row, its own included, in an order that depends only
/// on the interactions. Time `O(Σ_u n_u²)` for `n_u` items of user u, on all threads.
pub(super) fn map_items<R: Send>(
    interactions: &Interactions,
    each: impl Fn(u32, &[(u32, f64)]) -> R + Sync,
) -> Vec<R> {
    let by_item = interactions.transposed();
    let n_items = interactions.n_items();
    let starts: Vec<usize> = (0..n_items).step_by(BATCH).collect();
    let batches = starts.into_par_iter().map(|start| {
        let mut sums = Sums::new(n_items);
        let mut row = Vec::new();
        let items = start..n_items.min(start + BATCH);
        let results = items.map(|item| {
            let (users, weights) = by_item.slices(item);
            for (user, weight) in users.iter().zip(weights) {
                for (other, theirs) in interactions.row(*user) {
                    sums.add(other, f64::from(*weight) * f64::from(theirs));
                }
            }
            row.clear();
            sums.drain(|other, sum| row.push((other, sum)));
            each(number(item), &row)
        });
        results.collect::<Vec<R>>()
    });
    batches.collect::<Vec<_>>().into_iter().flatten().collect()
}
