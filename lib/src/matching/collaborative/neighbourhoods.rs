//! EASE^R where a matrix of all pairs of items would be too large: each item is solved for among its neighbours.
//!
//! The neighbours of an item are those with the greatest cosine to it (as Ning and Karypis choose features, *SLIM*,
//! ICDM 2011). Among them its column of weights has the same closed form as among all, see [`super::restricted`]. What
//! is kept of the cosines for it is bounded, see [`super::cosines`].
//!
//! For n items, K neighbours and `n_u` items of user u: time `O(Σ_u n_u² + n K³)`, memory 200 MB and some 5 KB for each
//! item.

use super::cosines::{Bounds, Cosines};
use super::{Interactions, Model, Ridge, Settings, restricted};

/// How much is kept of the cosines.
const BOUNDS: Bounds = Bounds { exact: 10_000, kept: 400 };

/// Learn from interactions; see [`super::train`].
pub(super) fn train(interactions: &Interactions, settings: &Settings) -> Model {
    train_within(BOUNDS, interactions, settings)
}

fn train_within(bounds: Bounds, interactions: &Interactions, settings: &Settings) -> Model {
    let interactions = interactions.capped(settings.most_history).balanced(settings.balance);
    let ridge = settings.ridge.unwrap_or_else(|| Ridge::for_data(&interactions));
    let (cosines, near) = Cosines::within(bounds, &interactions, settings.most_neighbours);
    Model::of_weights(restricted::weights(&cosines, &ridge, near, settings.most_weights))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::collaborative::tests::made_up;

    #[test]
    fn a_part_of_the_cosines_is_nearly_as_good_as_all() {
        let interactions = made_up(300, 120);
        // Of so small a ridge that the system is indefinite where much is not known.
        for lambda in [0.01, 1.0, 100.0] {
            let ridge = Some(Ridge { lambda, gamma: 0.0 });
            let settings =
                Settings { ridge, most_neighbours: 40, threads: 1, ..Settings::default() };

            let all = train(&interactions, &settings);
            let part = train_within(Bounds { exact: 60, kept: 40 }, &interactions, &settings);

            for item in 0..120 {
                let (all, part) = (all.scores(&[(item, 1.0)]), part.scores(&[(item, 1.0)]));
                let furthest =
                    all.iter().zip(&part).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
                assert!(furthest < 0.35, "{lambda} {item}: {furthest}");
            }
        }
    }
}
