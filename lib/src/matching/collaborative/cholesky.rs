//! The arithmetic of dense blocks: a thin layer over the crate `faer`, on one thread each.
//!
//! One thread, because then the order of every sum is fixed: who calls this hands out blocks to threads. A pivot that
//! rounding has made tiny or negative is replaced by a large one, which takes its row out of the solution; so nothing
//! here can fail.

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt::factor::{
    LltRegularization, cholesky_in_place, cholesky_in_place_scratch,
};
use faer::linalg::matmul::matmul;
use faer::linalg::triangular_inverse::invert_lower_triangular;
use faer::linalg::triangular_solve::{
    solve_lower_triangular_in_place, solve_upper_triangular_in_place,
};
use faer::prelude::{Reborrow, ReborrowMut};
use faer::{Accum, Mat, MatMut, MatRef, Par};

/// `A = L Lᵀ`: put L over the lower triangle of A; what stands above the diagonal is neither read nor written.
///
/// Pivots below `least` are replaced by a large one. Returns whether there were none.
pub(super) fn factor(a: MatMut<'_, f64>, least: f64) -> bool {
    let scratch = cholesky_in_place_scratch::<f64>(a.nrows(), Par::Seq, Default::default());
    let greatest = (0..a.nrows()).map(|at| a[(at, at)]).fold(least, f64::max);
    let regularization = LltRegularization {
        dynamic_regularization_delta: greatest.max(f64::MIN_POSITIVE),
        dynamic_regularization_epsilon: least.max(f64::MIN_POSITIVE),
    };
    let mut memory = MemBuffer::new(scratch);
    let stack = MemStack::new(&mut memory);
    let done = cholesky_in_place(a, regularization, Par::Seq, stack, Default::default());
    done.is_ok_and(|done| done.dynamic_regularization_count == 0)
}

/// The inverse of a lower triangle, with zeros above it.
pub(super) fn inverse(lower: MatRef<'_, f64>) -> Mat<f64> {
    let mut inverse = Mat::zeros(lower.nrows(), lower.nrows());
    invert_lower_triangular(inverse.as_mut(), lower, Par::Seq);
    inverse
}

/// `B ← L⁻¹ B`.
pub(super) fn solve_lower(lower: MatRef<'_, f64>, b: MatMut<'_, f64>) {
    solve_lower_triangular_in_place(lower, b, Par::Seq);
}

/// `b ← A⁻¹ b` for a symmetric A, of which only the lower triangle is read; it is overwritten.
///
/// Returns whether no pivot was below `least`; otherwise b is not the solution.
pub(super) fn solve(mut a: MatMut<'_, f64>, mut b: MatMut<'_, f64>, least: f64) -> bool {
    let is_definite = factor(a.rb_mut(), least);
    solve_lower_triangular_in_place(a.rb(), b.rb_mut(), Par::Seq);
    solve_upper_triangular_in_place(a.rb().transpose(), b, Par::Seq);
    is_definite
}

/// `C ← C + factor · A B`.
pub(super) fn add_product(c: MatMut<'_, f64>, factor: f64, a: MatRef<'_, f64>, b: MatRef<'_, f64>) {
    matmul(c, Accum::Add, a, b, factor, Par::Seq);
}
