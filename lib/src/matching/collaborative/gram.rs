//! The Gram matrix `G = XᵀX`: for each pair of items the sum over those who met both of the products of their weights.
//!
//! Row by row, and for each item through the rows of those who met it: `O(Σ_u n_u²)` for `n_u` items of user u, on all
//! threads, each of which has rows of its own. The users of an item go by in ascending order, so every sum has one
//! order.

use super::Interactions;
use super::tiles::Symmetric;

/// `G = XᵀX`, for interactions X and the same transposed.
pub(super) fn gram(interactions: &Interactions, by_item: &Interactions) -> Symmetric {
    Symmetric::new(interactions.n_items(), |item, sums| {
        let (users, weights) = by_item.slices(item);
        for (user, weight) in users.iter().zip(weights) {
            let (items, others) = interactions.slices(*user as usize);
            let weight = f64::from(*weight);
            for (other, theirs) in items.iter().zip(others) {
                // Ascending: what follows lies above the diagonal.
                let Some(sum) = sums.get_mut(*other as usize) else { break };
                *sum += weight * f64::from(*theirs);
            }
        }
    })
}
