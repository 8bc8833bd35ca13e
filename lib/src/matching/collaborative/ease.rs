//! EASE^R over all items at once: the Gram matrix, its inverse, and of that the largest weights.
//!
//! With `G = XᵀX`, `Λ = diag(lambda + gamma · G_jj)` and `P = (G + Λ)⁻¹` the weights are `B_ij = -P_ij / P_jj`, and
//! none from an item to itself. They minimise `‖X - XB‖² + Σ Λ_ii B_ij²` for a zero diagonal, exactly. In 64 bits: the
//! matrix is as ill-conditioned as the most popular item is popular over lambda, and squared weights may be large.
//!
//! Of each column only some weights stay: those with the greatest `|B_ij| · G_ii^¼`. Left as they are they would be
//! those of sources that share what they say with others, now gone; so they are solved for again, among themselves. By
//! `|B_ij|` alone many sources would be such as hardly anybody has met.

use super::cosines::Cosines;
use super::gram::gram;
use super::tiles::Symmetric;
use super::weights::{Weights, largest};
use super::{Interactions, Model, Ridge, Settings, restricted};

/// Learn from interactions; see [`super::train`].
pub(super) fn train(interactions: &Interactions, settings: &Settings) -> Model {
    let interactions = interactions.balanced(settings.balance);
    let ridge = settings.ridge.unwrap_or_else(|| Ridge::for_data(&interactions));
    let gram = gram(&interactions, &interactions.transposed());
    drop(interactions);
    Model::of_weights(weights(gram, &ridge, settings.most_weights))
}

/// The weights that follow from a Gram matrix, which is used up.
pub(super) fn weights(mut gram: Symmetric, ridge: &Ridge, most: usize) -> Weights {
    let squares = gram.diagonal();
    let is_cut = squares.len() > most.saturating_add(1);
    let cosines = is_cut.then(|| Cosines::of_gram(&gram));
    gram.change_diagonal(|square| square + ridge.penalty(square));
    gram.invert();
    let scales: Vec<f64> = match is_cut {
        true => squares.iter().map(|square| square.sqrt().sqrt()).collect(),
        false => vec![1.0; squares.len()],
    };
    let columns = gram.map_rows(|target, row| {
        let factor = -1.0 / row[target];
        // What nobody met has nothing to be told by, and the inverse only noise for it.
        let met = |source: usize| source != target && squares[source] > 0.0;
        let sources = (0..row.len()).filter(|source| met(*source));
        let weight = |source: usize| (source, (factor * row[source] * scales[source]) as f32);
        largest(sources.map(weight), if squares[target] > 0.0 { most } else { 0 })
    });
    drop(gram);
    let Some(cosines) = cosines else { return Weights::of_columns(&columns) };
    let sources = (0..).zip(columns).map(|(target, column): (u32, Vec<(u32, f32)>)| {
        column.into_iter().map(|(source, _)| (source, cosines.get(source, target))).collect()
    });
    restricted::weights(&cosines, ridge, sources.collect(), most)
}
