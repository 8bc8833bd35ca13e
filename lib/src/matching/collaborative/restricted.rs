//! EASE^R of one item among a few others: how much each of them says about it, if no other may say anything.
//!
//! `w = (G_NN + Λ_NN)⁻¹ G_Nj` for target j and sources N, solved in cosines, which are well conditioned whatever the
//! weights of interactions are: with `D = diag(√G_ii)` it is `D_N⁻¹ (C_NN + D_N⁻² Λ_NN)⁻¹ C_Nj D_j`.

use faer::Mat;
use rayon::prelude::*;

use super::Ridge;
use super::cholesky::solve;
use super::cosines::{Cosines, Near, Row};
use super::weights::{Weights, largest};

/// Targets that share a [`Memory`] at least.
const BATCH: usize = 64;

/// What the solution for one target needs, to be used again for the next.
struct Memory {
    system: Mat<f64>,
    /// Of each source its place in the system, and of all other items `u32::MAX`.
    places: Vec<u32>,
}

/// The weights of all targets, each from its own sources: `sources[target]` are items with their cosine to it.
///
/// Time `O(n K³)` for K sources each, on all threads.
pub(super) fn weights(
    cosines: &Cosines,
    ridge: &Ridge,
    sources: Vec<Near>,
    most: usize,
) -> Weights {
    let n_items = sources.len();
    let memory = || Memory { system: Mat::new(), places: vec![u32::MAX; n_items] };
    let targets = sources.into_par_iter().enumerate().with_min_len(BATCH);
    let columns = targets.map_init(memory, |memory, (target, mut sources)| {
        sources.sort_unstable_by_key(|(source, _)| cosines.rank(*source));
        let solution = solution(cosines, ridge, &sources, memory);
        let own = cosines.lengths[target];
        let weights = sources.iter().zip(solution).map(|((source, _), weight)| {
            let source = *source as usize;
            (source, (weight * own / cosines.lengths[source]) as f32)
        });
        largest(weights, most)
    });
    Weights::of_columns(&columns.collect::<Vec<_>>())
}

/// Solve in cosines, for sources in the order of their ranks.
///
/// Where some are not known the matrix may be none that a Gram matrix can be. That shows in a pivot below the ridge;
/// then the ridge is raised.
fn solution(
    cosines: &Cosines,
    ridge: &Ridge,
    sources: &[(u32, f32)],
    memory: &mut Memory,
) -> Vec<f64> {
    let n = sources.len();
    let penalty = |(source, _): &(u32, f32)| {
        let square = cosines.lengths[*source as usize].powi(2);
        ridge.penalty(square) / square
    };
    let mut penalties: Vec<f64> = sources.iter().map(penalty).collect();
    loop {
        gather(cosines, sources, memory);
        let system = &mut memory.system;
        (0..n).for_each(|at| system[(at, at)] = 1.0 + penalties[at]);
        let least = penalties.iter().copied().fold(f64::INFINITY, f64::min);
        let mut solution = Mat::from_fn(n, 1, |at, _| f64::from(sources[at].1));
        let is_definite = solve(system.as_mut(), solution.as_mut(), least / 2.0);
        // A diagonal that outweighs its row is definite.
        if is_definite || least > n as f64 {
            return (0..n).map(|at| solution[(at, 0)]).collect();
        }
        penalties.iter_mut().for_each(|penalty| *penalty = *penalty * 2.0 + 1e-3);
    }
}

/// Put the cosines among sources below the diagonal.
fn gather(cosines: &Cosines, sources: &[(u32, f32)], memory: &mut Memory) {
    let Memory { system, places } = memory;
    if system.nrows() != sources.len() {
        *system = Mat::zeros(sources.len(), sources.len());
    }
    system.fill(0.0);
    (0..).zip(sources).for_each(|(place, (source, _))| places[*source as usize] = place);
    for (at, (source, _)) in sources.iter().enumerate() {
        match cosines.row(*source) {
            Row::All(row) => {
                for (before, (other, _)) in sources[..at].iter().enumerate() {
                    let cosine = row.get(cosines.rank(*other)).copied().unwrap_or(0.0);
                    system[(at, before)] = f64::from(cosine);
                }
            }
            Row::Greatest(row) => {
                for (other, cosine) in row {
                    let place = places[*other as usize] as usize;
                    if place < sources.len() {
                        // Both may have kept it; then both have the same.
                        system[(at.max(place), at.min(place))] = f64::from(*cosine);
                    }
                }
            }
        }
    }
    sources.iter().for_each(|(source, _)| places[*source as usize] = u32::MAX);
}
