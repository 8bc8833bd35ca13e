//! The weights of a model: a sparse matrix of items and items, of which only the largest entries are kept.

use serde::{Deserialize, Serialize};

use super::interactions::{accumulate, number};

/// With what weight each item speaks for others: sources × targets, CSR.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Weights {
    /// Where each source's row begins, and the end of the last.
    starts: Vec<usize>,
    /// Ascending in each row.
    targets: Vec<u32>,
    weights: Vec<f32>,
}

impl Weights {
    /// Turn columns, for each target its sources with their weights, into rows. `O(n)`.
    pub(super) fn of_columns(columns: &[Vec<(u32, f32)>]) -> Self {
        let mut starts = vec![0; columns.len() + 1];
        columns.iter().flatten().for_each(|(source, _)| starts[*source as usize + 1] += 1);
        accumulate(&mut starts);
        let mut next = starts.clone();
        let n = *next.last().unwrap_or(&0);
        let (mut targets, mut weights) = (vec![0; n], vec![0.0; n]);
        // Targets go by in ascending order, so each source's do.
        for (target, column) in (0..).zip(columns) {
            for (source, weight) in column {
                let place = &mut next[*source as usize];
                targets[*place] = target;
                weights[*place] = *weight;
                *place += 1;
            }
        }
        Self { starts, targets, weights }
    }

    /// How many items there are.
    pub(super) fn n_items(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// How many weights there are.
    pub(super) fn len(&self) -> usize {
        self.weights.len()
    }

    /// A source's targets, ascending, with their weights; none for an unknown source.
    pub(super) fn row(&self, source: u32) -> (&[u32], &[f32]) {
        let source = source as usize;
        match self.starts.get(source..source.saturating_add(2)) {
            Some(&[start, end]) => (&self.targets[start..end], &self.weights[start..end]),
            _ => (&[], &[]),
        }
    }

    /// The weight from one item to another; 0 if there is none. `O(log n)` of the row.
    pub(super) fn get(&self, source: u32, target: u32) -> f32 {
        let (targets, weights) = self.row(source);
        targets.binary_search(&target).map_or(0.0, |at| weights[at])
    }

    /// Whether it can be used as it is, having been read from somewhere.
    pub(super) fn is_sound(&self) -> bool {
        let n_items = number(self.n_items());
        let ends = self.starts.first() == Some(&0)
            && self.starts.last() == Some(&self.targets.len())
            && self.targets.len() == self.weights.len();
        ends && self.starts.is_sorted()
            && (0..n_items).all(|source| self.row(source).0.is_sorted_by(|a, b| a < b))
            && self.targets.iter().all(|target| *target < n_items)
            && self.weights.iter().all(|weight| weight.is_finite())
    }
}

/// The largest of a column's weights, whatever their sign: at most so many, ascending by source; ties go to lower ones.
///
/// What is no number, or zero, is left out.
pub(super) fn largest(weights: impl Iterator<Item = (usize, f32)>, most: usize) -> Vec<(u32, f32)> {
    let counts = |weight: f32| weight != 0.0 && weight.is_finite();
    let weights = weights.filter(|(_, weight)| counts(*weight));
    let mut kept: Vec<(u32, f32)> = weights.map(|(at, weight)| (number(at), weight)).collect();
    if kept.len() <= most {
        return kept;
    }
    if most > 0 {
        kept.select_nth_unstable_by(most - 1, |a, b| {
            b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0))
        });
    }
    // Copied, so that the long list is gone at once: there is one for each item.
    let mut kept = kept[..most].to_vec();
    kept.sort_unstable_by_key(|(source, _)| *source);
    kept
}
