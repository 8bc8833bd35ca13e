//! EASE^R where a matrix of all pairs of items would be too large: each item is solved for among its neighbours.
//!
//! The neighbours of an item are those with the greatest cosine to it (as Ning and Karypis choose features, *SLIM*, ICDM
//! 2011). Among them its column of weights has the same closed form: `w = (G_NN + Λ_NN)⁻¹ G_Nj`. Of `G_NN` only what is among
//! the [`KEPT`] greatest entries of either row is known, so that memory stays bounded; the rest counts as 0.
//!
//! All is done in cosines, `G_ij / √(G_ii G_jj)`, which are well conditioned whatever the weights are.
//! Time `O(Σ_u n_u² + n K³)`, memory about 8 (KEPT + K) bytes for each item.

use std::cmp::Ordering;

use faer::Mat;
use rayon::prelude::*;

use super::cholesky::solve;
use super::co_occurrence::map_items;
use super::weights::{Weights, largest};
use super::{Interactions, Model, Ridge, Settings};

/// How many cosines of each item are kept, the greatest, to be looked up.
const KEPT: usize = 400;
/// Items that share one buffer of 4 bytes an item.
const BATCH: usize = 64;

/// What is known of an item before it is solved for.
struct Surroundings {
    /// The nearest items, nearest first, with their cosines.
    near: Vec<(u32, f32)>,
    /// The same, and more of them, in the order of the items.
    row: Vec<(u32, f32)>,
}

/// Learn from interactions; see [`super::train`].
pub(super) fn train(interactions: &Interactions, settings: &Settings) -> Model {
    let interactions = interactions.capped(settings.most_history);
    let ridge = settings.ridge.unwrap_or_else(|| Ridge::for_data(&interactions));
    let squares = interactions.item_squares();
    let all = surroundings(&interactions, &squares, settings.most_neighbours);
    let starts: Vec<usize> = (0..all.len()).step_by(BATCH).collect();
    let batches = starts.into_par_iter().map(|start| {
        let mut places = vec![u32::MAX; all.len()];
        let targets = start..all.len().min(start + BATCH);
        let columns = targets.map(|target| {
            let weights = weights(&all, target, &squares, &ridge, &mut places);
            largest(weights.into_iter(), settings.most_weights)
        });
        columns.collect::<Vec<_>>()
    });
    let columns: Vec<_> = batches.collect::<Vec<_>>().into_iter().flatten().collect();
    Model::of_weights(Weights::of_columns(&columns))
}

fn surroundings(
    interactions: &Interactions,
    squares: &[f64],
    most_neighbours: usize,
) -> Vec<Surroundings> {
    map_items(interactions, |item, row| {
        let own = squares[item as usize].sqrt();
        let others = row.iter().filter(|(other, _)| *other != item);
        let cosine = |(other, sum): &(u32, f64)| {
            (*other, (sum / own / squares[*other as usize].sqrt()) as f32)
        };
        let mut near: Vec<(u32, f32)> = others.map(cosine).collect();
        let order = |a: &(u32, f32), b: &(u32, f32)| -> Ordering {
            b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
        };
        let kept = KEPT.max(most_neighbours);
        if near.len() > kept {
            near.select_nth_unstable_by(kept, order);
            near.truncate(kept);
        }
        near.sort_unstable_by(order);
        let mut row = near.clone();
        row.sort_unstable_by_key(|(other, _)| *other);
        near.truncate(most_neighbours);
        near.shrink_to_fit();
        Surroundings { near, row }
    })
}

/// The weights with which an item's neighbours speak for it.
///
/// `places`: a buffer that has `u32::MAX` for each item, before and after.
fn weights(
    all: &[Surroundings],
    target: usize,
    squares: &[f64],
    ridge: &Ridge,
    places: &mut [u32],
) -> Vec<(usize, f32)> {
    let near = &all[target].near;
    for (place, (item, _)) in (0..).zip(near) {
        places[*item as usize] = place;
    }
    let mut system = Mat::<f64>::zeros(near.len(), near.len());
    let mut solution = Mat::<f64>::from_fn(near.len(), 1, |at, _| f64::from(near[at].1));
    for (at, (item, _)) in near.iter().enumerate() {
        let square = squares[*item as usize];
        system[(at, at)] = 1.0 + ridge.penalty(square) / square;
        for (other, cosine) in &all[*item as usize].row {
            let place = places[*other as usize] as usize;
            if place < near.len() {
                // Either row may know it; both know the same.
                system[(at.max(place), at.min(place))] = f64::from(*cosine);
            }
        }
    }
    near.iter().for_each(|(item, _)| places[*item as usize] = u32::MAX);
    solve(system.as_mut(), solution.as_mut());
    let own = squares[target].sqrt();
    let unscaled = near.iter().enumerate().map(|(at, (item, _))| {
        (*item as usize, (solution[(at, 0)] * own / squares[*item as usize].sqrt()) as f32)
    });
    unscaled.collect()
}
