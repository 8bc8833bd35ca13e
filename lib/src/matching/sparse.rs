//! Sparse vectors, and sums over many documents: the arithmetic under [`super::tfidf`].

use std::cmp::Ordering;

/// Tokens with their weights, ascending by token (its position in the vocabulary).
pub(super) type Vector = Vec<(u32, f64)>;

/// `Σ_t a_t · b_t` over common tokens, in token order; at most 1.0 whatever rounding does.
pub(super) fn cosine(a: &[(u32, f64)], b: &[(u32, f64)]) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                sum += a[i].1 * b[j].1;
                i += 1;
                j += 1;
            }
        }
    }
    f64::min(sum, 1.0)
}

/// One running sum per document: dense, with a list of those in use, so that it is cheap to clear.
pub(super) struct Sums {
    sums: Vec<f64>,
    used: Vec<u32>,
}

impl Sums {
    pub(super) fn new(n_documents: usize) -> Self {
        Self { sums: vec![0.0; n_documents], used: Vec::new() }
    }

    /// Add a positive number to a document's sum.
    pub(super) fn add(&mut self, row: u32, product: f64) {
        let sum = &mut self.sums[row as usize];
        if *sum == 0.0 {
            self.used.push(row);
        }
        *sum += product;
    }

    /// Hand out all sums and start anew.
    pub(super) fn drain(&mut self, mut each: impl FnMut(u32, f64)) {
        for row in self.used.drain(..) {
            each(row, std::mem::take(&mut self.sums[row as usize]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_common_tokens_count() {
        assert_eq!(cosine(&[(1, 0.5), (4, 0.5)], &[(0, 0.7), (4, 0.5), (9, 0.1)]), 0.25);
    }

    #[test]
    fn rounding_makes_nothing_more_than_equal() {
        let too_long = [(0, 1.0 + f64::EPSILON)];

        assert_eq!(cosine(&too_long, &too_long), 1.0);
    }

    #[test]
    fn drained_sums_start_at_zero_again() {
        let mut sums = Sums::new(3);
        sums.add(2, 0.5);
        sums.drain(|row, sum| assert_eq!((row, sum), (2, 0.5)));
        sums.add(2, 0.25);
        sums.add(2, 0.25);

        let mut all = Vec::new();
        sums.drain(|row, sum| all.push((row, sum)));

        assert_eq!(all, [(2, 0.5)]);
    }
}
