//! EASE^R of one item among a few others: how much each of them says about it, if no other may say anything.
//!
//! `w = (G_NN + Λ_NN)⁻¹ G_Nj` for target j and sources N, solved in cosines, which are well conditioned whatever the weights of
//! interactions are: with `D = diag(√G_ii)` it is `D_N⁻¹ (C_NN + D_N⁻² Λ_NN)⁻¹ C_Nj D_j`.

use faer::Mat;
use rayon::prelude::*;

use super::Ridge;
use super::cholesky::solve;
use super::cosines::Cosines;
use super::weights::{Weights, largest};

/// The weights of all targets, each from its own sources: `sources[target]` are items with their cosine to it.
///
/// Time `O(n K³)` for K sources each, on all threads.
pub(super) fn weights(
    cosines: &Cosines,
    ridge: &Ridge,
    sources: &[Vec<(u32, f32)>],
    most: usize,
) -> Weights {
    let columns = sources.par_iter().enumerate().map_init(Mat::new, |memory, (target, sources)| {
        let solution = solution(cosines, ridge, sources, memory);
        let own = cosines.lengths[target];
        let weights = sources.iter().zip(solution).map(|((source, _), weight)| {
            let source = *source as usize;
            (source, (weight * own / cosines.lengths[source]) as f32)
        });
        largest(weights, most)
    });
    let columns: Vec<_> = columns.collect();
    Weights::of_columns(&columns)
}

/// Solve in cosines, in a matrix that the next one may use again.
///
/// Where some are not known the matrix may be none that a Gram matrix can be. That shows in a pivot below the ridge; then
/// the ridge is raised.
fn solution(
    cosines: &Cosines,
    ridge: &Ridge,
    sources: &[(u32, f32)],
    memory: &mut Mat<f64>,
) -> Vec<f64> {
    let n = sources.len();
    let penalty = |(source, _): &(u32, f32)| {
        let square = cosines.lengths[*source as usize].powi(2);
        ridge.penalty(square) / square
    };
    let mut penalties: Vec<f64> = sources.iter().map(penalty).collect();
    memory.resize_with(n, n, |_, _| 0.0);
    // Above the diagonal, where the solution below leaves them for another attempt.
    for column in 1..n {
        for row in 0..column {
            memory[(row, column)] = f64::from(cosines.get(sources[row].0, sources[column].0));
        }
    }
    loop {
        for column in 0..n {
            memory[(column, column)] = 1.0 + penalties[column];
            (column + 1..n).for_each(|row| memory[(row, column)] = memory[(column, row)]);
        }
        let least = penalties.iter().copied().fold(f64::INFINITY, f64::min);
        let mut solution = Mat::from_fn(n, 1, |at, _| f64::from(sources[at].1));
        let is_definite = solve(memory.as_mut(), solution.as_mut(), least / 2.0);
        // A diagonal that outweighs its row is definite.
        if is_definite || least > n as f64 {
            return (0..n).map(|at| solution[(at, 0)]).collect();
        }
        penalties.iter_mut().for_each(|penalty| *penalty = *penalty * 2.0 + 1e-3);
    }
}
