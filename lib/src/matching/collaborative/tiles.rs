//! A symmetric matrix in tiles, and its inverse in place.
//!
//! Only the tiles on and below the diagonal are kept: 4 n² bytes. Each step of the inversion hands out whole tiles to
//! threads, and a tile's own arithmetic runs on one, in one order: so the result is bit-identical for any number of
//! them. The steps are those of LAPACK's `potrf`, `trtri` and `lauum`, n³/3 multiplications each.

use std::cmp::Ordering;
use std::mem;

use faer::Mat;
use rayon::prelude::*;

use super::cholesky::{add_product, factor, inverse, solve_lower};

/// Rows and columns of a tile: three of them fit into a core's cache of the second level.
pub(super) const SIDE: usize = 192;

/// Pivots below this part of the greatest entry of the diagonal are noise.
const TINY: f64 = 1e-14;

/// A symmetric matrix, its lower half in tiles of [`SIDE`] × [`SIDE`]; those at the end are smaller.
#[derive(Clone)]
pub(super) struct Symmetric {
    n: usize,
    /// Of row i of tiles those with column ≤ i.
    rows: Vec<Vec<Mat<f64>>>,
}

impl Symmetric {
    /// Make one row by row: `fill` writes the entries `0 ..= row` of one row into a slice of zeros, which it may use
    /// up.
    pub(super) fn new(n: usize, fill: impl Fn(usize, &mut [f64]) + Sync) -> Self {
        let row_of_tiles = |row: usize| {
            let height = side(n, row);
            let mut tiles: Vec<Mat<f64>> =
                (0..=row).map(|column| Mat::zeros(height, side(n, column))).collect();
            let mut entries = vec![0.0; row * SIDE + height];
            for inner in 0..height {
                let at = row * SIDE + inner;
                fill(at, &mut entries[..=at]);
                for (tile, part) in tiles.iter_mut().zip(entries[..=at].chunks(SIDE)) {
                    part.iter().enumerate().for_each(|(column, x)| tile[(inner, column)] = *x);
                }
                entries[..=at].fill(0.0);
            }
            tiles
        };
        // The last rows are the longest: those who come first take them.
        let n_rows = n.div_ceil(SIDE);
        let mut rows: Vec<_> = (0..n_rows).into_par_iter().rev().map(row_of_tiles).collect();
        rows.reverse();
        Self { n, rows }
    }

    /// Change each entry of the diagonal.
    pub(super) fn change_diagonal(&mut self, change: impl Fn(f64) -> f64) {
        for row in &mut self.rows {
            let tile = row.last_mut().expect("a row has its diagonal");
            (0..tile.nrows()).for_each(|at| tile[(at, at)] = change(tile[(at, at)]));
        }
    }

    /// The diagonal.
    pub(super) fn diagonal(&self) -> Vec<f64> {
        let tiles = self.rows.iter().filter_map(|row| row.last());
        tiles.flat_map(|tile| (0..tile.nrows()).map(|at| tile[(at, at)])).collect()
    }

    /// Invert it, if it is positive definite. `O(n³)`, in place but for one column of tiles for each thread.
    pub(super) fn invert(&mut self) {
        self.factor();
        self.invert_factor();
        self.square_factor();
    }

    /// `A = L Lᵀ`: L over A, column by column of tiles.
    fn factor(&mut self) {
        let greatest = self.diagonal().into_iter().fold(0.0, f64::max);
        for k in 0..self.rows.len() {
            let (done, rest) = self.rows.split_at_mut(k + 1);
            let diagonal = &mut done[k][k];
            factor(diagonal.as_mut(), TINY * greatest);
            rest.par_iter_mut().for_each(|row| {
                solve_lower(diagonal.as_ref(), row[k].as_mut().transpose_mut());
            });
            let column = take_column(rest, k);
            rest.par_iter_mut().zip(&column).for_each(|(row, left)| {
                row[k + 1..].par_iter_mut().zip(&column).for_each(|(tile, right)| {
                    add_product(tile.as_mut(), -1.0, left.as_ref(), right.transpose());
                });
            });
            put_column(rest, k, column);
        }
    }

