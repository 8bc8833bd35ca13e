//! Two simple models to compare with: what is popular, and which items have the same friends.

use super::co_occurrence::map_items;
use super::weights::{Weights, largest};
use super::{Interactions, Model, Settings};

/// Each item's weights summed over all users, as a part of the greatest such sum. `O(interactions)`.
pub(super) fn top_popular(interactions: &Interactions) -> Model {
    let mut sums = vec![0.0; interactions.n_items()];
    for user in 0..interactions.n_users() {
        let (items, weights) = interactions.slices(user);
        items.iter().zip(weights).for_each(|(item, x)| sums[*item as usize] += f64::from(*x));
    }
    let greatest = sums.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    Model::of_popularity(sums.iter().map(|sum| (sum / greatest) as f32).collect())
}

/// `w_ij = G_ij / √(G_ii G_jj)`, for each target the nearest sources.
pub(super) fn item_knn(interactions: &Interactions, settings: &Settings) -> Model {
    let interactions = interactions.capped(settings.most_history);
    let lengths: Vec<f64> = interactions.item_squares().into_iter().map(f64::sqrt).collect();
    let columns = map_items(&interactions, |target, row| {
        let others = row.iter().filter(|(source, _)| *source != target);
        let cosines = others.map(|(source, sum)| {
            let source = *source as usize;
            (source, (sum / lengths[source] / lengths[target as usize]) as f32)
        });
        largest(cosines, Settings::N_NEAREST)
    });
    Model::of_weights(Weights::of_columns(&columns))
}
