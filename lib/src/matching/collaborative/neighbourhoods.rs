//! EASE^R where a matrix of all pairs of items would be too large: each item is solved for among its neighbours.
//!
//! The neighbours of an item are those with the greatest cosine to it (as Ning and Karypis choose features, *SLIM*, ICDM
//! 2011). Among them its column of weights has the same closed form as among all, see [`super::restricted`]. What is kept
//! of the cosines for it is bounded, see [`super::cosines`].
//!
//! For n items, K neighbours and n_u items of user u: time `O(Σ_u n_u² + n K³)`, memory 200 MB and some 5 KB for each item.

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
    Model::of_weights(restricted::weights(&cosines, &ridge, &near, settings.most_weights))
}
