//! What was learned: the weights, or how popular each item is.

use serde::{Deserialize, Serialize};

use super::weights::Weights;

/// What [`super::train`] has learned of items, which it numbers as the interactions did.
///
/// Memory: 8 bytes for each weight, of which there are at most [`super::Settings::most_weights`] for each item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    pub(super) kind: Kind,
}

/// By what a model scores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Kind {
    /// By somebody's own items.
    Weights(Weights),
    /// By the item alone: 0.0 ..= 1.0.
    Popularity(Vec<f32>),
}

impl Model {
    pub(super) fn of_weights(weights: Weights) -> Self {
        Self { kind: Kind::Weights(weights) }
    }

    pub(super) fn of_popularity(popularity: Vec<f32>) -> Self {
        Self { kind: Kind::Popularity(popularity) }
    }

    /// How many items it knows.
    pub fn n_items(&self) -> usize {
        match &self.kind {
            Kind::Weights(weights) => weights.n_items(),
            Kind::Popularity(popularity) => popularity.len(),
        }
    }

    /// How many weights it has.
    pub fn n_weights(&self) -> usize {
        match &self.kind {
            Kind::Weights(weights) => weights.len(),
            Kind::Popularity(popularity) => popularity.len(),
        }
    }

    /// Whether it can be used as it is, having been read from somewhere.
    pub(super) fn is_sound(&self) -> bool {
        match &self.kind {
            Kind::Weights(weights) => weights.is_sound(),
            Kind::Popularity(popularity) => popularity.iter().all(|share| share.is_finite()),
        }
    }
}
