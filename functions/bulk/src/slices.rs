//! How a job is cut into slices: so many queries that each takes some seconds, and not too many slices.

use std::ops::Range;

use kindred::entity::matching_job::Size;

/// Units of work of a slice, if that does not make too many: five seconds of a core at most.
const WORK: u64 = 5_000_000_000;

/// Slices of a job at most: their parts stand in one item, and go in one transaction.
const MOST_SLICES: u64 = 64;

/// The slice that comes after so many queries; it is not empty as long as there are more.
pub(crate) fn next(size: Size, n_answered: usize) -> Range<usize> {
    let n_slices = size.estimate.div_ceil(WORK).clamp(1, MOST_SLICES);
    let n_slices = usize::try_from(n_slices).unwrap_or(usize::MAX);
    let n_queries = size.n_queries.div_ceil(n_slices).max(1);
    n_answered..(n_answered + n_queries).min(size.n_queries)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slices(n_queries: usize, estimate: u64) -> Vec<Range<usize>> {
        let size = Size { n_queries, n_choices: 1, estimate };
        let mut all = vec![next(size, 0)];
        while all.last().is_some_and(|last| last.end < n_queries) {
            all.push(next(size, all[all.len() - 1].end));
        }
        all
    }

    #[test]
    fn little_work_is_one_slice() {
        assert_eq!(slices(1_000, WORK), vec![Range { start: 0, end: 1_000 }]);
    }

    #[test]
    fn slices_cover_all_queries_once() {
        assert_eq!(slices(10, 3 * WORK), [0..4, 4..8, 8..10]);
        assert_eq!(slices(1, u64::MAX), vec![Range { start: 0, end: 1 }]);
    }

    #[test]
    fn there_are_never_too_many() {
        for n_queries in [1, 63, 64, 65, 127, 100_000] {
            assert!(slices(n_queries, u64::MAX).len() <= 64, "{n_queries}");
        }
    }
}
