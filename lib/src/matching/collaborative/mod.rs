//! Collaborative filtering: what people liked who liked the same things, knowing nothing of the things themselves.
//!
//! [`Interactions`] say who met what; [`train`] makes a [`Model`] of them: for each item the weights with which it
//! speaks for others. A score is a sum over somebody's own items, so a new interaction with a known item counts at
//! once, without training, and the terms of the sum are the reasons. [`choice`] tries settings on a part that is held
//! out, [`snapshot`] writes a model down, and [`Trained`] is a model that speaks ids.
//!
//! The engine is EASE^R (Steck, *Embarrassingly Shallow Autoencoders for Sparse Data*, WWW 2019): a linear model with
//! one solution, so there is neither chance nor a number of rounds in it. [`Algorithm`] has simpler ones to compare it
//! with. All are deterministic: the same interactions give the same bits, whatever their order and the number of
//! threads. What is not here: what counts as an interaction, how much it weighs, and when to train.

pub mod choice;
mod cholesky;
mod co_occurrence;
mod cosines;
mod ease;
mod gram;
mod interactions;
mod model;
mod neighbourhoods;
mod recommend;
mod restricted;
mod settings;
mod simple;
pub mod snapshot;
#[cfg(test)]
mod tests;
mod tiles;
mod trained;
mod weights;

pub use interactions::Interactions;
pub use model::Model;
pub use recommend::{Reason, Scored};
pub use settings::{Algorithm, Ridge, Settings};
pub use trained::Trained;

/// Learn from interactions; a model of no use, but a model, where there is nothing to learn from.
///
/// [`Algorithm::Ease`] solves for all items at once up to `settings.most_dense` of them: time `O(n³ + Σ_u n_u²)` for n
/// items and `n_u` of user u, memory 6 n² bytes (2.4 GB for 20,000). Beyond it, each item is solved for among its own
/// neighbourhood, as [`Algorithm::Neighbourhoods`] always does.
pub fn train(interactions: &Interactions, settings: &Settings) -> Model {
    settings.on_threads(|| match settings.algorithm_for(interactions.n_items()) {
        Algorithm::Ease => ease::train(interactions, settings),
        Algorithm::Neighbourhoods => neighbourhoods::train(interactions, settings),
        Algorithm::ItemKnn => simple::item_knn(interactions, settings),
        Algorithm::TopPopular => simple::top_popular(interactions),
    })
}