    /// `W = L⁻¹` over L: from the last column of tiles to the first, each by the inverse of what is right of it.
    fn invert_factor(&mut self) {
        for j in (0..self.rows.len()).rev() {
            let (done, rest) = self.rows.split_at_mut(j + 1);
            done[j][j] = inverse(done[j][j].as_ref());
            let diagonal = &done[j][j];
            let column = take_column(rest, j);
            rest.par_iter_mut().for_each(|row| {
                let height = row[j + 1].nrows();
                let mut sum = Mat::zeros(height, diagonal.nrows());
                for (left, right) in row[j + 1..].iter().zip(&column) {
                    add_product(sum.as_mut(), 1.0, left.as_ref(), right.as_ref());
                }
                row[j] = Mat::zeros(height, diagonal.nrows());
                add_product(row[j].as_mut(), -1.0, sum.as_ref(), diagonal.as_ref());
            });
        }
    }

    /// `A⁻¹ = Wᵀ W` over W: row i of tiles is made of the rows from i on, so those above are not needed any more.
    fn square_factor(&mut self) {
        for i in 0..self.rows.len() {
            let own = mem::take(&mut self.rows[i]);
            let below = &self.rows[i + 1..];
            self.rows[i] = (0..=i)
                .into_par_iter()
                .map(|j| {
                    let mut sum = Mat::zeros(own[i].ncols(), own[j].ncols());
                    for row in std::iter::once(&own).chain(below) {
                        add_product(sum.as_mut(), 1.0, row[i].transpose(), row[j].as_ref());
                    }
                    sum
                })
                .collect();
        }
    }

    /// Look at each row, whole, and make something of it: rows in any order and on any thread, results in theirs.
    pub(super) fn map_rows<R: Send>(&self, each: impl Fn(usize, &[f64]) -> R + Sync) -> Vec<R> {
        let strips = (0..self.rows.len()).into_par_iter().map(|row| {
            let strip = self.strip(row);
            let rows = (row * SIDE..).zip(strip.chunks(self.n));
            rows.map(|(at, entries)| each(at, entries)).collect::<Vec<R>>()
        });
        strips.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    /// The whole rows of one row of tiles, one after the other.
    fn strip(&self, row: usize) -> Vec<f64> {
        let height = side(self.n, row);
        let mut strip = vec![0.0; height * self.n];
        for column in 0..self.rows.len() {
            let tile = match column.cmp(&row) {
                Ordering::Greater => self.rows[column][row].transpose(),
                _ => self.rows[row][column].as_ref(),
            };
            for inner in 0..height {
                let start = inner * self.n + column * SIDE;
                for (at, entry) in strip[start..start + tile.ncols()].iter_mut().enumerate() {
                    // On the diagonal only the lower half of a tile is sure to be there.
                    let above = column == row && at > inner;
                    *entry = if above { tile[(at, inner)] } else { tile[(inner, at)] };
                }
            }
        }
        strip
    }
}

/// How many rows, or columns, the tiles with this number have.
fn side(n: usize, number: usize) -> usize {
    SIDE.min(n - number * SIDE)
}

/// Take a column of tiles out, so that the others can be changed by it.
fn take_column(rows: &mut [Vec<Mat<f64>>], column: usize) -> Vec<Mat<f64>> {
    rows.iter_mut().map(|row| mem::replace(&mut row[column], Mat::new())).collect()
}

fn put_column(rows: &mut [Vec<Mat<f64>>], column: usize, tiles: Vec<Mat<f64>>) {
    rows.iter_mut().zip(tiles).for_each(|(row, tile)| row[column] = tile);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_times_its_inverse_is_one_at_every_size_of_the_last_tile() {
        for n in [1, 2, SIDE - 1, SIDE, SIDE + 1, 2 * SIDE + 3] {
            let entry = |a: usize, b: usize| {
                if a == b { 3.0 } else { 1.0 / (1.0 + a.abs_diff(b) as f64).powi(2) }
            };
            let matrix = Symmetric::new(n, |at, row| {
                row.iter_mut().enumerate().for_each(|(column, x)| *x = entry(at, column));
            });
            let mut inverse = matrix.clone();

            inverse.invert();

            let probed = [0, n / 2, n - 1];
            let columns = inverse.map_rows(|at, row| probed.contains(&at).then(|| row.to_vec()));
            for at in probed {
                let column = columns[at].as_ref().expect("it was asked for");
                let products =
                    matrix.map_rows(|_, row| row.iter().zip(column).map(|(a, b)| a * b).sum());
                for (row, product) in products.into_iter().enumerate() {
                    let one: f64 = product;
                    assert!((one - f64::from(u8::from(row == at))).abs() < 1e-10, "{n} {row}");
                }
            }
        }
    }

    #[test]
    fn nothing_has_an_inverse_too() {
        let mut nothing = Symmetric::new(0, |_, _| {});
        nothing.invert();

        assert_eq!(nothing.map_rows(|at, _| at), Vec::<usize>::new());
    }
}
